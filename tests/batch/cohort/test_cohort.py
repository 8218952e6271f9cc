"""A cohort described from the results of a batch."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from batch.cohort.synthetic import Company, companies, population_csv, results_csv
from iag_diag.batch.cohort.comparing import Comparison
from iag_diag.batch.cohort.describing import Cohort, describe
from iag_diag.batch.cohort.tables import Part
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError

Described = Callable[..., Cohort]
RESULTS = "resultats.csv"


@pytest.fixture(scope="module")
def rows(engine: Engine) -> str:
    return results_csv(engine, companies())


@pytest.fixture(scope="module")
def whole(rows: str, pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    folder = tmp_path_factory.mktemp("cohorte")
    (folder / RESULTS).write_text(rows, encoding="utf-8-sig", newline="")
    (folder / "population.csv").write_text(population_csv(), encoding="utf-8")
    return describe(folder, pack, folder / "population.csv")


@pytest.fixture
def described(engine: Engine, tmp_path: Path) -> Described:
    """Describe the companies of these answers."""

    def describe_them(drawn: list[dict[str, Any]], **wishes: Any) -> Cohort:
        named: list[Company] = [{"identifiant": f"e{place}", **answers} for place, answers in enumerate(drawn)]
        path = tmp_path / RESULTS
        path.write_text(results_csv(engine, named, ","), encoding="utf-8", newline="")
        return describe(path, engine.pack, **wishes)

    return describe_them


def company(size: str = "1-9", branch: str = "bricolage", **answers: Any) -> dict[str, Any]:
    return {"taille": size, "branche": branch, **answers}


def percents(cohort: Cohort, figure: str) -> dict[str, int | None]:
    """Our shares, in whole percents, beside one figure of the study, by segment."""
    found = [one for one in cohort.comparisons if figure == re.sub(r"-(\d+-\d+|500\+)$", "", one.shown.figure.id)]
    return {
        cohort.segments[one.place].id: None if one.ours.share is None else int(one.ours.share * 100 + 0.5)
        for one in found
    }


# The proof: answers drawn after the study, described, are the study.


def test_strategy_by_size_is_the_study_s(whole: Cohort):
    found = percents(whole, "strategie-oui")
    assert [found[size] for size in ("", "1-9", "10-49", "50-199", "200-499", "500+")] == [8, 8, 9, 12, 18, 32]


def test_appropriation_is_the_study_s(whole: Cohort):
    figures = ("aucune-reflexion", "acculturation", "premieres-reflexions", "strategie-ecrite", "cas-usage")
    assert [percents(whole, f"appropriation-{figure}")[""] for figure in figures] == [62, 17, 17, 3, 2]
    found = percents(whole, "appropriation-aucune-reflexion")
    assert [found[size] for size in ("1-9", "10-49", "50-199", "200-499", "500+")] == [64, 53, 56, 41, 10]


def test_weighted_sizes_are_the_study_s_and_the_counts_are_not(whole: Cohort, rows: str, pack: Pack):
    assert whole.companies == 1050
    assert [segment.companies for segment in whole.segments[1:6]] == [691, 200, 75, 34, 50]
    by_size: dict[str, float] = {}
    for row in pl.read_csv(rows.encode(), separator=";", infer_schema=False).iter_rows(named=True):
        size, branch = row["reponse_taille"], row["reponse_branche"]
        by_size[size] = by_size.get(size, 0) + whole.weighting.weights[size, branch] / 10.5
    assert by_size == pytest.approx({"1-9": 85, "10-49": 12, "50-199": 2, "200-499": 0.5, "500+": 0.5})
    assert whole.weighting.margins == ("taille", "branche")
    assert 800 < whole.weighting.effective < 1050
    assert whole.design_effect == pytest.approx(1050 / whole.weighting.effective)


# What is counted.


def test_unweighted_counts_and_shares(described: Described):
    drawn = [company(strategie="oui", appropriation="premieres-reflexions", assistants="oui") for _ in range(6)]
    cohort = described([*drawn, *(company("10-49", "photographie") for _ in range(18))])
    assert cohort.weighting.effective == 24
    assert parts(cohort, 0) == {
        "reflexion": (18, 75),
        "deploiement": (6, 25),
        "experimentation": (0, 0),
        "optimisation": (0, 0),
    }
    assert [(segment.id, segment.companies) for segment in cohort.segments] == [
        ("", 24),
        ("1-9", 6),
        ("10-49", 18),
        ("bricolage", 6),
        ("photographie", 18),
    ]
    assert parts(cohort, 1)["deploiement"] == (6, 100)
    low, high = cohort.phases.parts[0][1].low, cohort.phases.parts[0][1].high
    assert (low, high) == pytest.approx((0.120, 0.449), abs=1e-3)


def parts(cohort: Cohort, place: int) -> dict[str, tuple[int | None, int]]:
    found = zip(cohort.phases.entries, cohort.phases.parts[place], strict=True)
    return {entry.id: (part.count, round(100 * (part.share or 0))) for entry, part in found}


def test_every_table_agrees_with_the_interpreter(described: Described, engine: Engine):
    drawn = [{key: value for key, value in one.items() if key != "identifiant"} for one in companies()[::7]]
    cohort = described(drawn, floor=1)
    results = [engine.diagnose(answers) for answers in drawn]
    expected = {
        "phases": [[result.phase.id] for result in results],
        "a-confirmer": [["oui"] if not result.phase.certain else [] for result in results],
        "vigilance": [[alert.trace.rule for alert in result.alerts] for result in results],
        "conditions": [[gate.trace.rule for gate in result.phase.blocking] for result in results],
        "fiches": [[sheet.sheet for sheet in result.roadmap] for result in results],
        "premiere-fiche": [[sheet.sheet for sheet in result.roadmap[:1]] for result in results],
    }
    for table in cohort.tables:
        for place, segment in enumerate(cohort.segments):
            inside = [
                ids
                for ids, answers in zip(expected[table.id], drawn, strict=True)
                if segment.id in ("", answers.get(segment.by))
            ]
            assert table.bases[place] == len(inside)
            for entry, part in zip(table.entries, table.parts[place], strict=True):
                assert part.count == sum(entry.id in ids for ids in inside), (table.id, entry.id, segment)
    for axis in cohort.axes:
        scores = [
            score
            for result in results
            for one in result.dimensions
            if one.id == axis.entry.id
            if (score := one.score) is not None
        ]
        assert axis.means[0].count == len(scores)
        assert axis.means[0].value == (pytest.approx(sum(scores) / len(scores)) if scores else None)


def test_a_size_or_a_branch_that_is_not_known_is_a_segment(described: Described):
    cohort = described([*(company() for _ in range(6)), *({"taille": "nsp"} for _ in range(7))])
    assert [(segment.by, segment.id, segment.companies) for segment in cohort.segments[1:]] == [
        ("taille", "1-9", 6),
        ("taille", "?", 7),
        ("branche", "bricolage", 6),
        ("branche", "?", 7),
    ]


# What is hidden.


def test_a_small_segment_is_hidden_throughout_with_another(described: Described):
    drawn = [
        *(company() for _ in range(30)),
        *(company("10-49") for _ in range(8)),
        *(company("500+") for _ in range(2)),
    ]
    cohort = described(drawn)
    assert [segment.companies for segment in cohort.segments] == [40, 30, None, None, 40]
    for table in cohort.tables:
        assert all(part == Part() for place in (2, 3) for part in table.parts[place])
        assert table.bases[2:4] == (None, None)
    assert all(mean.count is None for axis in cohort.axes for mean in axis.means[2:4])
    assert all(one.ours == Part() and one.base is None for one in cohort.comparisons if one.place in (2, 3))


def test_no_count_under_the_floor_is_shown_anywhere(whole: Cohort):
    counts = [part.count for table in whole.tables for row in table.parts for part in row]
    counts += [mean.count for axis in whole.axes for mean in axis.means]
    counts += [one.ours.count for one in whole.comparisons] + [one.base for one in whole.comparisons]
    assert not {count for count in counts if count is not None} & {1, 2, 3, 4}
    assert None in counts


def test_the_floor_can_be_moved(described: Described):
    drawn = [*(company() for _ in range(30)), *(company("500+") for _ in range(2))]
    assert [segment.companies for segment in described(drawn, floor=2).segments[:3]] == [32, 30, 2]


def test_too_few_companies_for_the_floor(described: Described):
    with pytest.raises(IagDiagError, match=r"Trop peu d’entreprises \(4\)"):
        described([company() for _ in range(4)])
    with pytest.raises(IagDiagError, match="au moins 1"):
        described([company()], floor=0)


# The study beside the cohort.


def beside(cohort: Cohort, figure: str, segment: str = "") -> Comparison:
    (found,) = [
        one for one in cohort.comparisons if one.shown.figure.id == figure and cohort.segments[one.place].id == segment
    ]
    return found


def test_a_size_without_a_figure_gets_the_overall_one_and_it_shows(whole: Cohort):
    one = beside(whole, "assistants-oui", "200-499")
    assert one.shown.segment.overall
    assert not beside(whole, "strategie-oui-200-499", "200-499").shown.segment.overall


def test_unknown_answers_count_where_the_study_counts_them_only(described: Described):
    said = [*(["oui"] * 6), *(["non"] * 6), *(["nsp"] * 8)]
    cohort = described([company(strategie=one, **{"acces-public": one}) for one in said])
    assert (beside(cohort, "strategie-oui").base, beside(cohort, "strategie-oui").ours.count) == (12, 6)
    public = beside(cohort, "acces-public-oui")
    assert (public.base, public.ours.count, public.unknown_counts) == (20, 6, True)


def test_ticked_answers_are_counted_one_by_one(described: Described):
    drawn = [company(freins=("manque-expertise", "couts")) for _ in range(6)] + [
        company(freins=("couts",)) for _ in range(6)
    ]
    cohort = described(drawn)
    shares = [beside(cohort, f"freins-{frein}").ours.share for frein in ("expertise", "couts")]
    assert shares == [0.5, 1.0]


def test_figures_that_do_not_compare_are_left_out(whole: Cohort):
    assert {one.shown.grade.value for one in whole.comparisons} <= {"A", "B", "C"}
    assert not [one for one in whole.comparisons if whole.segments[one.place].id == "?"]


def test_a_pack_without_figures_has_no_comparison(rows: str, pack: Pack, tmp_path: Path):
    (tmp_path / RESULTS).write_text(rows, encoding="utf-8")
    assert describe(tmp_path, replace(pack, root=tmp_path)).comparisons == ()


# The file that is read.


@pytest.mark.parametrize("kind", ["csv", "parquet", "lazy", "categories"])
def test_every_form_of_results_says_the_same(kind: str, rows: str, pack: Pack, tmp_path: Path):
    frame = pl.read_csv(rows.encode(), separator=";", infer_schema=False)
    path = tmp_path / f"resultats.{'csv' if kind == 'csv' else 'parquet'}"
    if kind == "csv":
        frame.write_csv(path)
    else:
        axes = [name for name in frame.columns if re.fullmatch(r"axe_[a-z-]+", name) and name != "axe_plus_faible"]
        typed = (
            [pl.col(name).cast(pl.UInt8) for name in axes]
            if kind == "parquet"
            else pl.col("phase").cast(pl.Categorical)
        )
        frame.with_columns(typed).write_parquet(path)
    found = describe(pl.scan_parquet(path) if kind == "lazy" else path, pack)
    (tmp_path / "autre").mkdir()
    (tmp_path / "autre" / RESULTS).write_text(rows, encoding="utf-8-sig", newline="")
    assert found == describe(tmp_path / "autre", pack)


def test_rows_without_diagnosis_are_set_aside(rows: str, pack: Pack):
    frame = pl.read_csv(rows.encode(), separator=";", infer_schema=False).with_row_index()
    emptied = pl.when(pl.col("index") < 10).then(None).otherwise("phase").alias("phase")
    cohort = describe(frame.with_columns(emptied).lazy(), pack)
    assert (cohort.aside, cohort.companies) == (10, 1040)
    with pytest.raises(IagDiagError, match="Aucune ligne"):
        describe(frame.with_columns(phase=pl.lit("")).lazy(), pack)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("phase", "finale", "« phase » contient « finale »"),
        ("reponse_taille", "1-8", "« reponse_taille » contient « 1-8 »"),
        ("reponse_branche", "x\x1fy", "« reponse_branche » contient"),
        ("alertes", "comptes-gratuits|perdue", "« alertes » contient « perdue »"),
        ("conditions_manquantes", "perdue", "« conditions_manquantes » contient « perdue »"),
        ("fiche_1", "perdue", "« fiche_1 » contient « perdue »"),
        ("axe_usages", "101", "« axe_usages » contient « 101 »"),
        ("axe_usages", "007", "« axe_usages » contient « 007 »"),
        ("axe_usages", "1,5", "« axe_usages » contient « 1,5 »"),
        ("reponse_strategie", "peut-être", "« reponse_strategie » contient « peut-être »"),
        ("reponse_freins", "couts|perdu", "« reponse_freins » contient « couts|perdu »"),
        ("fiche_2", "charte-ethique", "deux fois la même fiche"),
    ],
)
def test_a_value_that_the_pack_does_not_know_is_named(column: str, value: str, message: str, rows: str, pack: Pack):
    frame = pl.read_csv(rows.encode(), separator=";", infer_schema=False)
    changed = {column: pl.lit(value)} | ({"fiche_1": pl.lit(value)} if column == "fiche_2" else {})
    with pytest.raises(IagDiagError) as error:
        describe(frame.with_columns(**changed).lazy(), pack)
    assert message in error.value.message.replace("\u00a0", " ")


@pytest.mark.parametrize("column", ["phase", "phase_max", "axe_usages", "alertes", "fiche_1", "reponse_branche"])
def test_a_file_that_lacks_a_column_is_not_ours(column: str, rows: str, pack: Pack):
    frame = pl.read_csv(rows.encode(), separator=";", infer_schema=False).drop(column)
    with pytest.raises(IagDiagError, match="ne vient pas d’iag-diag batch") as error:
        describe(frame.lazy(), pack)
    assert column in error.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf\n",
        b"PAR1 but not really",
        b"\0\0\0\0",
        b"PK\x03\x04\0",
        b"a;b\n1;2\n",
        b"\xe9\xe9;\xff\n\xff;\xfe\n",
    ],
)
def test_a_file_that_is_something_else_is_refused(content: bytes, pack: Pack, tmp_path: Path):
    path = tmp_path / "resultats.csv"
    path.write_bytes(content)
    with pytest.raises(IagDiagError) as error:
        describe(path, pack)
    assert "iag-diag batch" in error.value.hint


def test_a_damaged_file_is_refused(rows: str, pack: Pack, tmp_path: Path):
    path = tmp_path / "resultats.csv"
    path.write_bytes(rows.encode() + b'"never closed;\xff\xfe')
    with pytest.raises(IagDiagError, match="jusqu’au bout"):
        describe(path, pack)


def test_an_empty_folder_is_said(pack: Pack, tmp_path: Path):
    with pytest.raises(IagDiagError, match="introuvable"):
        describe(tmp_path, pack)


def test_companies_outside_the_population_are_said(rows: str, pack: Pack, tmp_path: Path):
    population = tmp_path / "population.csv"
    population.write_text("variable;modalite;effectif\ntaille;1-9;85\n", encoding="utf-8")
    frame = pl.read_csv(rows.encode(), separator=";", infer_schema=False)
    with pytest.raises(IagDiagError, match="359 entreprises"):
        describe(frame.lazy(), pack, population)
