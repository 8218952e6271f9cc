"""A dossier that was last used with another pack, or another version of it.

What can no longer be explained, and what the present rules make of the same answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.answers import checked, clean
from iag_diag.dossiers.model import Dossier, PackReference, StoredDiagnosis
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, part

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Moved:
    """A conclusion of the time beside that of the present rules for the same answers; None where there is none."""

    what: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True, slots=True)
class Former:
    """What is left of a dossier's last diagnosis by other rules.

    `gone` are its answers to questions that no longer exist, `unfit` those that their question no longer offers, each
    with the question and what was answered. `day` and `moved` compare its last diagnosis (none: no `day`) with what the
    present rules say of the answers of that day, or of the present ones where the file did not keep them (`dated`).
    `lost` are its conclusions that no present rule could reach.
    """

    pack: PackReference
    gone: tuple[tuple[str, str], ...]
    unfit: tuple[tuple[str, str], ...]
    day: str = ""
    dated: bool = True
    moved: tuple[Moved, ...] = ()
    lost: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Lay it out for a machine."""
        return {
            "pack": self.pack.model_dump(),
            "gone": [{"question": question, "answer": answer} for question, answer in self.gone],
            "unfit": [{"question": question, "answer": answer} for question, answer in self.unfit],
            "day": self.day or None,
            "same_answers": self.dated,
            "moved": [{"what": one.what, "from": one.before, "to": one.after} for one in self.moved],
            "lost": list(self.lost),
        }

    def answer(self, question: str) -> str | None:
        """Find what was answered to a question that no longer exists."""
        return dict(self.gone).get(question)


def former(engine: Engine, dossier: Dossier | None) -> Former | None:
    """Look at what a dossier holds from other rules; None where the present ones are those it was last used with."""
    if dossier is None:
        return None
    pack, past = engine.pack, _last(dossier, engine.pack)
    if dossier.pack.hash == pack.hash and past is None:
        return None
    gone = [(said(question), said(value)) for question, value in dossier.values().items() if _gone(pack, question)]
    unfit = [
        (question, said(value))
        for question, value in dossier.values().items()
        if not _gone(pack, question) and question not in _fit(pack, {question: value})
    ]
    if past is None:
        return Former(dossier.pack, tuple(gone), tuple(unfit))
    return Former(
        past.pack,
        tuple(gone),
        tuple(unfit),
        past.date,
        bool(past.answers),
        tuple(_moved(engine, past, past.answers or dossier.values())),
        tuple(_lost(pack, past)),
    )


def _last(dossier: Dossier, pack: Pack) -> StoredDiagnosis | None:
    """Last diagnosis of the dossier, where other rules made it."""
    last = dossier.diagnoses[-1] if dossier.diagnoses else None
    return last if last and last.pack.hash != pack.hash else None


def _gone(pack: Pack, question: str) -> bool:
    return question not in pack.questions


def _fit(pack: Pack, answers: Any) -> Answers:
    """Keep the answers that can still be given."""
    return checked(pack, answers, Document(""))


def said(value: Any) -> str:
    """Show something that a file holds and that nothing here can put into words."""
    if isinstance(value, str):
        text = clean(value)
    elif isinstance(value, dict):
        text = " ; ".join(f"{said(row)} : {said(cell)}" for row, cell in value.items())
    else:
        text = ", ".join(map(said, value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _moved(engine: Engine, past: StoredDiagnosis, answers: Answers) -> Iterator[Moved]:
    """Diagnose the answers again."""
    pack = engine.pack
    now = engine.diagnose(_fit(pack, answers))
    phases = {phase.id: phase.label for phase in pack.phases}
    if past.phase != now.phase.id:
        yield Moved("Phase", phases.get(past.phase, said(past.phase)), now.phase.label)
    for axis in now.dimensions:
        before = past.dimensions.get(axis.id)
        if before != axis.score:
            yield Moved(axis.label, before, axis.score)
    kept = [result.sheet for result in now.roadmap]
    for sheet in pack.sheets.values():
        if (sheet.id in past.roadmap) != (sheet.id in kept):
            sides = ("retenue" if sheet.id in one else "pas retenue" for one in (past.roadmap, kept))
            yield Moved(sheet.name, *sides)
    raised = [alert.trace.rule for alert in now.alerts]
    for alert in pack.alerts:
        if (alert.id in past.alerts) != (alert.id in raised):
            sides = ("soulevé" if alert.id in one else "pas soulevé" for one in (past.alerts, raised))
            yield Moved(alert.label, *sides)


def _lost(pack: Pack, past: StoredDiagnosis) -> Iterator[str]:
    known = (
        ("phase", (past.phase,), pack.phase_ranks),
        ("condition", past.blocking, {gate.id for phase in pack.phases for gate in phase.gates}),
        ("axe", past.dimensions, {axis.id for axis in pack.dimensions.dimensions}),
        ("fiche", past.roadmap, pack.sheets),
        ("point de vigilance", past.alerts, {alert.id for alert in pack.alerts}),
    )
    for noun, ids, entries in known:
        yield from (f"{noun} « {said(one)} »" for one in ids if one not in entries)


def former_page(pack: Pack, found: Former) -> Page:
    """Say it to the adviser, before anything else."""
    labels = {question.id: question.label for question in pack.questions.values()}
    compared = [f"{one.what} : {_side(one.before)} → {_side(one.after)}" for one in found.moved]
    return Page(
        "Ce qui ne peut plus être expliqué",
        (_whence(pack, found),),
        (
            part(
                "Questions qui n’existent plus : leurs réponses ne comptent plus",
                [f"« {question} » : « {value} »" for question, value in found.gone],
            ),
            part(
                "Réponses qui ne sont plus possibles : elles ne comptent plus",
                [f"{labels[question]} « {value} »" for question, value in found.unfit],
            ),
            part("Conclusions d’alors dont la règle n’existe plus", [french.upper_first(one) for one in found.lost]),
            part(_when(found), (compared or ["Rien ne change."]) if found.day else ["Il n’y a rien à comparer."]),
        ),
    )


def _whence(pack: Pack, found: Former) -> str:
    then, now = found.pack, pack.manifest
    same = (then.id, then.version) == (now.id, now.version)
    other = "sous le même numéro, mais son contenu a changé depuis" if same else f"version {said(then.version)}"
    return (
        f"Ce dossier a servi avec un autre référentiel : « {said(then.id)} », {other}. Il est expliqué ici avec "
        f"« {now.id} », version {now.version} : les règles d’alors ne sont plus là pour être citées."
    )


def _when(found: Former) -> str:
    if not found.day:
        return "Le dossier ne contient aucun diagnostic d’alors"
    whose = "mêmes réponses" if found.dated else "réponses d’aujourd’hui, celles d’alors n’ayant pas été gardées"
    return f"Conclusions du {french.long_date(date.fromisoformat(found.day))} → avec les règles d’aujourd’hui ({whose})"


def _side(value: str | int | None) -> str:
    return "pas de note" if value is None else str(value)
