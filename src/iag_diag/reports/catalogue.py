"""The catalogue on the screen: the list of sheets, one sheet whole, the questions and their possible answers."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from iag_diag.content.pack import Pack
from iag_diag.content.sheets import ActionSheet, Fact, Variant
from iag_diag.errors import IagDiagError, UsageError, did_you_mean
from iag_diag.reports import french
from iag_diag.reports.terminal import console, paragraph

KINDS = ("fiches", "fiche", "questions")
_NARROW = 70


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Shows entries of a pack, to a person or to a machine."""

    pack: Pack
    as_json: bool

    def show(self, kind: str, entry: str | None, size: str | None) -> None:
        """Show what is asked for, or say what exists."""
        if kind not in KINDS:
            raise UsageError(f"« {kind} » ne se montre pas.", did_you_mean(kind, KINDS))
        sizes = [known.id for known in self.pack.planning.sizes]
        if size is not None and size not in sizes:
            raise UsageError(f"La taille « {size} » n’existe pas.", did_you_mean(size, sizes))
        if kind == "questions":
            self._questions()
        elif kind == "fiche" and entry is not None:
            self._sheet(self._find(entry), size)
        elif kind == "fiche":
            raise UsageError("Quelle fiche ? Il manque son numéro ou son nom.", "La liste : iag-diag show fiches")
        else:
            self._sheets()

    def _find(self, entry: str) -> ActionSheet:
        for sheet in self.pack.sheets.values():
            if entry == sheet.id or (entry.isdecimal() and int(entry) == sheet.number):
                return sheet
        if entry.isdecimal():
            raise IagDiagError(
                f"Il n’y a pas de fiche {entry}.",
                f"Les fiches vont de 1 à {len(self.pack.sheets)} : iag-diag show fiches",
            )
        raise IagDiagError(
            f"La fiche « {entry} » n’existe pas.",
            f"{did_you_mean(entry, self.pack.sheets)} La liste : iag-diag show fiches".strip(),
        )

    def _sheets(self) -> None:
        if self.as_json:
            _print_json([self._as_data(sheet) for sheet in self.pack.sheets.values()])
            return
        output = console()
        labels = {phase.id: phase.label for phase in self.pack.phases}
        if output.width < _NARROW:
            for sheet in self.pack.sheets.values():
                paragraph(output, f"{sheet.number}. {sheet.name} ({labels[sheet.phase].lower()})")
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("N°", "Action", "Phase", "Tailles", "Nom court"):
            table.add_column(
                heading, justify="right" if heading == "N°" else "left", overflow="fold", no_wrap=heading == "Nom court"
            )
        for sheet in self.pack.sheets.values():
            table.add_row(str(sheet.number), Text(sheet.name), labels[sheet.phase], self._sizes(sheet), sheet.id)
        output.print(table)
        paragraph(output, "\nUne fiche en entier : iag-diag show fiche 5, ou iag-diag show fiche ateliers-prompt")

    def _sizes(self, sheet: ActionSheet) -> str:
        sizes = self.pack.sheet_rules[sheet.id].sizes
        everyone = [size.id for size in self.pack.planning.sizes]
        if list(sizes) == everyone:
            return "toutes"
        upwards = len(sizes) > 1 and list(sizes) == everyone[everyone.index(sizes[0]) :]
        return f"{sizes[0]} et plus" if upwards else ", ".join(sizes)

    def _as_data(self, sheet: ActionSheet) -> dict[str, object]:
        rule = self.pack.sheet_rules[sheet.id]
        return {
            **sheet.model_dump(mode="json"),
            "sizes": list(rule.sizes),
            "prerequisites": [needed.sheet for needed in rule.prerequisites],
        }

    def _sheet(self, sheet: ActionSheet, size: str | None) -> None:
        if self.as_json:
            _print_json(self._as_data(sheet))
            return
        output = console()
        phase = next(phase.label for phase in self.pack.phases if phase.id == sheet.phase)
        paragraph(output, f"Fiche {sheet.number} · {sheet.name}", "bold cyan")
        paragraph(output, sheet.title, "italic")
        paragraph(
            output,
            f"Phase : {phase.lower()} · Étude : {sheet.study_sizes.lower()}"
            + (f" · Lignes {sheet.source.lines}" if sheet.source else ""),
        )
        paragraph(output, f"\n{sheet.summary}")
        _part(output, "Objectif", [sheet.objective])
        _part(output, "Pour qui", [sheet.public.text])
        for variant in sheet.variants if size is None else [sheet.variant(size)]:
            self._variant(output, sheet, variant)
        paragraph(output, "\nCe que dit l’étude", "bold cyan")
        _part(output, "Qui fait quoi", (f"{role.who} : {role.does}" for role in sheet.roles))
        for number, step in enumerate(sheet.steps, 1):
            _part(output, f"Étape {number}. {step.title}", step.details)
        _part(output, "Conditions de réussite", _texts(sheet.conditions))
        _part(output, "Résultats attendus", _texts(sheet.results))
        _part(output, "Indicateurs de succès", _texts(sheet.indicators))
        _part(output, "Indicateurs du tableau de l’étude", _texts(sheet.table_indicators))
        _part(output, "Outils qui aident", _texts(sheet.tools))
        _part(output, "Repères chiffrés", (f"{figure.label} : {figure.value}" for figure in sheet.figures))
        _part(
            output,
            "Avant cette fiche",
            (
                f"{self._name(needed.sheet)} : {needed.reason}"
                for needed in self.pack.sheet_rules[sheet.id].prerequisites
            ),
        )
        _part(output, "Fiches liées", (f"{self._name(link.sheet)} : {link.text}" for link in sheet.links))
        _part(output, "Ce que cela prépare", [sheet.prepares])

    def _variant(self, output: Console, sheet: ActionSheet, variant: Variant) -> None:
        question = self.pack.questions[self.pack.manifest.size_question]
        labels = [option.label if option else size for size in variant.sizes for option in [question.option(size)]]
        paragraph(
            output,
            f"\nChez vous : {french.listed([french.lower_first(label) for label in labels])} "
            "(adaptation de l’outil, hors étude)",
            "bold cyan",
        )
        _part(output, "Qui", [variant.who])
        _part(output, f"Premier pas ({variant.first_step.minutes} minutes)", [variant.first_step.text])
        _part(output, "Ensuite", [f"{number}. {step}" for number, step in enumerate(variant.steps, 1)])
        hours = {french.counted(sheet.effort[size], "heure") for size in variant.sizes if size in sheet.effort}
        _part(
            output,
            "Temps, en tout (estimation)",
            [" ou ".join(sorted(hours, key=lambda text: int(text.split("\u00a0")[0])))] if hours else [],
        )
        _part(output, "Coût", [sheet.cost.text])
        _part(output, "C’est réussi quand", [variant.indicator])
        _part(output, "L’erreur à éviter", [variant.avoid])

    def _name(self, sheet: str) -> str:
        return f"{self.pack.sheets[sheet].name} (fiche {self.pack.sheets[sheet].number})"

    def _questions(self) -> None:
        if self.as_json:
            _print_json([question.model_dump(mode="json") for question in self.pack.questions.values()])
            return
        output = console()
        for question in self.pack.questions.values():
            paragraph(output, f"\n{question.id}", "bold")
            paragraph(output, question.label)
            _part(output, "", (f"{option.id} : {option.label}" for option in question.options))
            _part(output, "Lignes", (f"{row.id} : {row.label}" for row in question.rows))


def _texts(facts: Sequence[Fact]) -> Iterable[str]:
    return (fact.text for fact in facts)


def _part(output: Console, title: str, lines: Iterable[str]) -> None:
    lines = tuple(lines)
    if not lines:
        return
    if title:
        paragraph(output, f"\n{title}", "bold")
    for line in lines:
        number, stop, rest = line.partition(". ")
        if stop and number.isdecimal():
            paragraph(output, rest, indent=2, bullet=f"{number}. ")
        else:
            paragraph(output, line, indent=2, bullet="" if len(lines) == 1 else "- ")


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
