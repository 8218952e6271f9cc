"""The real command, in a process of its own, with neither a terminal nor the habits of this machine."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

HABITS = {"ACCESSIBLE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Describe a terminal that everybody has; pyte answers no cursor request, so prompt_toolkit must not ask."""
    common = {"HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    kept = {name: value for name, value in os.environ.items() if name not in HABITS}
    return {**kept, **common, "PROMPT_TOOLKIT_NO_CPR": "1", **more}


def run(folder: Path, *arguments: str, typed: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "iag_diag", *arguments],
        input="".join(f"{line}\n" for line in typed),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def squeezed(text: str) -> str:
    """Take the spaces out of a text, so that neither folds nor kinds of space matter."""
    return "".join(text.split())
