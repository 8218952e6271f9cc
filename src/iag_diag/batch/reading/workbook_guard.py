"""A workbook weighed before it is opened: what it unpacks to, and how far its cells lie.

Its own headers are not believed: each part is unpacked in small pieces that are thrown away. The reader of workbooks
then lays out every cell between the first and the last one, so that two cells far apart would fill the memory.
"""

import re
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from iag_diag.batch.reading.csv_file import MOST_COLUMNS
from iag_diag.errors import IagDiagError

MOST_BYTES = 2_000_000_000
_MOST_PARTS = 10_000
_SMALL = 100_000_000  # under which no ratio is looked at
_RATIO = 200
_MOST_ROWS = 1_048_576
_LAID_OUT = 20_000_000  # cells, some 500 MB
_SPARSE = 5  # bytes: a cell that is written takes some twenty, and one laid out in four is written
_LETTERS = 26
_TAIL = 4096
_PIECE = 1 << 20
_OVERLAP = 64  # longer than a reference, which a piece may cut in two
_LOCAL_HEADER = 30
_REFERENCE = rb"""r\s*=\s*["']"""
_COLUMN = re.compile(_REFERENCE + rb"([A-Za-z]{1,3})\d")
_ROW = re.compile(_REFERENCE + rb"[A-Za-z]{1,3}(\d+)")


def weigh(path: Path) -> None:
    """Refuse a workbook that would fill the memory, or that is none."""
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            allowed = min(MOST_BYTES, max(_SMALL, path.stat().st_size * _RATIO))
            for part in _parts(archive):
                allowed -= _weigh_part(file, part, allowed, path)
    except (BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        raise IagDiagError(
            f"« {path.name} » n’est pas un classeur Excel lisible : c’est une autre archive, ou il est abîmé.",
            "Ouvrez-le dans votre tableur, puis enregistrez-le de nouveau en .xlsx.",
        ) from error


def _parts(archive: ZipFile) -> list[ZipInfo]:
    parts = archive.infolist()
    if "[Content_Types].xml" not in archive.namelist() or len(parts) > _MOST_PARTS:
        raise BadZipFile
    return parts


def _weigh_part(file: BufferedReader, part: ZipInfo, allowed: int, path: Path) -> int:
    weight = 0
    extent = _Extent() if part.filename.startswith("xl/worksheets/") else None
    for piece in _pieces(file, part):
        weight += len(piece)
        if weight > allowed:
            raise IagDiagError(
                f"« {path.name} » se déplie en plus de {MOST_BYTES // 1_000_000_000} gigaoctets, ou bien plus que sa"
                " taille ne le laisse attendre : ce n’est pas un export de questionnaire.",
                "Enregistrez la feuille utile en CSV.",
            )
        if extent is not None:
            extent.add(piece)
    if extent is not None:
        extent.check(path)
    return weight


def _pieces(file: BufferedReader, part: ZipInfo) -> Iterator[bytes]:
    """Unpack a part, whatever size its header says."""
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = part.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(left, _PIECE))):
        left -= len(packed)
        if unpacker is None:
            yield packed
            continue
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _PIECE)
            packed = unpacker.unconsumed_tail


class _Extent:
    """How far the cells of a sheet lie, from the references in its text.

    Columns are read one by one in the first piece, and where one lies beyond them: to the next multiple of 26.
    """

    def __init__(self) -> None:
        self._width = self._last_row = self._weight = 0
        self._before = b""
        self._beyond = _COLUMN

    def add(self, piece: bytes) -> None:
        """Read one more piece of the sheet."""
        text = self._before + piece
        if self._beyond.search(text):
            self._width = max(self._width, *map(_number, set(_COLUMN.findall(text))))
            self._beyond = _columns_beyond(self._width)
        self._last_row = max(self._last_row, *map(int, _ROW.findall(text[-_TAIL:])), 0)
        self._weight += len(piece)
        self._before = text[-_OVERLAP:]

    def check(self, path: Path) -> None:
        """Refuse a sheet that would be laid out much larger than what is written in it."""
        width = -(-self._width // _LETTERS) * _LETTERS
        laid_out = width * self._last_row
        if width > MOST_COLUMNS or self._last_row > _MOST_ROWS or laid_out > max(_LAID_OUT, self._weight // _SPARSE):
            raise IagDiagError(
                f"Une feuille de « {path.name} » a une cellule très loin des autres ({self._last_row} lignes,"
                f" {self._width} colonnes) : elle ne tiendrait pas en mémoire.",
                "Supprimez les lignes et les colonnes inutiles, ou enregistrez la feuille utile en CSV.",
            )


def _columns_beyond(width: int) -> re.Pattern[bytes]:
    """Match a column whose first letter is not among those of the columns up to this one."""
    rounds = (width - 1) // _LETTERS  # 0 for A to Z, 1 for AA to AZ, 2 for BA to BZ
    first = ascii_uppercase[rounds:]
    letters = (first + first.lower()).encode()
    two = b"[" + letters + b"][A-Za-z]|" if letters else b""
    return re.compile(_REFERENCE + b"(?:" + two + b"[A-Za-z]{3})\\d")


def _number(column: bytes) -> int:
    """Count a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
