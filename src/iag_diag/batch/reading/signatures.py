"""What a file is, by its first bytes: its name may say something else."""

import re
from codecs import BOM_UTF8
from enum import StrEnum
from pathlib import Path

from iag_diag.errors import IagDiagError


class Kind(StrEnum):
    """The formats that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    OBJECTS = "jsonl"


_NAMES = {
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".tab": Kind.CSV,
    ".txt": Kind.CSV,
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".parquet": Kind.PARQUET,
    ".jsonl": Kind.OBJECTS,
    ".ndjson": Kind.OBJECTS,
    ".json": Kind.OBJECTS,
}
_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "un PDF",
    b"\x1f\x8b": "un fichier compressé (gzip)",
    b"7z\xbc\xaf": "une archive 7-Zip",
    b"Rar!": "une archive RAR",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"SQLite format 3": "une base de données",
    b"{\\rtf": "un texte mis en forme (RTF)",
}
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<body")
_PAGE_STARTS_WITHIN = 200


_OBJECT = re.compile(rb'\{\s*(?:"[^"\n]*"\s*:|\}\s*\n)')
_CALLED = {
    Kind.CSV: "du texte (CSV)",
    Kind.XLSX: "un classeur Excel (XLSX)",
    Kind.PARQUET: "un fichier Parquet",
    Kind.OBJECTS: "du JSON",
}


def kind_of(path: Path, head: bytes) -> Kind:
    """Format of a file that begins with these bytes; refused where its name promises another one."""
    promised = _NAMES.get(path.suffix.lower())
    if promised is None:
        raise IagDiagError(
            f"« {path.name} » n’est pas d’un format connu.",
            "Formats lus : .csv, .tsv, .txt, .xlsx, .parquet, .jsonl, ou un répertoire de dossiers.",
        )
    if not head:
        raise IagDiagError(f"« {path.name} » est vide.", "Exportez-le de nouveau.")
    _refuse_foreign(path, head)
    found = _found(head)
    if found is not promised:
        extension = next(name for name, kind in _NAMES.items() if kind is found)
        raise IagDiagError(
            f"« {path.name} » n’est pas ce que dit son nom : c’est {_CALLED[found]}.",
            f"Renommez-le en {extension}, ou exportez-le de nouveau.",
        )
    return found


def _found(head: bytes) -> Kind:
    if head.startswith(_ZIP):
        return Kind.XLSX
    if head.startswith(_PARQUET):
        return Kind.PARQUET
    return Kind.OBJECTS if _OBJECT.match(head.removeprefix(BOM_UTF8).lstrip()) else Kind.CSV


def _refuse_foreign(path: Path, head: bytes) -> None:
    if head.startswith(_OLE):
        raise IagDiagError(
            f"« {path.name} » est un classeur protégé par un mot de passe, ou d’un ancien format (.xls).",
            "Ouvrez-le, puis enregistrez-le en .xlsx sans mot de passe.",
        )
    start = head[:_PAGE_STARTS_WITHIN].removeprefix(BOM_UTF8).lstrip().lower()
    called = next((name for sign, name in _FOREIGN.items() if head.startswith(sign)), "")
    if start.startswith(_PAGES):
        called = "une page web, ou du XML"
    elif start.startswith(b"["):
        called = _array(start)
    if called:
        raise IagDiagError(
            f"« {path.name} » n’est pas un export : c’est {called}.",
            "Exportez les réponses en CSV, en XLSX, en Parquet ou en JSON, une entreprise par ligne.",
        )


def _array(start: bytes) -> str:
    """Tell a list of objects, which has to be written one object a line, from a CSV heading in brackets."""
    return "une liste JSON, et non un objet par ligne" if start[1:].lstrip().startswith((b"{", b"]")) else ""
