"""What the tool could not settle in an export, asked of the person who knows it: questions first, then values."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from iag_diag.batch.export import TICKED, UNTICKED
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED
from iag_diag.batch.mapping.picture import short
from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.dossiers.words import DONT_KNOW, NOT_APPLICABLE
from iag_diag.interview.launch import face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iag_diag.batch.mapping.draft import Candidate, ColumnDraft, Draft
    from iag_diag.batch.mapping.drafting import Drafter
    from iag_diag.batch.mapping.labels import Guess
    from iag_diag.content.pack import Pack
    from iag_diag.interview.protocol import Asker

_OTHER, _STOP = "autre", "arret"
_LATER = (UNDECIDED, "À décider plus tard")
_ALL_LATER = (_STOP, "Tout le reste plus tard")
_UNSAID = ((NSP, DONT_KNOW), (SANS_OBJET, NOT_APPLICABLE), (ASIDE, "Pas une réponse : ne pas la compter"))
_VALUES = 4


def settle(drafter: Drafter, draft: Draft, pack: Pack, *, plain: bool) -> tuple[Draft, bool]:
    """Ask what is in doubt; also say whether the person left in the middle (what was decided is in the draft)."""
    with face(plain=plain or bool(os.environ.get("ACCESSIBLE")) or not sys.stderr.isatty()) as asker:
        interview = MappingInterview(drafter, draft, pack, asker)
        try:
            interview.run()
        except (KeyboardInterrupt, EOFError):
            return interview.draft, True
    return interview.draft, False


class MappingInterview:
    """Asks the doubts of a draft one by one; `draft` always holds what was decided so far."""

    def __init__(self, drafter: Drafter, draft: Draft, pack: Pack, asker: Asker) -> None:
        self.draft = draft
        self._drafter = drafter
        self._pack = pack
        self._asker = asker

    def run(self) -> None:
        """Ask until nothing is in doubt, or until the rest is left for later."""
        if all(self._settle_unit(columns) for columns in self.draft.doubtful_units):
            self._labels()

    def _settle_unit(self, columns: Sequence[ColumnDraft]) -> bool:
        """Ask which question some columns answer; False when the person leaves all the rest for later."""
        first = columns[0]
        offered = {f"{number}": candidate for number, candidate in enumerate(first.candidates)}
        choices = [(key, self._candidate(candidate)) for key, candidate in offered.items()]
        chosen = self._asker.choose(
            _column_title(columns),
            [*choices, (_OTHER, "Une autre question"), (ASIDE, "Laisser de côté"), _LATER, _ALL_LATER],
        )
        if chosen == _OTHER:
            chosen = self._asker.choose("Quelle question ?", [*self._free_questions(), _LATER])
        if chosen in (UNDECIDED, _STOP):
            return chosen != _STOP
        picked = offered.get(chosen)
        question = picked.question if picked else chosen
        row = picked.row if picked and picked.row else self._row(question, columns)
        self.draft = self._drafter.settled(self.draft, first.unit, question, row)
        said = "laissée de côté" if question == ASIDE else self._pack.questions[question].label
        self._asker.say(f"{_which(columns)} : {said}")
        return True

    def _candidate(self, candidate: Candidate) -> str:
        question = self._pack.questions[candidate.question]
        row = next((f", {row.label}" for row in question.rows if row.id == candidate.row), "")
        return f"{question.label}{row} ({candidate.score} %)"

    def _free_questions(self) -> list[tuple[str, str]]:
        """Questions that no column answers yet."""
        answered = {column.question for column in self.draft.columns if column.row is None}
        return [
            (question.id, question.label) for question in self._pack.questions.values() if question.id not in answered
        ]

    def _row(self, question_id: str, columns: Sequence[ColumnDraft]) -> str | None:
        """Ask for the line of a table where the heading of a column alone does not say it."""
        question = self._pack.questions.get(question_id)
        if question is None or question.kind is not Kind.MATRIX or any(column.sub for column in columns):
            return None
        return self._asker.choose("Quelle ligne de ce tableau ?", [(row.id, row.label) for row in question.rows])

    def _labels(self) -> None:
        """Ask what each doubtful value means, once for all the columns with the same possible answers."""
        asked: set[tuple[tuple[str, ...], str]] = set()
        for column, guess in self.draft.doubtful_labels:
            options = tuple(option for option, _ in self._options(column))
            if (options, guess.label) in asked:
                continue
            asked.add((options, guess.label))
            same = [
                other.column
                for other, doubt in self.draft.doubtful_labels
                if doubt.label == guess.label and tuple(option for option, _ in self._options(other)) == options
            ]
            chosen = self._asker.choose(_label_title(column, guess, len(same)), self._choices(column, guess))
            if chosen == _STOP:
                return
            if chosen != UNDECIDED:
                self.draft = self.draft.with_label(same, guess.label, chosen)
                self._asker.say(f"« {short(guess.label)} » : {dict([*self._options(column), *_UNSAID])[chosen]}")

    def _choices(self, column: ColumnDraft, guess: Guess) -> list[tuple[str, str]]:
        """Offer the nearest answer first, then the others in their order."""
        options = self._options(column)
        near = [
            (option, f"{label} (le plus proche, {guess.score} %)")
            for option, label in options
            if option == guess.nearest
        ]
        others = [(option, label) for option, label in options if option != guess.nearest]
        return [*near, *others, *_UNSAID, _LATER, _ALL_LATER]

    def _options(self, column: ColumnDraft) -> list[tuple[str, str]]:
        if column.option is not None:
            return [(TICKED, "Coché"), (UNTICKED, "Pas coché")]
        return [(option.id, option.label) for option in self._pack.questions[column.question].options]


def _which(columns: Sequence[ColumnDraft]) -> str:
    first, last = columns[0].column, columns[-1].column
    return f"Colonne {first}" if first == last else f"Colonnes {first} à {last}"


def _column_title(columns: Sequence[ColumnDraft]) -> str:
    first = columns[0]
    seen = ", ".join(f"{short(value)} ({count})" for value, count in first.seen[:_VALUES]) or "aucune"
    heading = short(first.title if len(columns) == 1 else first.heading)
    return f"{_which(columns)} : « {heading} ». Valeurs vues : {seen}. À quelle question répond-elle ?"


def _label_title(column: ColumnDraft, guess: Guess, columns: int) -> str:
    also = f" (et {columns - 1} de plus)" if columns > 1 else ""
    return (
        f"Colonne {column.column}{also}, « {short(column.title)} » : que veut dire « {short(guess.label)} » "
        f"({guess.count} fois) ? Le doute : {guess.doubt}."
    )
