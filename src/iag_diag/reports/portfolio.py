"""The dossiers of an adviser put into words: a row per company, and what they have in common; or as CSV, as JSON."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import StringIO
from typing import Any

from iag_diag.content.pack import Pack
from iag_diag.dossiers import naming
from iag_diag.dossiers.portfolio import Damaged, Entry, Picture, picture
from iag_diag.reports import french
from iag_diag.reports.spreadsheet import harmless

COLUMNS = (
    "fichier",
    "entreprise",
    "branche",
    "taille",
    "phase",
    "axe_faible",
    "diagnostic",
    "rendez_vous",
    "actions_faites",
    "actions",
)
MOST_GATES = 3
NOTHING = "–"
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Desk:
    """The companies that were asked for, in order, on a day; `hidden` others are in the folder."""

    pack: Pack
    entries: Sequence[Entry]
    hidden: int
    damaged: Sequence[Damaged]
    day: date

    @property
    def due(self) -> list[Entry]:
        """Companies that were to be met by now, the latest ones first forgotten."""
        late = [one for one in self.entries if one.due(self.day)]
        return sorted(late, key=lambda one: (one.next_meeting or date.min, one.path.name))

    @cached_property
    def picture(self) -> Picture:
        """Describe them as one."""
        return picture(self.entries, self.pack)

    def as_csv(self) -> str:
        """Write a line per company, for a spreadsheet in French (`;`; to be encoded as utf-8-sig)."""
        file = StringIO(newline="")
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for one in self.entries:
            cells = (
                one.path.name,
                one.company,
                one.branch,
                one.size,
                one.phase,
                one.weakest,
                one.latest.date if one.latest else "",
                one.next_meeting.isoformat() if one.next_meeting else "",
                one.done,
                one.actions,
            )
            writer.writerow(map(harmless, cells))
        return file.getvalue()

    def data(self) -> Mapping[str, Any]:
        """Lay all of it out for a machine."""
        manifest = self.pack.manifest
        return {
            "schema": 1,
            "date": self.day.isoformat(),
            "pack": {"id": manifest.id, "version": manifest.version, "hash": self.pack.hash},
            "dossiers": [_data(one) for one in self.entries],
            "picture": {
                "phases": dict(self.picture.phases),
                "scores": {phase: dict(scores) for phase, scores in self.picture.scores.items()},
                "blocking": [{"gate": gate, "companies": count} for gate, count in self.picture.blocking],
            },
            "due": [str(one.path) for one in self.due],
            "damaged": [{"path": str(one.path), "message": one.message} for one in self.damaged],
        }


def _data(one: Entry) -> Mapping[str, Any]:
    latest = one.latest
    return {
        "path": str(one.path),
        "company": one.company,
        "branch": one.branch or None,
        "size": one.size or None,
        "diagnosis": None
        if latest is None
        else {
            "date": latest.date,
            "pack": latest.pack.version,
            "phase": latest.phase,
            "lowest": latest.lowest,
            "highest": latest.highest,
            "dimensions": latest.dimensions,
            "blocking": list(latest.blocking),
        },
        "weakest": one.weakest or None,
        "next_meeting": one.next_meeting.isoformat() if one.next_meeting else None,
        "actions": {"done": one.done, "planned": one.actions},
    }


class Words:
    """Ids of a pack in words; one that it does not have stays as it is."""

    def __init__(self, pack: Pack) -> None:
        self._phases = {phase.id: phase.label for phase in pack.phases}
        self._axes = {axis.id: axis.label for axis in pack.dimensions.dimensions}
        sizes = pack.questions[pack.manifest.size_question]
        self._sizes = {option.id: option.label for option in sizes.options}
        self._gates = {gate.id: gate.label for phase in pack.phases for gate in phase.gates}

    def name(self, one: Entry) -> str:
        """Name of the company, or else of its file; cut where it would fill the screen."""
        name = one.company or naming.stem(one.path)
        return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"

    def phase(self, phase: str) -> str:
        """Label of a phase."""
        return self._phases.get(phase, phase)

    def axis(self, axis: str) -> str:
        """Label of an axis."""
        return self._axes.get(axis, axis)

    def cells(self, one: Entry) -> tuple[str, ...]:
        """Name, size, phase, weakest axis, day of the diagnosis, next meeting, actions done."""
        return (
            self.name(one),
            self._sizes.get(one.size, one.size) or NOTHING,
            self._reached(one),
            self.axis(one.weakest) or NOTHING,
            french.short_date(date.fromisoformat(one.latest.date)) if one.latest else NOTHING,
            french.short_date(one.next_meeting) if one.next_meeting else NOTHING,
            f"{one.done} sur {one.actions}" if one.actions else NOTHING,
        )

    def _reached(self, one: Entry) -> str:
        if one.latest is None:
            return "non terminé"
        label = self.phase(one.phase)
        return label if one.latest.lowest == one.latest.highest else f"{label} (à confirmer)"

    def together(self, seen: Picture) -> Iterator[str]:
        """Say how many are in each phase, and what keeps them from the next one."""
        counts = [f"{count} en {self.phase(phase).lower()}" for phase, count in seen.phases.items() if count]
        if counts:
            yield f"{french.upper_first(french.listed(counts))}."
        whole = sum(seen.phases.values())
        missing = [
            f"« {self._gates.get(gate, gate).rstrip('.')} » ({count} sur {whole})"
            for gate, count in seen.blocking[:MOST_GATES]
        ]
        if missing:
            yield f"Ce qui manque le plus souvent pour la phase suivante : {', '.join(missing)}."

    def scores(self, seen: Picture) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Lay out the middle score of each axis by phase: the headings, then a row per axis that has any."""
        phases = list(seen.scores)
        rows = [
            (label, *(str(seen.scores[phase].get(axis, NOTHING)) for phase in phases))
            for axis, label in self._axes.items()
            if any(axis in seen.scores[phase] for phase in phases)
        ]
        return ("Note du milieu", *map(self.phase, phases)), rows
