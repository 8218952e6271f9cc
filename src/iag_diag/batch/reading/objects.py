"""JSON lines: one object a line, either cells under their headings or answers as a dossier holds them."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from iag_diag.batch.export import RowFault
from iag_diag.batch.reading.csv_file import MOST_COLUMNS, refuse_too_wide
from iag_diag.batch.reading.flat import flat, once
from iag_diag.batch.reading.look import LONGEST_LINE
from iag_diag.batch.reading.sieve import EXCERPT
from iag_diag.batch.reading.table import Table, named_table
from iag_diag.errors import IagDiagError


def open_objects(path: Path, plain: frozenset[str]) -> Table:
    """Open a file of JSON lines, read once through for its headings; `plain` are the ids that our own ones use."""
    headings: dict[str, None] = {}
    for read in _objects(path):
        if not isinstance(read, RowFault):
            headings.update(dict.fromkeys(read[1]))
        if len(headings) > MOST_COLUMNS:
            refuse_too_wide(path, len(headings))
    titles = tuple(headings)
    if not titles:
        raise IagDiagError(
            f"« {path.name} » n’a pas un objet JSON par ligne.",
            'Écrivez une entreprise par ligne, par exemple : {"identifiant": "E1", "taille": "1-9"}.',
        )
    return named_table(path, "jsonl", titles, plain, partial(_objects, path))


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str | None]] | RowFault]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise IagDiagError(
                    f"La ligne {number} de « {path.name} » dépasse {LONGEST_LINE // 1_000_000} million de caractères.",
                    "Écrivez un objet JSON par ligne, une entreprise par objet.",
                )
            yield _object(number, line)


def _object(number: int, line: bytes) -> tuple[int, dict[str, str | None]] | RowFault:
    excerpt = line[:EXCERPT].decode(errors="replace").strip()
    try:
        text = line.decode("utf-8-sig").strip()
        data: Any = json.loads(text, object_pairs_hook=once) if text else {}
        if not isinstance(data, dict):
            return RowFault(number, "cette ligne n’est pas un objet JSON (« {…} »)", excerpt)
        return number, flat(data)
    except UnicodeDecodeError:
        return RowFault(number, "cette ligne n’est pas en UTF-8", excerpt)
    except (ValueError, RecursionError):
        return RowFault(number, "cette ligne n’est pas du JSON", excerpt)
    except IagDiagError as error:
        return RowFault(number, error.message, excerpt)
