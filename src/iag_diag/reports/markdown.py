"""The roadmap in Markdown: a sandboxed template of the pack, and everything that a person typed comes out as text."""

import re

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError
from iag_diag.reports import french
from iag_diag.reports.view import ReportView

ROADMAP = "feuille-de-route.md.j2"
_SPECIAL = re.compile(r"([\\`*_{}\[\]#!|~$:@])")
_BLANK_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """Escape what a person typed, so that Markdown shows it as it is and no viewer runs it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", " ".join(safe.split()))


def roadmap(view: ReportView, pack: Pack) -> str:
    """Lay out the roadmap; the same view gives the same bytes."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=False, lstrip_blocks=False, keep_trailing_newline=True, autoescape=False
    )
    environment.filters.update(texte=plain_text, phrase=french.lower_first, lettres=french.in_letters, de=french.of)
    try:
        text = environment.from_string(pack.template(ROADMAP)).render(r=view)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f", ligne {line}" if line else ""
        raise IagDiagError(
            f"Le modèle {ROADMAP}{place} ne peut pas être lu : {error}", "Corrigez-le, ou reprenez celui d’origine."
        ) from error
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"
