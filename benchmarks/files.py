"""Where the inputs of `batch.py` are, and how large; apart from what writes them, which needs a dataframe library."""

from dataclasses import dataclass
from pathlib import Path

ROWS = 1_000_000
TIMES = 5  # the long file, in copies of the codes
XLSX_ROWS = 50_000
FEW_ROWS = 20_000
KEY = "identifiant"


@dataclass(frozen=True, slots=True)
class Files:
    """The inputs of so many rows, in a folder of their own."""

    folder: Path
    rows: int

    def path(self, name: str) -> Path:
        """Find a file by its name (`exports.make` lists them)."""
        return self.folder / str(self.rows) / name
