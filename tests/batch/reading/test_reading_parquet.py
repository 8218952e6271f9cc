"""Parquet files: every column as text."""

import datetime as dt

import polars as pl
import pytest

from exports import read_file, write
from iag_diag.errors import IagDiagError


def test_every_type_becomes_text(tmp_path):
    frame = pl.DataFrame(
        {
            "id": ["E1", "E2"],
            "^taille$": pl.Series(["1-9", None], dtype=pl.Categorical),
            "entier": [3, None],
            "réel": [3.0, 2.5],
            "ia": [True, False],
            "jour": [dt.date(2024, 5, 3), None],
            "freins": [["couts", "autre"], []],
        }
    )
    frame.write_parquet(tmp_path / "e.parquet")
    reading = read_file(tmp_path / "e.parquet")
    assert reading.rows == {
        1: ("E1", "1-9", "3", "3", "oui", "2024-05-03", "couts|autre"),
        2: ("E2", None, None, "2.5", "non", None, ""),
    }
    assert (reading.export.habits.key, reading.export.kind) == (0, "parquet")


@pytest.mark.parametrize("column", [[{"a": 1}], [b"\xff"], [[{"a": 1}]], [[[1]]]])
def test_a_column_that_is_no_text_is_named(tmp_path, column):
    pl.DataFrame({"id": ["E1"], "objet": column}).write_parquet(tmp_path / "e.parquet")
    with pytest.raises(IagDiagError, match="« objet »"):
        read_file(tmp_path / "e.parquet")


def test_a_damaged_file(tmp_path):
    pl.DataFrame({"id": [f"E{n}" for n in range(10_000)]}).write_parquet(tmp_path / "e.parquet")
    whole = (tmp_path / "e.parquet").read_bytes()
    for content in (whole[:-10], whole[: len(whole) // 2], whole[:-8] + bytes(4) + whole[-4:]):
        with pytest.raises(IagDiagError, match="Parquet lisible"):
            read_file(write(tmp_path / "abime.parquet", content))


def test_no_columns(tmp_path):
    pl.DataFrame().write_parquet(tmp_path / "e.parquet")
    with pytest.raises(IagDiagError):
        read_file(tmp_path / "e.parquet")
