"""Whatever Typer says of its own comes out in French: help of every command, and each kind of usage error."""

import re

import pytest
from typer.main import get_command

from iag_diag.cli.app import app

ENGLISH = re.compile(
    r"\b(usage|commands|show this|show completion|install|error|try|missing|invalid|required|default|no such|did you|"
    r"mean|unexpected|extra|argument\(s\)|got|does not|value|exit|text|please|message)\b",
    re.IGNORECASE,
)
OWN = ["--install-completion", "--show-completion"]  # options that keep Typer's names
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def english_words(text: str) -> list[str]:
    for option in OWN:
        text = text.replace(option, "")
    return ENGLISH.findall(text)


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda command: " ".join(command) or "root"
)
def test_help(run, command: list[str]):
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Utilisation : {' '.join(['iag-diag', *command])} ")
    assert "Afficher cette aide." in done.stdout
    assert english_words(done.stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["inconnue"],
        ["scor"],
        ["--inconnue"],
        ["--versio"],
        ["--version=3"],
        *([command, "--inconnue"] for command in COMMANDS),
        *([command, "--dat", "x"] for command in COMMANDS),
        *([command, "--content"] for command in COMMANDS),
        *([command, "--json=3"] for command in COMMANDS),
        *([command, "a", "b", "c", "d"] for command in COMMANDS if command not in ("purge", "search", "whatif")),
        ["check", "--companies", "mille"],
        ["search"],
        ["whatif", "a.yaml"],
        ["score"],
        ["show"],
        ["track"],
        ["purge"],
        ["compare"],
        ["export", "a"],
        ["start", "--respondent", " "],
        ["start", "--again", "--no-input"],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_usage_error(run, arguments: list[str]):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert english_words(done.stderr) == []
