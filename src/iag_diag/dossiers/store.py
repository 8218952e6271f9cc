"""Reading and writing a dossier: one readable JSON file, replaced whole or not at all, by one writer at a time."""

import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from iag_diag.dossiers import naming
from iag_diag.dossiers.model import SCHEMA, Dossier
from iag_diag.errors import IagDiagError, reason

MAX_BYTES = 20_000_000
OLDER = (1,)


def load(path: Path) -> Dossier:
    """Read a dossier; a damaged or newer one is refused, and left as it is."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise IagDiagError(f"Le dossier « {path} » n’existe pas.", f"Créez-le avec : iag-diag start {path}") from error
    except OSError as error:
        raise IagDiagError(
            f"Le dossier « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez les droits du fichier."
        ) from error
    if len(content) > MAX_BYTES:
        raise _damaged(path, "il est démesuré")
    try:
        data = json.loads(content.decode("utf-8-sig"))
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # half a character could not be written back
    except UnicodeError as error:
        raise _damaged(path, "il n’est pas en UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"ligne {error.lineno}" if isinstance(error, json.JSONDecodeError) else "trop de niveaux"
        raise _damaged(path, f"ce n’est pas du JSON, {where}") from error
    schema = data.get("schema") if isinstance(data, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise IagDiagError(
            f"Le dossier « {path} » vient d’une version plus récente d’iag-diag (format {schema}, ici {SCHEMA}).",
            "Mettez iag-diag à jour ; le dossier n’a pas été touché.",
        )
    if type(schema) is int and schema in OLDER:
        data = {**data, "schema": SCHEMA}
    try:
        return Dossier.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "le fichier entier"
        raise _damaged(path, f"« {where} » n’a pas la forme attendue") from error


def _damaged(path: Path, why: str) -> IagDiagError:
    return IagDiagError(
        f"Le dossier « {path} » est abîmé : {why}.",
        "Il n’a pas été touché. Reprenez une sauvegarde, ou recommencez sous un autre nom.",
    )


def save(path: Path, dossier: Dossier) -> None:
    """Write a dossier so that, whatever happens, the file is either the former one or the new one, whole."""
    data = {"schema": SCHEMA, **dossier.model_dump(mode="json", exclude_defaults=True)}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_whole(naming.real(path), text.encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a private file (0600) atomically: temporary file, flush to disk, rename, flush of the folder."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise IagDiagError(
            f"« {path} » ne peut pas être écrit ({reason(error)}).",
            "Libérez de la place ou choisissez un autre dossier ; ce qui était déjà enregistré est intact.",
        ) from error


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
