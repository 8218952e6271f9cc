"""The pack that `iag-diag init` writes: our own small example, the templates of the tool, the schemas for an editor."""

from collections.abc import Iterator
from pathlib import Path

from iag_diag.content.pack import shipped_root
from iag_diag.content.schemas import SCHEMAS, schema_text
from iag_diag.errors import IagDiagError, reason

STARTER = Path(__file__).resolve().parent.parent / "starter"


def write_starter(folder: Path) -> None:
    """Write the starter pack into a new or empty folder; nothing that exists is ever replaced."""
    path, hint = folder, "Choisissez un autre répertoire."
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "n’est pas vide" if folder.is_dir() else "n’est pas un répertoire"
            raise IagDiagError(f"« {folder} » {what} : rien n’y est écrit.", "Donnez un nom de répertoire nouveau.")
        for name, content in tuple(starter_files()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                hint = f"« {folder} » est incomplet : effacez-le avant de recommencer."
                file.write(content)
    except OSError as error:
        raise IagDiagError(f"« {path} » ne peut pas être écrit ({reason(error)}).", hint) from error


def starter_files() -> Iterator[tuple[str, bytes]]:
    """Give the files of the starter pack, each by its name in it."""
    for root, folder in ((STARTER, STARTER), (shipped_root(), shipped_root() / "templates")):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield path.relative_to(root).as_posix(), path.read_bytes()
    for schema in SCHEMAS:
        yield f"schemas/{schema.file}", schema_text(schema).encode()
