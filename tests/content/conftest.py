"""A pack to spoil."""

import shutil
from pathlib import Path

import pytest

from iag_diag.content.pack import shipped_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Copy what a diagnosis reads of the shipped pack."""
    for folder in ("questionnaires", "rules", "catalogue/fiches"):
        shutil.copytree(shipped_root() / folder, tmp_path / folder)
    (tmp_path / "templates").mkdir()
    return tmp_path
