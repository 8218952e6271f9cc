"""The command line as a user's shell runs it: another process, without a terminal."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `iag-diag` in an empty folder; nothing on stdin unless `given`; the rest is environment."""
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", "TMPDIR": str(tmp_path)}
    for name in ("ACCESSIBLE", "NO_COLOR", "TERM", "PYTHONWARNINGS"):
        environment.pop(name, None)

    def command(*arguments: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "iag_diag", *arguments]
        around = environment | variables
        return subprocess.run(
            line, input=given, capture_output=True, encoding="utf-8", cwd=tmp_path, env=around, check=False
        )

    return command
