"""The working folder of a run, inside the results' folder: one numbered part per slice of the export, written whole.

A part counts once its `.json` is there. A killed run leaves parts and no result; the same command with `--resume` skips
the slices whose part is whole. Each new way of reading the export (see `Irregular`) has a folder of its own.
"""

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from iag_diag.batch.export import Export
from iag_diag.dossiers.store import write_whole
from iag_diag.errors import IagDiagError, reason

NAME = ".iag-diag-lot"
_STATE = "lot.json"
_ENDS = 1 << 20


@dataclass(frozen=True, slots=True)
class Tally:
    """What one part counted: rows of the export, companies scored, cells understood and cells refused."""

    rows: int = 0
    scored: int = 0
    understood: int = 0
    refused: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Count both."""
        return Tally(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))


class Workshop:
    """The working folder of one run."""

    def __init__(self, folder: Path, identity: dict[str, Any]) -> None:
        self._folder = folder / NAME
        self._identity = identity
        self._way = 0

    @property
    def exists(self) -> bool:
        """Whether a run that did not end left something worth going on with."""
        return any(self._folder.glob("*/*.json"))

    @property
    def path(self) -> Path:
        """Folder of the parts, for the present way of reading."""
        return self._folder / str(self._way)

    def open(self, *, resume: bool) -> None:
        """Make the folder, or find it again; one that another run left is only taken with `resume`."""
        state = self._folder / _STATE
        if self.exists and resume:
            if _read(state) != self._identity:
                raise IagDiagError(
                    "Le traitement interrompu ne portait pas sur le même export, la même correspondance, "
                    "le même référentiel ou les mêmes options.",
                    "Recommencez avec --force, ou donnez un autre dossier avec -o.",
                )
        else:
            self.close()
            try:
                self._folder.mkdir(parents=True, mode=0o700)
            except OSError as error:
                raise IagDiagError(
                    f"« {self._folder.parent} » ne peut pas être créé ({reason(error)}).",
                    "Donnez un autre dossier avec -o.",
                ) from error
            write_whole(state, json.dumps(self._identity, ensure_ascii=False, indent=1).encode())
        self._enter()

    def again(self) -> None:
        """Start over, in another way of reading."""
        self._way += 1
        self._enter()

    def _enter(self) -> None:
        self.path.mkdir(mode=0o700, exist_ok=True)

    def tally(self, number: int) -> Tally | None:
        """Say what a part counted, None where it is not whole."""
        found = _read(self.path / f"{number:05}.json")
        return Tally(**found) if found is not None else None

    def keep(self, number: int, results: pl.DataFrame, refusals: pl.DataFrame, tally: Tally) -> None:
        """Write a part: its tables first, the count last."""
        _write_table(self.path / f"{number:05}.refus.arrow", refusals)
        _write_table(self.path / f"{number:05}.arrow", results)
        write_whole(self.path / f"{number:05}.json", json.dumps(asdict(tally)).encode())

    def results(self) -> list[Path]:
        """Tables of results, in order."""
        return sorted(self.path.glob("[0-9]" * 5 + ".arrow"))

    def refusals(self) -> list[Path]:
        """Tables of refusals, in order."""
        return sorted(self.path.glob("*.refus.arrow"))

    def close(self) -> None:
        """Remove the working folder, and the one around it where nothing else is in it."""
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):
            self._folder.parent.rmdir()


def identity(export: Export, **choices: Any) -> dict[str, Any]:
    """Tell what makes two runs the same: the export (its size and both ends), and what was asked."""
    digest = sha256()
    if export.path.is_file():
        with export.path.open("rb") as file:
            digest.update(file.read(_ENDS))
            file.seek(max(0, export.size - _ENDS))
            digest.update(file.read(_ENDS))
    else:
        digest.update("\0".join(sorted(file.name for file in export.path.iterdir())).encode())
    return {"schema": 1, "export": export.path.name, "size": export.size, "ends": digest.hexdigest(), **choices}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_table(path: Path, table: pl.DataFrame) -> None:
    """Write a table under a passing name first: a half-written one never looks whole."""
    passing = path.with_suffix(".tmp")
    try:
        table.write_ipc(passing, compression="uncompressed")
        passing.replace(path)
    except OSError as error:
        raise IagDiagError(
            f"« {path.parent} » ne peut pas être écrit ({reason(error)}).",
            "Libérez de la place, puis reprenez avec --resume.",
        ) from error
