"""The handsome face: questionary's prompts, in French, with keys for back, why, note, list and pause."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout.containers import ScrollOffsets
from prompt_toolkit.output import create_output
from questionary import Choice as Line
from questionary import Separator, Style

from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.dossiers.words import DONT_KNOW, NOT_APPLICABLE, in_words
from iag_diag.interview.protocol import Answered, Back, Given, Note, Pause, Reply, Review, Screen, option_labels
from iag_diag.interview.table import LineByLine
from iag_diag.interview.wording import exclusive_clash, is_binary, matching, why

if TYPE_CHECKING:
    from iag_diag.content.questions import Option, Question, Row
    from iag_diag.diagnosis.answers import Choice

_STYLE = Style(
    [
        ("qmark", "fg:ansicyan bold"),
        ("question", "bold"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold"),
        ("selected", ""),
        ("separator", "fg:ansibrightblack"),
        ("instruction", "fg:ansibrightblack"),
    ]
)
_KEYS = "← revenir · ? pourquoi · n noter · l mes réponses · p pause"
_TEXT_KEYS = "Vide : passer · :r revenir · :? pourquoi · :n noter · :l mes réponses · :p pause"
_TICK_KEYS = "Espace : cocher · Entrée : valider"
_REVIEWED = 120  # characters of an answer in the list of answers: a line that fills the screen could not be read
_ANSWER = "Votre réponse :"
_ANSWERS = "Vos réponses :"
_WHY = object()
_NOTE = object()
_KEY_REPLIES: dict[str, Any] = {"left": Back(), "?": _WHY, "n": _NOTE, "l": Review(), "p": Pause()}
_TEXT_REPLIES: dict[str, Any] = {":r": Back(), ":?": _WHY, ":n": _NOTE, ":l": Review(), ":p": Pause()}


@contextmanager
def on_stderr() -> Iterator[None]:
    """Draw on stderr, so that stdout only carries results."""
    with create_app_session(output=create_output(stdout=sys.stderr)):
        yield


class PromptAsker:
    """Draws with questionary; what was answered stays on the screen as one line."""

    def __init__(self) -> None:
        self._reason = ""
        self._table = LineByLine()

    def say(self, text: str, *, strong: bool = False) -> None:
        """Show a paragraph, folded to the terminal's width."""
        for line in text.split("\n"):
            questionary.print(_fold(line, 0), style="bold" if strong else "")

    def _quiet(self, text: str) -> None:
        for line in text.split("\n"):
            questionary.print(_fold(line, 0), style="fg:ansibrightblack")

    def line(self, title: str) -> str:
        """Ask for a short text."""
        return str(self._run(questionary.text(_fold(title, 4), qmark="", instruction="", style=_STYLE))).strip()

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of these."""
        return str(self._select(title, [Line(_fold(label, 4), value=choice) for choice, label in choices], None, ()))

    def ask(self, screen: Screen) -> Reply:
        """Put a question until there is a reply; « why » is shown in passing."""
        question = screen.question
        self._reason = why(question)
        self._quiet(f"\n{screen.progress}")
        self.say(screen.label, strong=True)
        self.say(question.help)
        for note in screen.notes:
            self.say(f"Votre note : {note}")
        while True:
            reply = self._put(screen)
            if reply is _WHY:
                self.say(f"\n{self._reason}")
            elif reply is _NOTE:
                return Note(self.line("Votre note :"))
            else:
                return reply  # type: ignore[no-any-return]

    def recorded(self, screen: Screen, answer: str) -> None:
        """Leave the answer on the screen, under its question."""
        del screen
        self.say(f"{_mark()} {answer}")

    def review(self, answers: Sequence[Answered]) -> str | None:
        """Show all the answers; one can be corrected."""
        lines = [Line("C’est bon, je continue", value=""), Separator(" ")]
        for answered in answers:
            answer = answered.answer
            if len(answer) > _REVIEWED:
                answer = answer[:_REVIEWED].rpartition(" ")[0] + " …"
            lines.append(Line(_fold(f"{answered.label} {answer}", 4), value=answered.question))
        return str(self._select("Vos réponses. Choisissez-en une pour la corriger.", lines, None, ())) or None

    def _put(self, screen: Screen) -> Any:
        question = screen.question
        if question.kind is Kind.TEXT:
            return self._text(screen)
        if question.search:
            return self._searched(screen)
        if question.kind is Kind.MATRIX:
            return self._ticked_rows(screen) if is_binary(question) else self._rows(screen)
        return self._closed(_ANSWER, question, question.kind, screen.current)

    def _closed(self, title: str, question: Question, kind: Kind, current: Any) -> Any:
        lines = _lines(question.options)
        if kind is Kind.MULTIPLE:
            return self._ticked(_ANSWERS if title == _ANSWER else title, question, lines, current)
        lines += [Line(_fold(DONT_KNOW, 4), value=NSP), Line(_fold(NOT_APPLICABLE, 4), value=SANS_OBJET)]
        default = next((line for line in lines if line.value == current), None)
        return _given(self._select(title, lines, default, _KEY_REPLIES))

    def _ticked(self, title: str, question: Question, lines: list[Line], current: Any) -> Any:
        """Ask for several options; nothing ticked asks what that means."""
        for line in lines:
            line.checked = isinstance(current, tuple) and line.value in current
        while True:
            chosen = self._checkbox(title, lines)
            if not isinstance(chosen, list):
                return chosen
            if clash := exclusive_clash(question, chosen):
                self.say(clash)
            elif chosen:
                return Given(tuple(chosen))
            else:
                none = [
                    Line(DONT_KNOW, value=NSP),
                    Line(NOT_APPLICABLE, value=SANS_OBJET),
                    Line("Revenir à la liste", value=""),
                ]
                meaning = self._select("Vous n’avez rien coché.", none, None, _KEY_REPLIES)
                if meaning:
                    return _given(meaning)
            for line in lines:
                line.checked = line.value in chosen

    def _text(self, screen: Screen) -> Any:
        current = screen.current if isinstance(screen.current, str) else ""
        self._quiet(_TEXT_KEYS)
        prompt = questionary.text(_ANSWER, default=current, instruction="", style=_STYLE, erase_when_done=True)
        typed = str(self._run(prompt)).strip()
        return _TEXT_REPLIES.get(typed.lower()) or Given(typed or SANS_OBJET)

    def _searched(self, screen: Screen) -> Any:
        """Find an option by part of its name; several matches become a list."""
        question = screen.question
        if screen.current is not None:
            self.say(f"Votre réponse actuelle : {in_words(question, screen.current)}")
        self._quiet(_TEXT_KEYS.replace("Vide : passer", "Vide : toute la liste"))
        prompt = questionary.text(
            "Tapez une partie du nom :",
            instruction="",
            erase_when_done=True,
            style=_STYLE,
            completer=_Suggestions(question.options),
            complete_while_typing=True,
        )
        typed = str(self._run(prompt)).strip()
        if (reply := _TEXT_REPLIES.get(typed.lower())) is not None:
            return reply
        found = matching(typed, question.options)
        if typed and len(found) == 1:
            return Given(found[0].id)
        if not found:
            self.say(f"Rien ne correspond à « {typed} ». Voici toute la liste.")
        lines = [Line(_fold(option.label, 4), value=option.id) for option in found or question.options]
        lines += [Line(DONT_KNOW, value=NSP), Line(NOT_APPLICABLE, value=SANS_OBJET)]
        default = next((line for line in lines if line.value == screen.current), None)
        return _given(self._select(_ANSWER, lines, default, _KEY_REPLIES))

    def _rows(self, screen: Screen) -> Any:
        question = screen.question
        current = screen.current if isinstance(screen.current, dict) else {}

        def put(number: int, row: Row, before: Choice | None) -> Any:
            title = f"{number}/{len(question.rows)} {row.label}"
            return self._closed(title, question, question.cell, before or current.get(row.id))

        return self._table.ask(question, put)

    def _ticked_rows(self, screen: Screen) -> Any:
        """Ask a yes/no table as one list of lines to tick."""
        question = screen.question
        yes, no = (option.id for option in question.options)
        current = screen.current if isinstance(screen.current, dict) else {}
        lines = [Line(_fold(row.label, 6), value=row.id, checked=current.get(row.id) == yes) for row in question.rows]
        chosen = self._checkbox(_ANSWERS, lines)
        if not isinstance(chosen, list):
            return chosen
        if not chosen:
            none = [
                Line("Aucune de ces lignes", value="none"),
                Line(DONT_KNOW, value=NSP),
                Line(NOT_APPLICABLE, value=SANS_OBJET),
            ]
            meaning = self._select("Vous n’avez rien coché.", none, None, _KEY_REPLIES)
            if meaning != "none":
                return _given(meaning)
        return Given({row.id: yes if row.id in chosen else no for row in question.rows})

    def _select(self, title: str, lines: Sequence[Any], default: Line | None, keys: Any) -> Any:
        footer = [Separator(line.strip()) for line in _fold(_KEYS, 4).split("\n")] if keys else []
        return self._run(
            questionary.select(
                _fold(title, 4),
                choices=[*lines, Separator(" "), *footer] if footer else list(lines),
                default=default,
                instruction=" ",
                use_jk_keys=False,
                use_shortcuts=False,
                pointer="»",
                style=_STYLE,
                erase_when_done=True,
            ),
            keys,
        )

    def _checkbox(self, title: str, lines: Sequence[Line]) -> Any:
        footer = [Separator(line.strip()) for line in _fold(f"{_TICK_KEYS} · {_KEYS}", 4).split("\n")]
        return self._run(
            questionary.checkbox(
                _fold(title, 4),
                choices=[*lines, Separator(" "), *footer],
                instruction=" ",
                use_jk_keys=False,
                pointer="»",
                style=_STYLE,
                erase_when_done=True,
            ),
            _KEY_REPLIES,
        )

    def _run(self, prompt: questionary.Question, keys: Any = ()) -> Any:
        """Run a prompt; `keys` end it with the reply they stand for."""
        application = prompt.application
        if keys:
            extra = KeyBindings()
            for key, reply in keys.items():
                extra.add(key, eager=True)(self._explain if reply is _WHY else _ending(reply))
            bindings = [application.key_bindings, extra] if application.key_bindings else [extra]
            application.key_bindings = merge_key_bindings(bindings)
        for window in application.layout.find_all_windows():
            # A list that scrolls shows the pointed line whole, with its folds.
            folds = max((str(line.title).count("\n") for line in getattr(window.content, "choices", ())), default=0)
            window.scroll_offsets = ScrollOffsets(bottom=folds)
        return prompt.unsafe_ask()

    def _explain(self, event: KeyPressEvent) -> None:
        """Say why above the prompt, which keeps what is ticked."""
        del event
        self.say(f"\n{self._reason}")


class _Suggestions(Completer):
    """Options that match what is typed so far."""

    def __init__(self, options: Sequence[Option]) -> None:
        self._options = options

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Offer whole labels in place of what was typed."""
        del complete_event
        if document.text.strip() and not document.text.startswith(":"):
            for option in matching(document.text, self._options):
                yield Completion(option.label, start_position=-len(document.text))


def _ending(reply: Any) -> Callable[[KeyPressEvent], None]:
    def end(event: KeyPressEvent) -> None:
        event.app.exit(result=reply)

    return end


def _given(chosen: Any) -> Any:
    return Given(chosen) if isinstance(chosen, str) else chosen


def _lines(options: Sequence[Option]) -> list[Line]:
    return [
        Line(_fold(label, 6), value=option.id) for option, label in zip(options, option_labels(options), strict=True)
    ]


def _fold(text: str, margin: int) -> str:
    """Fold to the terminal's width, so that questionary cuts nothing; later lines align under the first."""
    width = max(16, min(100, shutil.get_terminal_size((80, 24)).columns) - margin - 1)
    return "\n".join(
        textwrap.fill(line, width, break_on_hyphens=False, subsequent_indent=" " * margin) for line in text.split("\n")
    )


def _mark() -> str:
    """Pick a tick where the terminal can show one."""
    encoding = (sys.stderr.encoding or "ascii").lower()
    return "✓" if encoding.startswith("utf") else "-"
