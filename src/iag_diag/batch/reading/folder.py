"""A folder of dossiers and answers files: one company a file, its name the key."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from iag_diag.batch.export import COMPANY, KEY, RowFault
from iag_diag.batch.reading.csv_file import refuse_too_wide
from iag_diag.batch.reading.flat import ANSWERS, flat, once
from iag_diag.batch.reading.table import Table, named_table
from iag_diag.content import strict_yaml
from iag_diag.dossiers import naming, store
from iag_diag.errors import IagDiagError, reason

_YAML = (".yaml", ".yml")
_JSON = ".json"


def open_folder(path: Path, plain: frozenset[str]) -> Table:
    """Open a folder, read once through for its headings; its files count from 1 in the order of their names."""
    headings = {KEY: None, COMPANY: None}
    for read in _companies(path):
        if not isinstance(read, RowFault):
            headings.update(dict.fromkeys(read[1]))
    titles = tuple(headings)
    refuse_too_wide(path, len(titles))
    if not any(True for _ in _files(path)):
        raise IagDiagError(
            f"Le répertoire « {path} » ne contient ni dossier ({naming.SUFFIX}),"
            " ni fichier de réponses (.yaml, .json).",
            "Donnez le répertoire qui contient les dossiers.",
        )
    return named_table(path, "dossiers", titles, plain | {KEY}, partial(_companies, path))


def _files(path: Path) -> Iterator[Path]:
    for file in sorted(path.iterdir(), key=lambda file: file.name):
        if file.suffix.lower() in {*_YAML, _JSON} and not file.name.startswith(".") and file.is_file():
            yield file


def _companies(path: Path) -> Iterator[tuple[int, dict[str, str | None]] | RowFault]:
    for number, file in enumerate(_files(path), 1):
        try:
            cells = flat(_answers(file))
        except IagDiagError as error:
            yield RowFault(number, error.message, file.name)
        else:
            yield number, {**cells, KEY: _key(file)}


def _key(file: Path) -> str:
    name = file.name.removesuffix(naming.SUFFIX)
    return name if name != file.name else file.stem


def _answers(file: Path) -> dict[str, Any]:
    if file.name.endswith(naming.SUFFIX):
        dossier = store.load(file)
        return {COMPANY: dossier.company, ANSWERS: dossier.values()}
    try:
        with file.open("rb") as opened:
            content = opened.read(store.MAX_BYTES + 1)
    except OSError as error:
        raise IagDiagError(f"« {file.name} » ne peut pas être lu ({reason(error)}).") from error
    data = _json(content, file) if file.suffix.lower() == _JSON else _yaml(content, file)
    if not isinstance(data, dict) or not isinstance(data.get(ANSWERS), dict):
        raise IagDiagError(f"« {file.name} » n’est ni un dossier, ni un fichier de réponses (il manque « {ANSWERS} »).")
    return data


def _json(content: bytes, file: Path) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise IagDiagError(f"« {file.name} » n’est pas du JSON en UTF-8.") from error


def _yaml(content: bytes, file: Path) -> Any:
    document = strict_yaml.parse(content, file.name)
    if document.problems:
        raise IagDiagError(str(document.problems[0]))
    return document.data
