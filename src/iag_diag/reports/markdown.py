"""The roadmap in Markdown: a sandboxed template of the pack, and everything that a person typed comes out as text."""

import builtins
import re
from dataclasses import is_dataclass
from typing import Any

from jinja2 import DictLoader, StrictUndefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iag_diag.content.pack import Pack
from iag_diag.reports import french, view
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.templating import FAULTS, unreadable
from iag_diag.reports.view import ReportView

ROADMAP = "feuille-de-route.md.j2"
_READER = "lecteur"
_SPECIAL = re.compile(r"([\\`*_{}\[\]#!|~$:@])")
_DATA: dict[type, frozenset[str]] = {
    kind: frozenset(name for name in dir(kind) if not name.startswith("_"))
    for kind in vars(view).values()
    if isinstance(kind, type) and is_dataclass(kind)
} | {LoopContext: frozenset(("index", "first", "last"))}


def plain_text(text: str) -> str:
    """Escape what a person typed, so that Markdown shows it as it is and no viewer runs it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", " ".join(safe.split()))


@pass_context
def _explained(context: Context, text: str) -> str:
    """Say what the words of a text mean, the first time that the document uses them."""
    explained: str = context[_READER](text)
    return explained


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with a short way for our own views: they are data and nothing else, read hundreds of times."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in _DATA.get(type(obj), ()):
            return builtins.getattr(obj, attribute)
        return super().getattr(obj, attribute)


class RoadmapTemplate:
    """The template of a pack, or a `source` in its place, compiled once for any number of companies."""

    def __init__(self, pack: Pack, glossary: Glossary, source: str | None = None) -> None:
        self._glossary = glossary
        environment = _Sandbox(
            undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False, loader=DictLoader({})
        )
        environment.filters.update(
            texte=plain_text, phrase=french.lower_first, lettres=french.in_letters, de=french.of, mots=_explained
        )
        try:
            self._template = environment.from_string(pack.template(ROADMAP) if source is None else source)
        except FAULTS as error:
            raise unreadable(ROADMAP, error) from error

    def render(self, view: ReportView) -> str:
        """Lay out the roadmap; the same view gives the same bytes."""
        try:
            text = self._template.render(r=view, **{_READER: self._glossary.reader()})
        except FAULTS as error:
            raise unreadable(ROADMAP, error) from error
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip() + "\n"
