"""Weights: what they bring back, what they refuse."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iag_diag.batch.cohort.intervals import effective_size, wilson
from iag_diag.batch.cohort.population import read_population
from iag_diag.batch.cohort.weights import Cell, Margin, Weighting, rake
from iag_diag.content.pack import Pack
from iag_diag.errors import ContentError, IagDiagError

A, B = ("a", "x"), ("b", "x")
FOUR: dict[Cell, int] = {("a", "x"): 40, ("a", "y"): 10, ("b", "x"): 20, ("b", "y"): 30}


def margin(axis: int, known: dict[str, float], counts: dict[Cell, int]) -> Margin:
    return Margin(("taille", "branche")[axis], known, {cell: cell[axis] for cell in counts})


def shares(found: Weighting, counts: dict[Cell, int], axis: int) -> dict[str, float]:
    total = sum(counts.values())
    return {
        option: sum(counts[cell] * found.weights[cell] for cell in counts if cell[axis] == option) / total
        for option in dict.fromkeys(cell[axis] for cell in counts)
    }


def mean(found: Weighting, counts: dict[Cell, int]) -> float:
    return sum(counts[cell] * found.weights[cell] for cell in counts) / sum(counts.values())


def test_one_margin_is_post_stratification():
    found = rake({A: 20, B: 80}, [margin(0, {"a": 300, "b": 100}, {A: 1, B: 1})])
    assert found.weights == {A: pytest.approx(3.75), B: pytest.approx(0.3125)}
    assert found.effective == pytest.approx(100**2 / (20 * 3.75**2 + 80 * 0.3125**2))


def test_two_margins_are_both_reached():
    found = rake(FOUR, [margin(0, {"a": 0.7, "b": 0.3}, FOUR), margin(1, {"x": 1, "y": 3}, FOUR)])
    assert shares(found, FOUR, 0) == pytest.approx({"a": 0.7, "b": 0.3})
    assert shares(found, FOUR, 1) == pytest.approx({"x": 0.25, "y": 0.75})
    assert mean(found, FOUR) == pytest.approx(1)
    assert found.capped == 0


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 200), min_size=2, max_size=9
)


@given(COUNTS, st.lists(st.floats(0.2, 5), min_size=3, max_size=3), st.lists(st.floats(0.2, 5), min_size=3, max_size=3))
def test_a_population_that_is_reachable_is_reached(counts: dict[Cell, int], rows: list[float], columns: list[float]):
    mass = {cell: counts[cell] * rows["abc".index(cell[0])] * columns["xyz".index(cell[1])] for cell in counts}
    known = [
        {
            option: sum(mass[cell] for cell in counts if cell[axis] == option)
            for option in {cell[axis] for cell in counts}
        }
        for axis in (0, 1)
    ]
    found = rake(counts, [margin(axis, known[axis], counts) for axis in (0, 1)], cap=1e6)
    for axis in (0, 1):
        expected = {option: size / sum(known[axis].values()) for option, size in known[axis].items()}
        assert shares(found, counts, axis) == pytest.approx(expected, abs=1e-6)
    assert 1 <= found.effective <= sum(counts.values()) + 1e-6


@given(COUNTS, st.lists(st.floats(0.01, 100), min_size=3, max_size=3), st.floats(1.1, 6))
def test_no_weight_exceeds_the_cap_and_the_mean_stays_one(counts: dict[Cell, int], sizes: list[float], cap: float):
    known = {option: sizes["abc".index(option)] for option in {cell[0] for cell in counts}}
    found = rake(counts, [margin(0, known, counts)], cap=cap)
    assert max(found.weights.values()) <= cap * (1 + 1e-9)
    assert mean(found, counts) == pytest.approx(1)


def test_what_is_capped_is_counted_and_the_gap_said():
    found = rake({A: 2, B: 98}, [margin(0, {"a": 50, "b": 50}, {A: 1, B: 1})], cap=5)
    assert (found.capped, found.weights[A]) == (2, 5)
    assert found.gap == pytest.approx(0.4)


def test_a_category_of_the_population_without_company_is_refused():
    with pytest.raises(IagDiagError, match="Aucune entreprise de la cohorte pour «\u00a0c\u00a0»") as error:
        rake({A: 5, B: 5}, [margin(0, {"a": 1, "b": 1, "c": 1}, {A: 1, B: 1})])
    assert "|" in error.value.hint


def test_companies_without_category_are_counted_and_refused():
    with pytest.raises(IagDiagError, match="7 entreprises"):
        rake({A: 5, B: 7}, [Margin("taille", {"a": 1}, {A: "a"})])


def test_a_category_that_the_population_sets_at_zero_is_refused():
    with pytest.raises(IagDiagError, match="zéro"):
        rake({A: 5, B: 7}, [margin(0, {"a": 1, "b": 0}, {A: 1, B: 1})])


def test_margins_that_contradict_each_other_do_not_converge():
    counts = {("a", "x"): 10, ("b", "y"): 10}
    with pytest.raises(IagDiagError, match="ne converge pas"):
        rake(counts, [margin(0, {"a": 9, "b": 1}, counts), margin(1, {"x": 1, "y": 9}, counts)])


def test_kish():
    assert effective_size([(10, 1.0), (30, 1.0)]) == pytest.approx(40)
    assert effective_size([(1, 3.0), (1, 1.0)]) == pytest.approx(1.6)
    assert effective_size([]) == 0


@pytest.mark.parametrize(
    ("share", "size", "bounds"),
    [(0.5, 100, (0.4038, 0.5962)), (0.0, 10, (0.0, 0.2775)), (1.0, 10, (0.7225, 1.0)), (0.3, 0, (0.0, 1.0))],
)
def test_wilson(share: float, size: float, bounds: tuple[float, float]):
    assert wilson(share, size) == pytest.approx(bounds, abs=1e-4)


# The population file.


def read(tmp_path: Path, pack: Pack, text: str, encoding: str = "utf-8"):
    path = tmp_path / "population.csv"
    path.write_bytes(text.encode(encoding))
    return read_population(path, pack)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_margins_with_a_decimal_comma(tmp_path: Path, pack: Pack, encoding: str):
    found = read(
        tmp_path, pack, "Variable;Modalité;Effectif\ntaille;1-9;85,5\r\ntaille;De 10 à 49 salariés;12 000\n", encoding
    )
    assert [known.sizes for known in found.known] == [{(("1-9",),): 85.5, (("10-49",),): 12000.0}]


def test_a_joint_table_with_commas_and_groups(tmp_path: Path, pack: Pack):
    found = read(tmp_path, pack, 'branche,taille,effectif\nbricolage,0|1-9,"1,5"\noptique-lunetterie,1-9,2\n')
    (margin,) = found.margins(
        pack, [("0", "bricolage"), ("1-9", "bricolage"), ("1-9", "optique-lunetterie"), ("0", "?")]
    )
    assert found.joint
    assert margin.known == {"bricolage × 0|1-9": 1.5, "optique-lunetterie × 1-9": 2.0}
    assert list(margin.of.values()) == ["bricolage × 0|1-9", "bricolage × 0|1-9", "optique-lunetterie × 1-9"]


def test_two_margins(tmp_path: Path, pack: Pack):
    found = read(tmp_path, pack, "variable;modalite;effectif\ntaille;1-9;1\nbranche;bricolage;1\n")
    assert [margin.label for margin in found.margins(pack, [])] == ["taille", "branche"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "titres"),
        ("a;b\n", 1, "titres"),
        ("taille;taille;effectif\n", 1, "titres"),
        ("variable;modalite;effectif\n", 1, "Aucun effectif"),
        ("variable;modalite;effectif\ntaille;1-9;0\n", 1, "Aucun effectif"),
        ("variable;modalite;effectif\n\ntaille;1-9\n", 3, "2 colonnes au lieu de 3"),
        ("variable;modalite;effectif\ntaile;1-9;3\n", 2, "« taile » n’est pas connu"),
        ("variable;modalite;effectif\ntaille;1-8;3\n", 2, "« 1-8 » n’est pas une réponse"),
        ("variable;modalite;effectif\ntaille;1-9;-3\n", 2, "« -3 » n’est pas un effectif"),
        ("variable;modalite;effectif\ntaille;1-9;nan\n", 2, "« nan » n’est pas un effectif"),
        ("variable;modalite;effectif\ntaille;1-9;1e999\n", 2, "« 1e999 » n’est pas un effectif"),
        ("variable;modalite;effectif\ntaille;1-9;1\ntaille;0|1-9;2\n", 3, "« 1-9 » est compté deux fois"),
    ],
)
def test_faults_say_where(tmp_path: Path, pack: Pack, text: str, line: int, what: str):
    with pytest.raises(ContentError) as error:
        read(tmp_path, pack, text)
    problem = error.value.problems[0]
    assert (problem.line, what in problem.what.replace("\u00a0", " ")) == (line, True), problem


@pytest.mark.parametrize("text", ["a\0b", "x" * 1_000_001, 'taille;effectif\n"1-9;3\n'])
def test_what_is_no_population_is_refused(tmp_path: Path, pack: Pack, text: str):
    with pytest.raises(IagDiagError, match=r"population"):
        read(tmp_path, pack, text)


def test_a_missing_population_is_said(tmp_path: Path, pack: Pack):
    with pytest.raises(IagDiagError, match="ne peut pas être lue"):
        read_population(tmp_path / "rien.csv", pack)
