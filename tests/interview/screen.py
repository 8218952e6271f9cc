"""A person before a terminal: the real command on a pty, what it draws, and the keys that give an answer."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command import environment, squeezed

from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Value
from iag_diag.interview.wording import is_binary

pexpect = pytest.importorskip("pexpect", reason="pexpect ne connaît pas Windows.")
pyte = pytest.importorskip("pyte")

ENTER, UP, DOWN, LEFT, CTRL_C = "\r", "\x1b[A", "\x1b[B", "\x1b[D", "\x03"
PROMPT = "▶"
PATIENCE = 20  # seconds, for a loaded machine


class Terminal:
    def __init__(self, folder: Path, *arguments: str, columns: int = 90, rows: int = 40, **env: str) -> None:
        self._screen = pyte.HistoryScreen(columns, rows, history=150)
        self._stream = pyte.Stream(self._screen)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "iag_diag", *arguments],
            cwd=str(folder),
            env=environment(folder, **env),
            dimensions=(rows, columns),
            encoding="utf-8",
        )

    @property
    def visible(self) -> str:
        """What is on the screen, squeezed."""
        return self._text(self._screen.display)

    @property
    def everything(self) -> str:
        """The same, after the last lines that scrolled off the top."""
        columns = range(self._screen.columns)
        gone = ["".join(line[column].data for column in columns) for line in self._screen.history.top]
        return self._text([*gone, *self._screen.display])

    def _text(self, lines: Sequence[str]) -> str:
        """Squeeze lines; the mark of a prompt is told from a question mark."""
        return squeezed("".join(PROMPT + line[2:] if line.startswith("? ") else line for line in lines))

    def see(self, text: str) -> None:
        """Wait until the screen shows this."""
        self._wait(lambda: squeezed(text) in self.visible, text)

    def asked(self, text: str) -> None:
        """Wait until this is shown, not answered yet, with a live prompt: an answered one is erased."""
        self._wait(lambda: self._waits_for_an_answer_to(squeezed(text)), text)

    def _waits_for_an_answer_to(self, text: str) -> bool:
        _, found, after = self.everything.rpartition(text)
        return bool(found) and PROMPT in self.visible and "✓" not in after

    def press(self, *keys: str) -> None:
        self._child.send("".join(keys))

    def choose(self, place: int) -> None:
        """Take the option at this place, 0 for the first."""
        self.press(DOWN * place, ENTER)

    def end(self) -> int:
        """Wait for the end of the command; its exit code."""
        self._wait(lambda: False, "", until_end=True)
        self._child.close()
        return self._child.exitstatus

    def answer(self, question: Question, label: str, value: Value) -> None:
        """Give an answer with the keys that a person would press."""
        self.asked(label)
        if question.kind is Kind.TEXT:
            self.press(str(value), ENTER)
        elif question.search:
            self.press(question.option(value).label, ENTER)
        elif question.kind is Kind.MATRIX and not is_binary(question) and isinstance(value, dict):
            for number, row in enumerate(question.rows, 1):
                self.asked(f"{number}/{len(question.rows)} {row.label}")
                self._closed(question, question.cell, value[row.id])
        elif is_binary(question) and isinstance(value, dict):
            ticked = [value[row.id] == question.options[0].id for row in question.rows]
            self._tick(ticked)
            if not any(ticked):
                self.asked("Vous n’avez rien coché.")
                self.choose(0)
        else:
            self._closed(question, question.kind, value)

    def _closed(self, question: Question, kind: Kind, value: Value) -> None:
        places = [option.id for option in question.options]
        if kind is not Kind.MULTIPLE:
            self.choose([*places, NSP, SANS_OBJET].index(value))
        elif isinstance(value, tuple):
            self._tick([option in value for option in places])
        else:
            self.press(ENTER)
            self.asked("Vous n’avez rien coché.")
            self.choose((NSP, SANS_OBJET).index(value))

    def _tick(self, ticked: list[bool]) -> None:
        self.press(*(" " + DOWN if tick else DOWN for tick in ticked), ENTER)

    def _wait(self, done: Callable[[], bool], text: str, *, until_end: bool = False) -> None:
        limit = time.monotonic() + PATIENCE
        while not done():
            try:
                self._stream.feed(self._child.read_nonblocking(65536, timeout=max(0.0, limit - time.monotonic())))
            except pexpect.EOF:
                if until_end or done():
                    return
                raise AssertionError(self._picture(f"La commande a fini avant « {text} ».")) from None
            except pexpect.TIMEOUT:
                raise AssertionError(self._picture(f"« {text} » n’est pas venu en {PATIENCE} secondes.")) from None

    def _picture(self, why: str) -> str:
        return "\n".join([why, "-" * self._screen.columns, *(line.rstrip() for line in self._screen.display)]).rstrip()
