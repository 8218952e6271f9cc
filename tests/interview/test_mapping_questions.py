"""What `iag-diag map` asks: the right doubts, once each, in both faces; leaving in the middle loses no decision."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import run, squeezed
from screen import CTRL_C, DOWN, ENTER, Terminal

from iag_diag.batch.export import Habits, Heading
from iag_diag.batch.mapping.draft import Draft
from iag_diag.batch.mapping.drafting import Drafter
from iag_diag.batch.mapping.model import read_mapping
from iag_diag.batch.mapping.samples import Sample
from iag_diag.content.pack import Pack
from iag_diag.interview.mapping import MappingInterview

EXPORT = """\
Code entreprise;Nombre de salariés;Les managers sont-ils sensibilisés ?;Employés et ouvriers;Cadres
a;1 à 9 salariés;Oui;Plutôt faible;Plutôt faible
b;10 à 49 salariés;Non;Faible;Très bonne
c;09-janv;Non;Bonne;Bonne
d;10 à 49 salariés;Non;Bonne;Bonne
"""
FILE = "enquete.correspondance.yaml"


class Chooser:
    """Picks, for each title that holds one of its words, the choice that goes with it; else later."""

    def __init__(self, choices: dict[str, list[str]]) -> None:
        self.choices = choices
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []
        self.said: list[str] = []

    def say(self, text: str, *, strong: bool = False) -> None:
        self.said.append(text)

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        self.asked.append((title, list(choices)))
        wanted = next((picked for word, picked in self.choices.items() if word in title and picked), ["?"])
        chosen = wanted.pop(0) if wanted != ["?"] else "?"
        assert chosen in dict(choices)
        return chosen


def asked(pack: Pack, columns: dict[str, dict[str, int]], choices: dict[str, list[str]]) -> tuple[Draft, Chooser]:
    headings = [Heading(place, text) for place, text in enumerate(columns)]
    drafter = Drafter(headings, Habits("", ""), [Sample(Counter(values)) for values in columns.values()], pack)
    chooser = Chooser(choices)
    interview = MappingInterview(drafter, drafter.draft(), pack, chooser)
    interview.run()
    return interview.draft, chooser


YES_NO = {"Oui": 1, "Non": 3, "Peut-être": 1}


def test_a_candidate_is_chosen_by_its_place_then_its_values_are_asked(pack: Pack):
    draft, chooser = asked(pack, {"Les managers sont-ils sensibilisés ?": {"Oui": 30, "Non": 30, "Peut-être": 1}},
                           {"À quelle question": ["1"], "Peut-être": ["nsp"]})  # fmt: skip
    assert len(chooser.asked) == 2
    column = draft.mapping.columns[0]
    candidates = [label for key, label in chooser.asked[0][1] if key.isdecimal()]
    assert column.question == draft.columns[0].question
    assert candidates[1].startswith(pack.questions[column.question].label)
    assert column.labels == {"Non": "non", "Oui": "oui", "Peut-être": "nsp"}
    assert chooser.said[-1].endswith("Je ne sais pas")


def test_another_question_is_chosen_among_those_without_a_column(pack: Pack):
    draft, chooser = asked(pack, {"strategie": {"Oui": 1}, "Les managers sont-ils sensibilisés ?": {"Oui": 9}},
                           {"À quelle question": ["autre"], "Quelle question": ["referent"]})  # fmt: skip
    assert [column.question for column in draft.mapping.columns] == ["strategie", "referent"]
    offered = [key for key, _ in chooser.asked[1][1]]
    assert "strategie" not in offered
    assert "referent" in offered


def test_the_line_of_a_table_is_asked_where_nothing_says_it(pack: Pack):
    picks = {"À quelle question": ["autre"], "Quelle question": ["apprehension"], "Quelle ligne": ["cadres"]}
    draft, _ = asked(pack, {"Les managers sont-ils sensibilisés ?": {"Oui": 9}}, picks)
    assert [(column.question, column.row) for column in draft.mapping.columns] == [("apprehension", "cadres")]


def test_cells_that_name_a_table_are_asked_for_their_line(pack: Pack):
    draft, chooser = asked(pack, {"Zzz": {"Faible": 5, "Bonne": 4}}, {"À quelle": ["0"], "Quelle ligne": ["employes"]})
    assert [(column.question, column.row) for column in draft.mapping.columns] == [("apprehension", "employes")]
    assert len(chooser.asked) == 2


def test_left_aside_or_for_later(pack: Pack):
    columns = {"Les managers sont-ils sensibilisés ?": {"Oui": 9}, "Le référent sensibilisé": {"Oui": 9}}
    draft, _ = asked(pack, columns, {"managers": ["-"]})
    assert [column.question for column in draft.mapping.columns] == ["-", "?"]
    _, chooser = asked(pack, columns, {"managers": ["arret"]})
    assert len(chooser.asked) == 1


def test_one_value_of_several_columns_is_asked_once(pack: Pack):
    values = {"Faible": 5, "Plutôt faible": 2}
    draft, chooser = asked(pack, {"Employés et ouvriers": values, "Cadres": values}, {"Plutôt": ["faible"]})
    assert [title for title, _ in chooser.asked if "Plutôt" in title] == [chooser.asked[0][0]]
    assert "Colonne 1 (et 1 de plus)," in chooser.asked[0][0]
    assert [column.labels["Plutôt faible"] for column in draft.mapping.columns] == ["faible", "faible"]
    assert chooser.asked[0][1][0] == ("faible", "Faible (le plus proche, 60\u00a0%)")


def test_the_rest_of_the_values_can_wait(pack: Pack):
    _, chooser = asked(pack, {"strategie": {"Oui": 9, "Peut-être": 1, "Bof": 1}}, {"que veut dire": ["arret"]})
    assert len(chooser.asked) == 1


def test_what_an_export_holds_cannot_act_on_the_terminal(pack: Pack):
    _, chooser = asked(pack, {"strategie": {"Oui": 9, "\x1b[31mR\u202e\x07" + "x" * 300: 1}}, {})
    title = chooser.asked[0][0]
    assert title.replace("\u00a0", " ").isprintable()
    assert len(title) < 250


def mapping_of(folder: Path, pack: Pack):
    return read_mapping(folder / FILE, pack)


def test_the_plain_face_line_by_line(tmp_path: Path, pack: Pack):
    (tmp_path / "enquete.csv").write_text(EXPORT, encoding="utf-8")
    done = run(tmp_path, "map", "enquete.csv", "--plain", typed=["2", "99", "1", "1"])
    assert done.returncode == 0, done.stderr
    assert squeezed("Tapez un numéro de 1 à") in squeezed(done.stderr)
    mapping = mapping_of(tmp_path, pack)
    assert mapping.key == 1
    assert mapping.columns[1].labels["09-janv"] == "1-9"
    assert mapping.columns[3].labels["Plutôt faible"] == mapping.columns[4].labels["Plutôt faible"] == "faible"


def test_the_end_of_the_input_keeps_what_was_decided(tmp_path: Path, pack: Pack):
    (tmp_path / "enquete.csv").write_text(EXPORT, encoding="utf-8")
    done = run(tmp_path, "map", "enquete.csv", "--plain", typed=["1"])
    assert done.returncode == 130
    assert squeezed(f"Interrompu. Ce que vous avez décidé est gardé dans {FILE}.") in squeezed(done.stderr)
    mapping = mapping_of(tmp_path, pack)
    assert mapping.columns[2].answers
    assert mapping.undecided


@pytest.mark.slow
def test_the_handsome_face_then_ctrl_c(tmp_path: Path, pack: Pack):
    (tmp_path / "enquete.csv").write_text(EXPORT, encoding="utf-8")
    person = Terminal(tmp_path, "map", "enquete.csv", columns=100)
    person.see("« Les managers sont-ils sensibilisés ? »")
    person.see("À quelle question répond-elle ?")
    person.press(DOWN, ENTER)
    person.see("que veut dire « 09-janv »")
    person.see("» De 1 à 9 salariés (le plus proche, 70 %)")
    person.press(ENTER)
    person.see("que veut dire « Plutôt faible »")
    person.press(CTRL_C)
    assert person.end() == 130
    assert squeezed(f"gardé dans {FILE}") in person.everything
    mapping = mapping_of(tmp_path, pack)
    assert mapping.columns[1].labels["09-janv"] == "1-9"
    assert mapping.undecided == ("« Plutôt faible » (colonne 4)", "« Plutôt faible » (colonne 5)")
