"""A file is what its bytes say, and a name that says something else is refused."""

import gzip
import io
import os
import zipfile

import pytest

from exports import read_file, write
from iag_diag.batch.reading import open_export
from iag_diag.errors import IagDiagError


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("a.txt", "a")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", archive(), "un classeur Excel (XLSX)"),
        ("e.csv", b"PAR1....", "un fichier Parquet"),
        ("e.csv", b'{"identifiant": "E1"}\n', "du JSON"),
        ("e.csv", b'\xef\xbb\xbf {\n "schema": 1}\n', "du JSON"),
        ("e.csv", b'[{"a": 1}]', "une liste JSON"),
        ("e.json", b'[{"a": 1}]', "une liste JSON"),
        ("e.csv", b"%PDF-1.7\n", "un PDF"),
        ("e.csv", b"\n<!DOCTYPE html><table>", "une page web"),
        ("e.xlsx", b"<?xml version='1.0'?>", "une page web, ou du XML"),
        ("e.csv", gzip.compress(b"a;b\n1;2\n", mtime=0), "un fichier compressé"),
        ("e.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protégé par un mot de passe"),
        ("e.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protégé par un mot de passe"),
        ("e.csv", b"\x89PNG\r\n", "une image"),
        ("e.xlsx", b"a;b\n1;2\n", "du texte (CSV)"),
        ("e.parquet", b"a;b\n1;2\n", "du texte (CSV)"),
        ("e.jsonl", b"a;b\n1;2\n", "du texte (CSV)"),
        ("e.csv", b"", "est vide"),
        ("e.xlsx", b"", "est vide"),
        ("e.docx", archive(), "n’est pas d’un format connu"),
        ("export", b"a;b\n1;2\n", "n’est pas d’un format connu"),
        ("e.xlsx", archive(), "n’est pas un classeur Excel lisible"),
        ("e.parquet", b"PAR1" + bytes(100), "n’est pas un fichier Parquet lisible"),
    ],
)
def test_what_is_not_what_its_name_says(tmp_path, name, content, said):
    with pytest.raises(IagDiagError) as error:
        read_file(write(tmp_path / name, content))
    assert said in error.value.message.replace("\u00a0", " ")
    assert error.value.hint


def test_a_heading_in_brackets_is_no_list(tmp_path):
    assert read_file(write(tmp_path / "e.csv", "[id];taille\nE1;1-9\n")).cells == [("E1", "1-9")]


def test_what_is_not_there(tmp_path):
    with pytest.raises(IagDiagError, match="n’existe pas"):
        open_export(tmp_path / "rien.csv")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "e.csv")
    with pytest.raises(IagDiagError, match="ni un fichier, ni un répertoire"):
        open_export(tmp_path / "e.csv")
