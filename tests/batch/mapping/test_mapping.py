"""The mapping file: read back as it was drafted whatever the texts hold, and each fault named at its line."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iag_diag.batch.export import Chunk, Habits, Heading
from iag_diag.batch.mapping import drafting
from iag_diag.batch.mapping.model import read_mapping
from iag_diag.batch.mapping.samples import Sample, sample_values
from iag_diag.batch.mapping.writing import mapping_text
from iag_diag.batch.reading import open_export
from iag_diag.batch.reading.irregular import Irregular
from iag_diag.content.pack import Pack, load_pack
from iag_diag.errors import ContentError, IagDiagError

PACK = load_pack()
NB = "\u00a0"
GOOD = """\
mapping: 1
pack: opcommerce-2025
columns:
  - column: 1
    heading: "Taille"
    question: taille
    labels:
      "petit": "1-9"
  - column: 2
    heading: "Freins"
    question: freins
    separator: ";"
  - column: 3
    heading: "Cadres"
    question: apprehension
    row: cadres
  - column: 4
    heading: "Coût"
    question: freins
    option: couts
"""


def read(folder: Path, pack: Pack, text: str):
    path = folder / "m.yaml"
    path.write_bytes(text.encode("utf-8"))
    return read_mapping(path, pack)


def test_a_mapping_by_hand(tmp_path: Path, pack: Pack):
    mapping = read(tmp_path, pack, GOOD)
    assert [column.question for column in mapping.columns] == ["taille", "freins", "apprehension", "freins"]
    assert mapping.undecided == ()


def test_what_is_left_to_decide(tmp_path: Path, pack: Pack):
    text = GOOD.replace('"1-9"', '"?"').replace("question: apprehension\n    row: cadres", 'question: "?"')
    assert read(tmp_path, pack, text).undecided == ("colonne 3", "« petit » (colonne 1)")


@pytest.mark.parametrize(
    ("former", "new", "line", "said"),
    [
        ("mapping: 1", "mapping: 2", 1, "Valeur inconnue"),
        ("pack: opcommerce-2025", "pack: autre", 2, "Cette correspondance est faite pour"),
        ("question: taille", "question: tailles", 6, "La question « tailles » n’existe pas."),
        ('"petit": "1-9"', '"petit": "1-10"', 8, "« 1-10 » n’est pas une réponse possible."),
        ('"petit": "1-9"', '"petit": "1-9"\n      "petit": "0"', 9, "écrite deux fois"),
        ('"petit": "1-9"', "no: non", 8, "n’est pas lue comme un mot par YAML"),
        ('"petit": "1-9"', '"petit": 0', 8, "Un texte est attendu"),
        ("row: cadres", "row: cadre", 16, "La ligne « cadre » n’existe pas."),
        ("    row: cadres\n", "", 13, "Cette question est un tableau"),
        ("option: couts", "option: cout", 20, "La réponse « cout » n’existe pas."),
        ("row: cadres", "row: cadres\n    option: faible", 13, "Cette question n’attend qu’une réponse."),
        ('separator: ";"', 'separator: ""', 12, "vide ou trop court"),
        ("column: 3", "column: 0", 13, "trop petit"),
        ("column: 3", "colonne: 3", 13, "La clé « colonne » n’existe pas ici."),
        ("columns:", "columns: []\nx:", 3, "trop courte"),
    ],
)
def test_each_fault_is_named_at_its_line(tmp_path: Path, former: str, new: str, line: int, said: str):
    assert former in GOOD
    with pytest.raises(ContentError) as refused:
        read(tmp_path, PACK, GOOD.replace(former, new))
    assert any(problem.line == line and said in problem.what.replace(NB, " ") for problem in refused.value.problems), (
        refused.value.message
    )


def test_all_faults_at_once(tmp_path: Path, pack: Pack):
    with pytest.raises(ContentError) as refused:
        read(tmp_path, pack, GOOD.replace("taille", "zzz").replace("cadres", "zzz").replace("couts", "zzz"))
    assert len(refused.value.problems) == 3


def test_a_missing_file_says_which_command_makes_one(tmp_path: Path, pack: Pack):
    with pytest.raises(IagDiagError) as refused:
        read_mapping(tmp_path / "absente.yaml", pack)
    assert refused.value.hint.endswith("iag-diag map EXPORT")


OPTIONS = [option.label for question in PACK.questions.values() for option in question.options]
TRAPS = ["no", "~", "1e3", "0x1F", "12:30", "2026-01-01", "<<", "=", "|", "- x", "# x", "?", "-", "\x85", "\u2028", ""]
TRAPS += ["\ufeff", "'", '"', "\\", "{{", "*a", "&a", "!!str", "a: b", "a #b", "\x00", "\x1b[31m", "\r\n", "\ud7ff"]
texts = st.one_of(st.text(max_size=30), st.sampled_from([*OPTIONS, *TRAPS]))
headings = st.one_of(texts, st.sampled_from([*PACK.questions, "freins[couts]", "apprehension[cadres]"]))
columns = st.lists(st.tuples(headings, st.dictionaries(texts, st.integers(1, 99), max_size=6)), min_size=1, max_size=6)


@settings(max_examples=60)
@given(columns=columns, separator=st.sampled_from([None, ";", ", "]), vendor=texts)
def test_a_drafted_mapping_is_read_back_equal(tmp_path_factory, columns, separator, vendor):
    folder = tmp_path_factory.mktemp("m", numbered=True)
    draft = drafting.draft(
        [Heading(place, heading) for place, (heading, _) in enumerate(columns)],
        Habits(vendor, vendor, separator=separator),
        [Sample(Counter(values)) for _, values in columns],
        PACK,
    )
    text = mapping_text(draft, PACK)
    assert read(folder, PACK, text) == draft.mapping
    assert mapping_text(draft, PACK) == text


EXPORT = """\
Horodateur,Code entreprise,Nombre de salariés,Stratégie IA,Les managers sont-ils sensibilisés ?,Freins,Commentaire
2024/11/05,a1,1 à 9 salariés,Non,Oui,"Le coût, Aucun frein",merci
2024/11/06,a2,09-janv,Oui,Non,Manque de temps,
2024/11/07,a3,10 à 49 salariés,Non,NSP,Le coût,
"""


def test_the_text_says_what_a_person_needs(tmp_path: Path, pack: Pack):
    (tmp_path / "e.csv").write_text(EXPORT, encoding="utf-8")
    text = mapping_text(drafting.drafter_of(open_export(tmp_path / "e.csv"), pack).draft(), pack).replace(NB, " ")
    assert '"?"  reste à décider' in text
    assert "iag-diag batch EXPORT --mapping CE-FICHIER" in text
    assert "# Identifie l’entreprise." in text
    assert "# 90 % : Combien de salariés votre entreprise compte-t-elle ?" in text
    assert '"Le coût": couts  # 100 % (2)' in text
    assert '"09-janv": "?"  # (1) Excel a sans doute changé cette tranche en date, le plus proche : 1-9, 70 %' in text
    assert "  # À décider : l’en-tête et les réponses ne suffisent pas à reconnaître la question.\n" in text
    assert "%  sensibilisation-managers : Vos responsables d’équipe" in text
    assert "# Valeurs vues : NSP (1), Non (1), Oui (1)" in text
    assert "a1" not in text


def test_the_text_names_what_stands_under_a_heading_and_the_lines_of_tables(pack: Pack):
    columns = [
        (Heading(0, "Vos freins ?", "", "Le coût"), {"Le coût": 3}),
        (Heading(1, "Vos freins ?", "", "Autre"), {"le temps": 1}),
        (Heading(2, "Agents de maîtrise qui encadrent beaucoup"), {"Faible": 3, "Bonne": 2}),
    ]
    made = drafting.draft([heading for heading, _ in columns], Habits("", ""), [Sample(v) for _, v in columns], pack)
    text = mapping_text(made, pack).replace(NB, " ")
    assert "  # Sous l’en-tête : Le coût\n" in text
    assert "option: couts" in text
    assert 'question: "-"' in text
    assert "(row : agents-maitrise) : Comment jugez-vous" in text


class Stand:
    """An export in memory; `again` is what must be read in its place, once half of it is read."""

    headings = (Heading(0, "id"),)

    def __init__(self, cells: list[str | None], again: "Stand | None" = None) -> None:
        self.cells, self.again, self.path = cells, again, Path("e.csv")

    def chunks(self, size: int, closed: frozenset[str] = frozenset()) -> Iterator[Chunk]:
        yield Chunk(pl.DataFrame({"c0": self.cells}))
        if self.again:
            raise Irregular(self.again)


def test_an_export_that_must_be_read_again_counts_nothing_twice():
    export = Stand(["Tr\ufffds", "oui"], Stand(["Très", "oui", None, ""]))
    assert [sample.counts for sample in sample_values(export)] == [{"Très": 1, "oui": 1, "": 1}]


def test_a_column_of_countless_cells_is_given_up_though_its_pieces_are_few():
    cells = [";".join(c for bit, c in enumerate("abcdefghijklm") if number >> bit & 1) for number in range(5_100)]
    assert sample_values(Stand(cells))[0].free


def test_values_are_counted_and_free_text_given_up(tmp_path: Path):
    rows = [f"c{number};Oui;A|B;texte {number} ; {number}" for number in range(400)]
    (tmp_path / "e.csv").write_text("\n".join(["id;oui;plusieurs;texte;vide", *rows]), encoding="utf-8")
    with_limit = sample_values(open_export(tmp_path / "e.csv"), limit=50)
    assert [sample.free for sample in with_limit] == [True, False, False, True, True]
    assert with_limit[1].counts == {"Oui": 400}


def test_many_combinations_of_few_choices_are_no_free_text(tmp_path: Path):
    choices = [f"choix {number}" for number in range(9)]
    cells = [";".join(c for bit, c in enumerate(choices) if number >> bit & 1) for number in range(1, 512)]
    (tmp_path / "e.csv").write_text("\n".join(["cells\tb", *(f"{cell}\tx" for cell in cells)]), encoding="utf-8")
    sample = sample_values(open_export(tmp_path / "e.csv"), limit=50)[0]
    assert (sample.free, len(sample.counts)) == (False, 511)
