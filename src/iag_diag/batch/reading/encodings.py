"""In which encoding a text was written, and its plain UTF-8 twin for those who read nothing else."""

import os
import re
import tempfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from iag_diag.errors import IagDiagError, reason

UTF_8, UTF_16, WINDOWS = "utf-8", "utf-16", "cp1252"
SAMPLE = 4_000_000
_BLOCK = 1 << 20
_LONGEST_CHARACTER = 4
_LEADS = (b"\xc2", b"\xc3", b"\xc5", b"\xe2\x80", b"\xe2\x82\xac")
_ACCENT_IN_UTF_8 = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xc5[\x92\x93\xb8]|\xe2\x80[\x80-\xbf]|\xe2\x82\xac")


def promised(head: bytes) -> str:
    """Tell the encoding by the beginning of a file: its mark (BOM), else UTF-8 where it is valid, else cp1252."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return UTF_16
    try:
        getincrementaldecoder(UTF_8)().decode(head, final=len(head) < SAMPLE)
    except UnicodeDecodeError:
        return WINDOWS
    return UTF_8


def decided(path: Path) -> str:
    """Tell the encoding of a whole file; one that mixes two shows when it is read."""
    decoder = getincrementaldecoder(UTF_8)()
    with path.open("rb") as file:
        if promised(file.read(2)) == UTF_16:
            return UTF_16
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return UTF_8


def decode(head: bytes, encoding: str) -> str:
    """Read the beginning of a file as text; a character cut in two at its end is left out."""
    content = head.removeprefix(BOM_UTF8) if encoding == UTF_8 else head
    return getincrementaldecoder(encoding)(errors="replace").decode(content)


@contextmanager
def in_utf_8(path: Path, encoding: str) -> Iterator[Path]:
    """Give the file itself when it is UTF-8, else a private copy (0600) that is removed afterwards."""
    try:
        if encoding == UTF_8:
            yield path
        else:
            with _copy(path, encoding) as copy:
                yield copy
    except UnicodeDecodeError as error:
        raise IagDiagError(
            f"« {path.name} » contient des caractères illisibles : ce n’est pas du texte, ou il est abîmé.",
            "Exportez-le de nouveau en CSV, en UTF-8.",
        ) from error
    except OSError as error:
        raise IagDiagError(
            f"« {path.name} » ne peut pas être lu, ou pas recopié pour l’être ({reason(error)}).",
            "Vérifiez ses droits et la place libre sur le disque, puis recommencez.",
        ) from error


@contextmanager
def _copy(path: Path, encoding: str) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(prefix="iag-diag-", suffix=".csv")
    try:
        with os.fdopen(descriptor, "wb") as copy:
            for text in _texts(path, encoding):
                copy.write(text.encode(UTF_8))
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _texts(path: Path, encoding: str) -> Iterator[str]:
    decoder = getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        before = b""
        while block := file.read(_BLOCK):
            if encoding == WINDOWS and not block.isascii() and _in_utf_8(before + block):
                _refuse_mixture(path)
            yield decoder.decode(block)
            before = block[-_LONGEST_CHARACTER:]
        yield decoder.decode(b"", final=True)


def _in_utf_8(block: bytes) -> bool:
    """Whether a text that is not UTF-8 as a whole holds an accent in UTF-8; « Ã© » is no French."""
    return any(lead in block for lead in _LEADS) and _ACCENT_IN_UTF_8.search(block) is not None


def _refuse_mixture(path: Path) -> None:
    raise IagDiagError(
        f"« {path.name} » mélange deux encodages : les accents de la ligne {_first(path, _in_another)} ne sont pas"
        f" écrits comme ceux de la ligne {_first(path, _in_utf_8)}.",
        "Deux exports ont sans doute été mis bout à bout : donnez-les l’un après l’autre.",
    )


def _in_another(line: bytes) -> bool:
    return promised(line) != UTF_8


def _first(path: Path, found: Callable[[bytes], bool]) -> int:
    """Count to the first line of this kind."""
    number = 1
    with path.open("rb") as file:
        while (line := file.readline(_BLOCK)) and not found(line):
            number += line.endswith(b"\n")
    return number
