"""The published figures, to browse: an entry per question of the survey, with its base and its caveat beside each."""

from typing import Any

from iag_diag.content.library.reperes import Grade, SegmentKind, Shown
from iag_diag.content.library.reperes import Item as Surveyed
from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import Pack
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Item, Kind, Page, lines_of, part

GRADES = {
    Grade.A: "bonne",
    Grade.B: "à prendre avec prudence",
    Grade.C: "fragile",
    Grade.CONTEXT: "à lire, sans se comparer",
}
_GRADE_WORDS = {Grade.A: "bonne", Grade.B: "prudence", Grade.C: "fragile", Grade.CONTEXT: "a-lire"}
_SEGMENT_WORDS = {
    SegmentKind.ALL: "ensemble",
    SegmentKind.SIZE: "taille",
    SegmentKind.BRANCH: "branche",
    SegmentKind.STAFF: "categorie",
    SegmentKind.PROFILE: "profil",
}
_BAR = 20
_TENTHS = 1000


def figures(library: Library) -> Kind:
    """Every figure that may be shown, under its question."""
    return Kind(
        "repere",
        "reperes",
        "repère",
        False,
        ("Sujet", "Chiffres", "Fiabilité"),
        lambda: tuple(item for surveyed in library.reperes.items if (item := _item(library, surveyed))),
        lambda: "Les chiffres que l’étude ne permet pas de croire ne sont pas montrés.",
    )


def _item(library: Library, surveyed: Surveyed) -> Item | None:
    own = {figure.id for figure in surveyed.figures}
    shown = tuple(one for one in library.reperes.figures(surveyed.question) if one.figure.id in own)
    if not shown:
        return None
    grades = tuple(dict.fromkeys(_GRADE_WORDS[one.grade] for one in shown))
    return Item(
        surveyed.question or surveyed.figures[0].id,
        (surveyed.label, french.many(len(shown), "chiffre", "chiffres"), f"fiabilité : {GRADES[shown[0].grade]}"),
        lambda: _page(library.pack, surveyed, shown),
        lambda: {
            "id": surveyed.question or surveyed.figures[0].id,
            "label": surveyed.label,
            "question": surveyed.question,
            "filter": surveyed.filter,
            "figures": [_data(one) for one in shown],
        },
        {"grade": grades, "segment": tuple(dict.fromkeys(_SEGMENT_WORDS[one.segment.kind] for one in shown))},
        tuple(one.figure.id for one in shown),
    )


def _page(pack: Pack, surveyed: Surveyed, shown: tuple[Shown, ...]) -> Page:
    usual = shown[0]
    notes = tuple(dict.fromkeys(note for one in shown for note in _notes(one, usual)))
    parts = (
        part("Qui a répondu", [surveyed.filter] if surveyed.filter else []),
        part("", (_line(pack, one, [notes.index(note) + 1 for note in _notes(one, usual)]) for one in shown)),
        part("Base", [f"{french.upper_first(usual.base.label)}."]),
        part("À savoir", [surveyed.caveat]),
        part("Notes", (f"{number}. {note}" for number, note in enumerate(notes, 1))),
    )
    said = f"Étude, {lines_of(surveyed.source.lines)} · Fiabilité : {GRADES[usual.grade]}"
    return Page(surveyed.label, (said,), parts)


def _notes(shown: Shown, usual: Shown) -> tuple[str, ...]:
    """Say of one figure what is not said of the first: another base, another grade, its own warnings."""
    base = () if shown.base == usual.base else (f"Base : {shown.base.label}.",)
    grade = () if shown.grade is usual.grade else (f"{french.upper_first(GRADES[shown.grade])}.",)
    return (*base, *grade, *shown.warnings)


def _line(pack: Pack, shown: Shown, notes: list[int]) -> str:
    tenths = shown.figure.tenths
    full = (tenths * _BAR + _TENTHS // 2) // _TENTHS
    bar = "█" * full + "░" * (_BAR - full)
    called = f" ({', '.join(map(str, notes))})" if notes else ""
    said = f"{french.tenths(tenths)} % {_segment(pack, shown)}{shown.figure.label}, l. {shown.figure.line}{called}"
    return f"{bar} {said}"


def _segment(pack: Pack, shown: Shown) -> str:
    """« [De 1 à 9 salariés] » before a figure that does not speak of all companies."""
    kind, word = shown.segment.kind, shown.segment.id
    name = pack.manifest.size_question if kind is SegmentKind.SIZE else pack.manifest.branch_question
    option = pack.questions[name].option(word) if name and word and not shown.segment.overall else None
    return f"[{option.label}] " if option else ""


def _data(shown: Shown) -> dict[str, Any]:
    figure = shown.figure
    return {
        "id": figure.id,
        "percent": figure.tenths / 10,
        "label": figure.label,
        "options": list(figure.options),
        "row": figure.row,
        "segment": {"kind": shown.segment.kind.value, "id": shown.segment.id},
        "grade": shown.grade.value,
        "base": shown.base.label,
        "caveat": shown.caveat,
        "lines": [figure.line, *figure.also],
    }
