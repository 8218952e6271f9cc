"""« Où en sont vos actions ? »: one action at a time, each kept as soon as it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from iag_diag.dossiers import store
from iag_diag.dossiers.answers import clean
from iag_diag.dossiers.model import ActionState, StoredAction
from iag_diag.dossiers.tracking import ONGOING, STATES, followed, numeric_date, practice, read_date
from iag_diag.dossiers.words import in_words
from iag_diag.errors import IagDiagError, InterruptedByUser, UsageError
from iag_diag.interview.launch import face, moment, plain_face, resume

if TYPE_CHECKING:
    from pathlib import Path

    from iag_diag.content.pack import Pack
    from iag_diag.dossiers.model import Dossier
    from iag_diag.dossiers.tracking import Followed
    from iag_diag.interview.protocol import Asker

_MEETING, _OVER, _KEEP = "rendez-vous", "fini", ""
_NEVER = "-"
_NO_TERMINAL = "iag-diag track pose des questions, et il n’y a pas de terminal pour y répondre."
_NO_TERMINAL_HINT = (
    "Pour lire seulement : iag-diag track NOM --json. Ligne par ligne : iag-diag track NOM --plain < reponses.txt"
)


def track_dossier(path: Path, pack: Pack, day: date, *, plain: bool) -> str:
    """Ask about the actions of a dossier, and say what was kept where."""
    from iag_diag.dossiers.lock import sole_writer

    plain = plain_face(asked=plain, missing=UsageError(_NO_TERMINAL, _NO_TERMINAL_HINT))
    with sole_writer(path):
        dossier = store.load(path)
        if not followed(dossier, pack):
            raise IagDiagError(
                f"Le dossier « {path} » n’a pas encore de feuille de route : rien à suivre.",
                f"Faites d’abord le diagnostic : {resume(path)}",
            )
        with face(plain=plain) as asker:
            sitting = Tracking(pack, path, dossier, asker, day, moment)
            try:
                sitting.run()
            except (KeyboardInterrupt, EOFError) as error:
                raise InterruptedByUser(f"Interrompu. Ce que vous avez dit est gardé dans {path}.") from error
    if sitting.answered:
        return f"C’est gardé dans {path}. Une réponse a changé : {resume(path)} montre le nouveau résultat."
    return f"C’est gardé dans {path}." if sitting.dossier != dossier else "Rien n’a changé."


@dataclass(slots=True)
class Tracking:
    """One sitting; `dossier` is always what is on disk. `moment` gives the time to write beside a change."""

    pack: Pack
    path: Path
    dossier: Dossier
    asker: Asker
    day: date
    moment: Callable[[], str]
    answered: bool = False

    def run(self) -> None:
        """Ask until the person has finished."""
        while True:
            actions = {one.sheet: one for one in followed(self.dossier, self.pack)}
            choices = [(sheet, line(one, self.day)) for sheet, one in actions.items()]
            chosen = self.asker.choose(
                "Où en sont vos actions ? Choisissez-en une.",
                [*choices, (_MEETING, self._meeting_line()), (_OVER, "C’est tout")],
            )
            if chosen == _OVER:
                return
            if chosen == _MEETING:
                self._meeting()
            else:
                self._action(actions[chosen])

    def _action(self, one: Followed) -> None:
        before = one.action
        state = ActionState(self.asker.choose(f"{one.name} :", [(state.value, said) for state, said in STATES.items()]))
        owner = self._text("Qui s’en occupe ?", before.owner)
        due = self._date("Pour quand ?", before.due) if state in ONGOING else before.due
        comment = self._text("Un commentaire ?", before.comment)
        action = StoredAction(state=state, at=self.moment(), owner=owner, due=due, comment=comment)
        self._keep(self.dossier.with_action(one.sheet, action))
        self.asker.say(f"Noté : {line(replace(one, action=action), self.day)}")
        if state is ActionState.DONE:
            self._practice(one)

    def _practice(self, one: Followed) -> None:
        """Ask whether what was done changes an answer; nothing changes without a reply."""
        stands = practice(self.dossier, self.pack, one.sheet)
        if stands is None:
            return
        question = stands.question
        given = self.dossier.answers.get(question.id)
        said = f"la dernière fois : {in_words(question, given.value)}" if given else "jamais demandé jusqu’ici"
        chosen = self.asker.choose(
            f"Cela change-t-il votre réponse ? {question.label} ({said})",
            [
                *((option.id, option.label) for option in stands.options),
                (_KEEP, "Non, je laisse ma réponse comme elle est"),
            ],
        )
        if chosen != _KEEP:
            self._keep(self.dossier.with_answer(question.id, chosen, self.moment()))
            self.answered = True

    def _meeting(self) -> None:
        day = self._date("Quand se revoit-on ?", self.dossier.next_meeting)
        self._keep(self.dossier.with_next_meeting(day, self.moment()))

    def _meeting_line(self) -> str:
        day = self.dossier.next_meeting
        return f"Prochain rendez-vous : {numeric_date(day)}" if day else "Fixer le prochain rendez-vous"

    def _text(self, title: str, before: str) -> str:
        typed = clean(self.asker.line(_with_default(title, before)))
        return before if not typed else "" if typed == _NEVER else typed

    def _date(self, title: str, before: str | None) -> str | None:
        shown = _with_default(f"{title} (jour/mois/année)", numeric_date(before) if before else "")
        while True:
            typed = self.asker.line(shown).strip()
            if not typed:
                return before
            if typed == _NEVER:
                return None
            if (day := read_date(typed)) is not None:
                return day.isoformat()
            self.asker.say(f"« {clean(typed)} » n’est pas une date. Écrivez-la ainsi : 31/03/2027.")

    def _keep(self, dossier: Dossier) -> None:
        store.save(self.path, dossier)
        self.dossier = dossier


def _with_default(title: str, before: str) -> str:
    return f"{title} Entrée : {before} ; - : effacer" if before else f"{title} Entrée : rien"


def line(one: Followed, day: date) -> str:
    """« 1. Écrire vos règles d’usage : en cours, Nadia, pour le 31/03/2027 »."""
    action = one.action
    said = [STATES[action.state]]
    if action.owner:
        said.append(action.owner)
    if action.due and action.state in ONGOING:
        said.append(f"pour le {numeric_date(action.due)}{' (passé)' if one.late(day) else ''}")
    number = f" (fiche {one.number})" if one.number else ""
    return f"{one.name}{number} : {', '.join(said)}"
