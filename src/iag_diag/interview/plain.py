"""The plain face: numbered lines, no redraw, no colour. For screen readers, poor terminals and pipes."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from iag_diag.content.folding import folded
from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.dossiers.words import in_words
from iag_diag.interview.protocol import Answered, Back, Given, Note, Pause, Reply, Review, Screen, option_labels
from iag_diag.interview.table import LineByLine
from iag_diag.interview.wording import exclusive_clash, is_binary, matching, why

if TYPE_CHECKING:
    from iag_diag.content.questions import Option, Question, Row
    from iag_diag.diagnosis.answers import Choice, Value

COMMANDS = (
    "nsp : je ne sais pas · so : sans objet · r : revenir · ? : pourquoi · n : noter · l : mes réponses · p : pause"
)
_WORDS: dict[str, Reply] = {
    "nsp": Given(NSP),
    "je ne sais pas": Given(NSP),
    "so": Given(SANS_OBJET),
    "sans objet": Given(SANS_OBJET),
    "r": Back(),
    "revenir": Back(),
    "l": Review(),
    "mes reponses": Review(),
    "p": Pause(),
    "pause": Pause(),
}


class PlainAsker:
    """Speaks on stderr and listens to stdin, one line at a time."""

    def __init__(self) -> None:
        self._helped = False
        self._table = LineByLine()

    def say(self, text: str, *, strong: bool = False) -> None:
        """Show a paragraph, folded to the terminal's width."""
        del strong
        width = max(20, min(100, shutil.get_terminal_size((80, 24)).columns))
        for line in text.split("\n"):
            indent = "   " if line[:1].isdigit() else ""
            sys.stderr.write(textwrap.fill(line, width, break_on_hyphens=False, subsequent_indent=indent) + "\n")
        sys.stderr.flush()

    def line(self, title: str) -> str:
        """Ask for a short text."""
        sys.stderr.write(f"{title}\n> ")
        sys.stderr.flush()
        return input().strip()

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for a number among these."""
        self.say("\n".join([title, *(f"{number}. {label}" for number, (_, label) in enumerate(choices, 1))]))
        while True:
            typed = self.line("Votre choix (un numéro) :")
            if typed.isdecimal() and 1 <= int(typed) <= len(choices):
                return choices[int(typed) - 1][0]
            self.say(f"Tapez un numéro de 1 à {len(choices)}.")

    def ask(self, screen: Screen) -> Reply:
        """Put a question; an answer that cannot be read is said so, and asked again."""
        self._introduce(screen)
        question = screen.question
        if question.kind is Kind.MATRIX:
            return self._ticked_rows(question) if is_binary(question) else self._rows(question)
        if question.kind is Kind.TEXT:
            return self._until_read(why(question), "Votre réponse, en une ligne :", lambda typed: typed)
        if question.search:
            return self._searched(question)
        return self._until_read(
            why(question),
            _prompt(question.kind),
            lambda typed: self._choice(question, question.kind, question.options, typed),
        )

    def recorded(self, screen: Screen, answer: str) -> None:
        """Say that the answer is on disk."""
        del screen
        self.say(f"Noté : {answer}")

    def review(self, answers: Sequence[Answered]) -> str | None:
        """List all the answers; a number corrects one, Enter goes on."""
        listed = [f"{number}. {answered.label} {answered.answer}" for number, answered in enumerate(answers, 1)]
        self.say("\n".join(["", "Vos réponses :", *listed]))
        while True:
            typed = self.line("Un numéro pour corriger, Entrée pour continuer :")
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(answers):
                return answers[int(typed) - 1].question
            self.say(f"Tapez un numéro de 1 à {len(answers)}, ou Entrée.")

    def _introduce(self, screen: Screen) -> None:
        question = screen.question
        lines = ["", str(screen.progress), screen.label, question.help]
        if question.kind is not Kind.MATRIX and not question.search:
            lines += [f"{number}. {label}" for number, label in enumerate(option_labels(question.options), 1)]
        if screen.current is not None:
            lines.append(f"Votre réponse actuelle : {in_words(question, screen.current)}")
        lines += [f"Votre note : {note}" for note in screen.notes]
        self.say("\n".join(lines))
        if not self._helped:
            self._helped = True
            self.say(f"À tout moment : {COMMANDS}")

    def _until_read(self, reason: str, prompt: str, read: Callable[[str], Value | None]) -> Reply:
        """Read a line until it is a command or an answer."""
        while True:
            typed = self.line(prompt)
            if typed == "?":
                self.say(reason)
                continue
            command = self._command(typed)
            if command is not None:
                return command
            if not typed:
                self.say("Tapez une réponse, ou « nsp » si vous ne savez pas.")
            elif (value := read(typed)) is not None:
                return Given(value)

    def _command(self, typed: str) -> Reply | None:
        word = folded(typed)
        if word in _WORDS and typed.strip():
            return _WORDS[word]
        if word == "n" or typed.lower().startswith(("n ", "note ")):
            text = typed.partition(" ")[2] or self.line("Votre note :")
            return Note(text)
        return None

    def _choice(self, question: Question, kind: Kind, options: Sequence[Option], typed: str) -> Choice | None:
        """Read « 2 », « 1, 3 » or the words of an option."""
        multiple = kind is Kind.MULTIPLE
        pieces = [piece.strip() for piece in typed.replace(";", ",").split(",")] if multiple else [typed]
        chosen: list[str] = []
        for piece in filter(None, pieces):
            option = _pick(piece, options)
            if option is None:
                self.say(f"« {piece} » n’est pas dans la liste : tapez un numéro de 1 à {len(options)}.")
                return None
            chosen.append(option.id)
        if not multiple:
            return chosen[0] if chosen else None
        if clash := exclusive_clash(question, chosen):
            self.say(clash)
            return None
        return tuple(option.id for option in options if option.id in chosen) or None

    def _searched(self, question: Question) -> Reply:
        """Find an option by part of its name, accents or not."""
        shown: Sequence[Option] = ()

        def read(typed: str) -> Choice | None:
            nonlocal shown
            if typed.isdecimal() and 1 <= int(typed) <= len(shown):
                return shown[int(typed) - 1].id
            shown = question.options if typed == "*" else matching(typed, question.options)
            if len(shown) == 1:
                return shown[0].id
            found = [f"{number}. {option.label}" for number, option in enumerate(shown, 1)]
            self.say(
                "\n".join(found)
                if found
                else f"Rien ne correspond à « {typed} ». Essayez un autre mot, ou * pour tout voir."
            )
            return None

        return self._until_read(why(question), "Tapez une partie du nom, ou le numéro (* pour tout voir) :", read)

    def _rows(self, question: Question) -> Reply:
        numbered = [f"{place}. {label}" for place, label in enumerate(option_labels(question.options), 1)]

        def put(number: int, row: Row, before: Choice | None) -> Reply:
            del before
            self.say("\n".join([f"Ligne {number} sur {len(question.rows)} : {row.label}", *numbered]))
            return self._until_read(
                why(question),
                _prompt(question.cell),
                lambda typed: self._choice(question, question.cell, question.options, typed),
            )

        return self._table.ask(question, put)

    def _ticked_rows(self, question: Question) -> Reply:
        """Ask a yes/no table as one list of lines to tick; 0 ticks none."""
        from iag_diag.content.questions import Option

        rows = [Option(id=row.id, label=row.label) for row in question.rows]
        self.say("\n".join(f"{number}. {row.label}" for number, row in enumerate(rows, 1)))
        yes, no = (option.id for option in question.options)

        def read(typed: str) -> Value | None:
            ticked: Choice | None = () if typed == "0" else self._choice(question, Kind.MULTIPLE, rows, typed)
            return None if ticked is None else {row.id: yes if row.id in ticked else no for row in rows}

        return self._until_read(
            why(question),
            f"Celles pour lesquelles c’est « {question.options[0].label} » "
            "(numéros séparés par des virgules, 0 pour aucune) :",
            read,
        )


def _prompt(kind: Kind) -> str:
    return (
        "Vos réponses (numéros séparés par des virgules) :" if kind is Kind.MULTIPLE else "Votre réponse (un numéro) :"
    )


def _pick(typed: str, options: Sequence[Option]) -> Option | None:
    if typed.isdecimal():
        return options[int(typed) - 1] if 1 <= int(typed) <= len(options) else None
    found = [option for option in options if folded(option.label) == folded(typed) or option.id == typed]
    return found[0] if found else None
