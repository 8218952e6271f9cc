"""Write `docs/methode.md` from its source and from the rules: every number in it is read there, none is typed.

Usage: python docs/build.py
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from iag_diag.content.library.reperes import Grade
from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import load_pack
from iag_diag.reports import french

DOCS = Path(__file__).resolve().parent
METHOD = DOCS / "methode.md"
_MASCULINE = {1: "un"}


def method() -> str:
    """Text of the page, in Markdown."""
    environment = Environment(
        loader=FileSystemLoader(DOCS / "sources"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown from our own files
    )
    environment.filters["letters"] = _letters
    environment.filters["lower_first"] = french.lower_first
    environment.filters["listed"] = french.listed
    environment.filters["cell"] = lambda text: text.replace("|", "\\|")
    return environment.get_template("methode.md.j2").render(_numbers())


def _letters(count: int, gender: str = "masculine") -> str:
    """Write a small number in letters, in the masculine unless asked."""
    return _MASCULINE[count] if gender == "masculine" and count in _MASCULINE else french.in_letters(count)


def _numbers() -> dict[str, Any]:
    pack = load_pack()
    library = Library(pack)
    grades = [figure.grade or item.grade for item in library.reperes.items for figure in item.figures]
    return {
        "pack": pack,
        "planning": pack.planning,
        "selections": library.selections,
        "levers": pack.levers,
        "robustness": pack.robustness,
        "sizes": {option.id: option.label for option in pack.questions[pack.manifest.size_question].options},
        "figures": len(grades),
        "read_only": grades.count(Grade.CONTEXT),
        "never_shown": grades.count(Grade.NEVER),
        "ours": sum(question.beyond_study for question in pack.questions.values()),
        "months": sum(horizon.months for horizon in pack.planning.horizons),
    }


if __name__ == "__main__":
    METHOD.write_text(method(), encoding="utf-8", newline="\n")
