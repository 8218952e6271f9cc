"""The action sheets and the questions, to browse."""

from collections.abc import Iterable, Sequence

from iag_diag.content.pack import Pack
from iag_diag.content.questions import Option, Question
from iag_diag.content.sheets import ActionSheet, Fact, Variant
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import NUMBER, Item, Kind, Page, Part, lines_of, part


def sheets(pack: Pack, size: str | None) -> Kind:
    """List the action sheets; with a size, only the version written for it."""
    pages = _Sheets(pack, size)
    return Kind(
        "fiche",
        "fiches",
        "fiche",
        True,
        (NUMBER, "Action", "Phase", "Tailles"),
        lambda: tuple(pages.item(sheet) for sheet in pack.sheets.values()),
    )


class _Sheets:
    def __init__(self, pack: Pack, size: str | None) -> None:
        self.pack = pack
        self.size = size
        self.labels = {phase.id: phase.label for phase in pack.phases}

    def item(self, sheet: ActionSheet) -> Item:
        return Item(
            sheet.id,
            (
                str(sheet.number),
                sheet.name,
                f"phase {french.of(self.labels[sheet.phase].lower())}",
                f"tailles : {self._sizes(sheet)}",
            ),
            lambda: self.page(sheet),
            lambda: self.data(sheet),
            {"phase": (sheet.phase,), "size": self.pack.sheet_rules[sheet.id].sizes},
            (str(sheet.number),),
        )

    def data(self, sheet: ActionSheet) -> dict[str, object]:
        rule = self.pack.sheet_rules[sheet.id]
        return {
            **sheet.model_dump(mode="json"),
            "sizes": list(rule.sizes),
            "prerequisites": [needed.sheet for needed in rule.prerequisites],
        }

    def _sizes(self, sheet: ActionSheet) -> str:
        sizes = self.pack.sheet_rules[sheet.id].sizes
        everyone = [size.id for size in self.pack.planning.sizes]
        if list(sizes) == everyone:
            return "toutes"
        upwards = len(sizes) > 1 and list(sizes) == everyone[everyone.index(sizes[0]) :]
        return f"{sizes[0]} et plus" if upwards else ", ".join(sizes)

    def page(self, sheet: ActionSheet) -> Page:
        variants = sheet.variants if self.size is None else [sheet.variant(self.size)]
        rule = self.pack.sheet_rules[sheet.id]
        unfit = self.size is not None and self.size not in rule.sizes
        parts = [
            part("Pas pour cette taille", [rule.sizes_reason] if unfit else []),
            part("", [sheet.summary]),
            part("Objectif", [sheet.objective]),
            part("Pour qui", [sheet.public.text]),
            *(one for variant in variants for one in self._variant(sheet, variant)),
            part("Ce que dit l’étude" if sheet.source else "La fiche en détail", (), strong=True),
            part("Qui fait quoi", (f"{role.who} : {role.does}" for role in sheet.roles)),
            *(part(f"Étape {number}. {step.title}", step.details) for number, step in enumerate(sheet.steps, 1)),
            part("Conditions de réussite", _texts(sheet.conditions)),
            part("Résultats attendus", _texts(sheet.results)),
            part("Indicateurs de succès", _texts(sheet.indicators)),
            part("Indicateurs du tableau de l’étude", _texts(sheet.table_indicators)),
            part("Outils qui aident", _texts(sheet.tools)),
            part("Repères chiffrés", (f"{figure.label} : {figure.value}" for figure in sheet.figures)),
            part(
                "Avant cette fiche",
                (f"{self._name(needed.sheet)} : {needed.reason}" for needed in rule.prerequisites),
            ),
            part("Fiches liées", (f"{self._name(link.sheet)} : {link.text}" for link in sheet.links)),
            part("Ce que cela prépare", [sheet.prepares]),
        ]
        return Page(f"Fiche {sheet.number} · {sheet.name}", self._subtitles(sheet), tuple(parts))

    def _subtitles(self, sheet: ActionSheet) -> tuple[str, ...]:
        phase = f"Phase : {self.labels[sheet.phase].lower()}"
        if sheet.source is None or sheet.title is None or sheet.study_sizes is None:
            return (f"{phase} · Hors étude" if self.pack.manifest.study else phase,)
        said = f"Étude : {french.lower_first(sheet.study_sizes)} · {lines_of(sheet.source.lines).capitalize()}"
        return sheet.title, f"{phase} · {said}"

    def _variant(self, sheet: ActionSheet, variant: Variant) -> list[Part]:
        question = self.pack.questions[self.pack.manifest.size_question]
        labels = [option.label if option else size for size in variant.sizes for option in [question.option(size)]]
        hours = {french.counted(sheet.effort[size], "heure") for size in variant.sizes if size in sheet.effort}
        named = french.listed([french.lower_first(label) for label in labels])
        ours = " (adaptation de l’outil, hors étude)" if sheet.source else ""
        return [
            part(f"Chez vous : {named}{ours}", (), strong=True),
            part("Qui", [variant.who]),
            part(f"Premier pas ({variant.first_step.minutes} minutes)", [variant.first_step.text]),
            part("Ensuite", [f"{number}. {step}" for number, step in enumerate(variant.steps, 1)]),
            part(
                "Temps, en tout (estimation)",
                [" ou ".join(sorted(hours, key=lambda text: int(text.split(" ")[0])))] if hours else [],
            ),
            part("Coût", [sheet.cost.text]),
            part("C’est réussi quand", [variant.indicator]),
            part("L’erreur à éviter", [variant.avoid]),
        ]

    def _name(self, sheet: str) -> str:
        return f"{self.pack.sheets[sheet].name} (fiche {self.pack.sheets[sheet].number})"


def questions(pack: Pack) -> Kind:
    """List the questions, with the ids that an answers file takes."""
    return Kind(
        "question",
        "questions",
        "question",
        True,
        ("Question", "Réponses", "Lignes"),
        lambda: tuple(_question(question, pack) for question in pack.questions.values()),
    )


def _question(question: Question, pack: Pack) -> Item:
    def page() -> Page:
        ours = " · Hors étude" if pack.manifest.study else ""
        origin = f" · Étude, {lines_of(question.source.lines)}" if question.source else ours
        several = " (plusieurs à la fois)" if question.multiple else ""
        parts = (
            part("Ce que cela veut dire", [question.help], glossed=False),
            part("Pourquoi cette question", [question.why], glossed=False),
            part("Qui peut répondre", [question.ask] if question.ask else [], glossed=False),
            part(f"Réponses possibles{several}", map(_option, question.options), glossed=False),
            part("Lignes du tableau", (f"{row.id} : {row.label}" for row in question.rows), glossed=False),
            part("Et toujours", ["nsp : je ne sais pas", "sans-objet : cela ne nous concerne pas"]),
        )
        return Page(question.label, (f"{question.id}{origin}",), parts)

    mark = "hors-etude" if question.beyond_study else "etude"
    options, rows = (", ".join(entry.id for entry in entries) for entries in (question.options, question.rows))
    cells = (question.label, f"réponses : {options}" if options else "", f"lignes : {rows}" if rows else "")
    return Item(question.id, cells, page, lambda: question.model_dump(mode="json"), {"origin": (mark,)})


def _option(option: Option) -> str:
    note = f" ({option.note.rstrip('.')})" if option.note else ""
    return f"{option.id} : {option.label}{note}"


def _texts(facts: Sequence[Fact]) -> Iterable[str]:
    return (fact.text for fact in facts)
