import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from iag_diag.batch import score_frame
from iag_diag.batch import spark as batch_spark
from iag_diag.batch.spark import score_spark
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, load_pack, shipped_root
from iag_diag.errors import IagDiagError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS = 3_000
OLDEST_JAVA = 17
SEVERAL_AS_TEXT, SEVERAL_AS_LIST, SEVERAL_BY_OPTION = "freins", "prise-en-charge", "domaines-usage"
FAULTS = ("n’importe quoi", "=1+1", "  ", "oui | non", "é" * 300)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@cache
def _why_not() -> str:
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    if java is None:
        return "Spark needs Java, which is not here"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', said.stderr)
    if version is None or int(version[1]) < OLDEST_JAVA:
        return f"Spark needs Java {OLDEST_JAVA} or later; here: {said.stderr.strip() or 'none'}"
    return ""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["SparkSession"]:
    for module in ("pyspark", "pyarrow", "pandas"):
        pytest.importorskip(module, reason=f"{module} is not here: pip install 'iag-diag[spark]'")
    if reason := _why_not():
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": folder / "local",
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.sql.session.timeZone": "UTC",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").appName("tests")
        for name, value in settings.items():
            builder = builder.config(name, str(value))
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def companies(pack: Pack) -> pl.DataFrame:
    """Rows drawn at random: every kind of cell, one in twelve refused or empty, and columns that are no question."""
    chance = random.Random(20261125)
    columns: dict[str, Any] = {"cle": pl.Series(range(ROWS), dtype=pl.Int64)}
    for question in pack.questions.values():
        options = [option.id for option in question.options]
        match question.kind:
            case Kind.SINGLE:
                columns[question.id] = _drawn(chance, [*options, "nsp", "sans-objet"])
            case Kind.MATRIX:
                for row in question.rows:
                    columns[f"{question.id}[{row.id}]"] = _drawn(chance, [*options, "nsp"])
    columns[SEVERAL_AS_TEXT] = [" | ".join(some) for some in _several(chance, pack, SEVERAL_AS_TEXT)]
    columns[SEVERAL_AS_LIST] = [some or None for some in _several(chance, pack, SEVERAL_AS_LIST)]
    for option in pack.questions[SEVERAL_BY_OPTION].options:
        columns[f"{SEVERAL_BY_OPTION}[{option.id}]"] = chance.choices([True, False, None], [1, 9, 1], k=ROWS)
    columns["nom"] = [chance.choice(["Fleurs & Cie", "=HYPERLINK(1)", "", None]) for _ in range(ROWS)]
    return pl.DataFrame(columns)


def _drawn(chance: random.Random, options: list[str]) -> list[str | None]:
    return [chance.choice(options if chance.random() > 1 / 12 else [None, *FAULTS]) for _ in range(ROWS)]


def _several(chance: random.Random, pack: Pack, question: str) -> list[list[str]]:
    options = [*(option.id for option in pack.questions[question].options), *FAULTS]
    return [chance.sample(options, chance.choice((0, 1, 1, 2, 3))) for _ in range(ROWS)]


def _given(session: "SparkSession", rows: pl.DataFrame, parts: int = 3) -> "DataFrame":
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    return session.createDataFrame(table).repartitionByRange(parts, "cle")  # type: ignore[call-overload]


def _found(scored: "DataFrame") -> pl.DataFrame:
    return pl.DataFrame(scored.toArrow()).sort("cle")


def _expected(rows: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    held = {pl.UInt8: pl.Int16, pl.UInt16: pl.Int32}
    embedded = score_frame(rows.lazy(), pack).collect()
    return embedded.with_columns(
        pl.col(name).cast(pl.String if isinstance(dtype, pl.Enum) else held.get(dtype.base_type(), dtype))
        for name, dtype in embedded.schema.items()
    )


@pytest.mark.parametrize("rows_per_batch", [700, 100_000])
def test_spark_gives_what_the_embedded_function_gives(spark, pack, companies, rows_per_batch):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", rows_per_batch)
    found = _found(score_spark(_given(spark, companies)))
    assert_frame_equal(found, _expected(companies, pack))
    assert found["cellules_refusees"].sum() > ROWS
    assert found["phase"].n_unique() > 1


def test_an_empty_frame_and_empty_partitions_have_the_same_columns(spark, pack, companies):
    few = companies.head(2)
    assert_frame_equal(_found(score_spark(_given(spark, few, parts=5))), _expected(few, pack))
    none = score_spark(_given(spark, few).where("false"))
    assert none.columns == _expected(few, pack).columns
    assert none.collect() == []


@pytest.mark.parametrize("large", ["true", "false"])
def test_columns_that_are_no_question_keep_their_types_and_their_values(spark, large):
    kept = (
        "cle BIGINT NOT NULL, `d.ate` TIMESTAMP, jour DATE, montant DECIMAL(20,4), octets BINARY, "
        "fiche_client STRUCT<nom: STRING, codes: ARRAY<INT>>, etiquettes MAP<STRING, INT>, `rayons[frais]` DOUBLE"
    )
    values = (
        (1 << 60) + 1,
        datetime(2026, 11, 25, 12, 30, 0, 123456),  # noqa: DTZ001 - Spark takes the session's zone
        datetime(2026, 11, 25, tzinfo=UTC).date(),
        Decimal("1234567890123456.7891"),
        b"\xff\x00",
        ("Le Val", [1, None]),
        {"a": 1},
        0.5,
    )
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", large)
    given = spark.createDataFrame([(*values, 0, "oui"), (2, *[None] * 9)], f"{kept}, taille INT, strategie STRING")
    scored = score_spark(given)
    assert scored.schema.fields[:8] == given.schema.fields[:8]
    assert {field.dataType.simpleString() for field in scored.schema.fields[8:]} == {"string", "smallint", "int"}
    assert [tuple(row)[:8] for row in scored.orderBy("cle").collect()] == [
        (2, *[None] * 7),
        tuple(given.where("cle > 2").collect()[0])[:8],
    ]
    assert [row.reponses for row in scored.orderBy("cle").collect()] == [0, 2]


def test_the_rules_are_the_drivers_even_where_the_folder_is_gone(spark, pack, companies, tmp_path):
    scored = []
    for name, weight in (("un", 1), ("deux", 9)):
        content = tmp_path / name
        for folder in ("questionnaires", "rules", "catalogue", "templates"):
            shutil.copytree(shipped_root() / folder, content / folder)
        axes = content / "rules" / "dimensions.yaml"
        axes.write_text(re.sub(r"weight: \d+", f"weight: {weight}", axes.read_text("utf-8"), count=3), "utf-8")
        expected = _expected(companies.head(300), load_pack(content))
        scored.append((score_spark(_given(spark, companies.head(300)), content), expected))
        shutil.rmtree(content)
    for found, expected in scored:
        assert_frame_equal(_found(found), expected)
    assert not scored[0][1].equals(scored[1][1])


def test_the_caller_keeps_the_frame_as_it_was(spark, companies):
    given = _given(spark, companies.head(3))
    names = given.columns
    score_spark(given).collect()
    assert given.columns == names
    assert given.collect()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("cle INT, nom STRING", "Aucune colonne"),
        ("taille STRING, Phase STRING", "résultat.*Phase"),
        ("taille STRING, taille STRING", "Deux colonnes"),
        ("taille DOUBLE", "« taille ».*double"),
        ("freins ARRAY<INT>", "« freins ».*array<int>"),
        ("freins STRING, `freins[couts]` BOOLEAN", "freins"),
    ],
)
def test_a_frame_that_cannot_be_scored_is_refused_before_spark_runs(spark, columns, message):
    with pytest.raises(IagDiagError, match=message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")):
        score_spark(spark.createDataFrame([], columns))


def test_an_executor_of_another_version_refuses_to_score(spark, companies, monkeypatch):
    monkeypatch.setattr(batch_spark, "__version__", "0.0.0")
    with pytest.raises(Exception, match="la version 0\\.0\\.0"):
        score_spark(_given(spark, companies.head(3))).collect()


@pytest.mark.parametrize("module", ["pyspark", "pyarrow", "pandas"])
def test_a_missing_library_gives_the_command_that_installs_it(monkeypatch, module):
    for known in ("pyspark", "pyarrow", "pandas"):
        monkeypatch.setitem(sys.modules, known, None if known == module else sys)
    with pytest.raises(IagDiagError, match=module) as refused:
        score_spark(None)
    assert refused.value.hint.endswith("pip install 'iag-diag[spark]'")
