"""An adviser's companies: all of a folder at once, their actions, and their erasing."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.dossiers.lock import sole_writer
from iag_diag.dossiers.model import ActionState, Dossier, PackReference, StoredAction, StoredDiagnosis
from iag_diag.dossiers.portfolio import Entry, entry, orders, picture, read_portfolio
from iag_diag.dossiers.purging import belongings, dossiers_of, erase, untouched_since
from iag_diag.dossiers.tracking import followed, numeric_date, practice, read_date
from iag_diag.errors import IagDiagError

NOON = "2026-11-23T12:00:00Z"
TODAY = date(2026, 11, 26)
BEGINNER = {"taille": "1-9", "strategie": "non", "appropriation": "acculturation", "acces-public": "oui"}


@pytest.fixture
def dossier(engine: Engine) -> Dossier:
    """Build a company diagnosed once, with a sheet done, one late, and one dropped that no roadmap holds any more."""
    empty = Dossier(
        company="Le Val", questionnaire="express", pack=PackReference.of(engine.pack), created=NOON, updated=NOON
    )
    for question, value in BEGINNER.items():
        empty = empty.with_answer(question, value, NOON)
    record = StoredDiagnosis.of(engine.diagnose(empty.values()), empty.values(), "express", date(2026, 11, 1))
    first, second, *_ = record.roadmap
    return (
        empty.with_diagnosis(record, NOON)
        .with_action(first, StoredAction(state=ActionState.DONE, at=NOON))
        .with_action(second, StoredAction(state=ActionState.DOING, at=NOON, owner="Nadia", due="2026-11-20"))
        .with_action("cafe-ia", StoredAction(state=ActionState.DROPPED, at=NOON))
        .with_next_meeting("2026-11-26", NOON)
    )


@pytest.fixture
def saved(tmp_path: Path, dossier: Dossier) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        path = tmp_path / f"{name}.iag.json"
        store.save(path, dossier)
        return path

    return write


def test_an_entry_sums_a_dossier_up(dossier: Dossier, pack: Pack):
    one = entry(Path("val.iag.json"), dossier, pack)
    record = dossier.diagnoses[0]
    assert (one.company, one.size, one.branch, one.phase) == ("Le Val", "1-9", "", "reflexion")
    assert one.weakest == record.weakest != ""
    assert (one.done, one.actions) == (1, len(record.roadmap))
    assert one.due(TODAY)
    assert not one.due(date(2026, 11, 25))


def test_older_dossiers_have_a_weakest_axis_too(dossier: Dossier, pack: Pack):
    old = dossier.diagnoses[0].model_copy(
        update={"weakest": "", "dimensions": {"usages": 40, "competences": 12, "culture": None}}
    )
    assert entry(Path("x"), dossier.with_diagnosis(old, NOON), pack).weakest == "competences"


def test_a_damaged_dossier_hides_none_of_the_others(saved: Callable[[str], Path], tmp_path: Path, pack: Pack):
    saved("un"), saved("deux")
    for name, content in (("demi", b'{"schema": 2, "comp'), ("nul", b"\0\0"), ("vide", b""), ("liste", b"[]")):
        (tmp_path / f"{name}.iag.json").write_bytes(content)
    (tmp_path / "boucle.iag.json").symlink_to("boucle.iag.json")
    (tmp_path / "repertoire.iag.json").mkdir()
    (tmp_path / "futur.iag.json").write_text('{"schema": 9}')
    (tmp_path / "autre.json").write_text("{}")
    found = read_portfolio(tmp_path, pack)
    assert [one.path.name for one in found.entries] == ["deux.iag.json", "un.iag.json"]
    assert [one.path.name.partition(".")[0] for one in found.damaged] == [
        "boucle", "demi", "futur", "liste", "nul", "repertoire", "vide",
    ]  # fmt: skip
    assert all(one.path.name in one.message for one in found.damaged)


def test_a_day_that_is_not_one_is_damage(saved: Callable[[str], Path], tmp_path: Path, pack: Pack):
    path = saved("un")
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-26", "2026-11-31"), encoding="utf-8")
    assert "next_meeting" in read_portfolio(tmp_path, pack).damaged[0].message


def test_a_folder_that_is_not_there(tmp_path: Path, pack: Pack):
    with pytest.raises(IagDiagError, match="absent"):
        read_portfolio(tmp_path / "absent", pack)


def test_what_is_not_known_comes_last(dossier: Dossier, pack: Pack):
    def named(name: str, made: Dossier) -> Entry:
        return entry(Path(name), made.model_copy(update={"company": name}), pack)

    begun = dossier.model_copy(update={"diagnoses": (), "next_meeting": None, "answers": {}})
    ahead = dossier.diagnoses[0].model_copy(update={"phase": "optimisation", "date": "2026-10-01", "weakest": "zzz"})
    entries = [
        named("b", begun),
        named("c", dossier.model_copy(update={"diagnoses": (ahead,), "next_meeting": "2026-01-01"})),
        named("a", dossier),
    ]
    expected = {"nom": "abc", "phase": "acb", "taille": "acb", "axe": "acb", "date": "cab", "rendez-vous": "cab"}
    ways = orders(pack)
    assert {way: "".join(one.company for one in sorted(entries, key=key)) for way, key in ways.items()} == expected


def test_the_picture_counts_phases_gates_and_middle_scores(dossier: Dossier, pack: Pack):
    def scored(score: int | None, gates: tuple[str, ...]) -> Entry:
        record = dossier.diagnoses[0].model_copy(update={"dimensions": {"usages": score}, "blocking": gates})
        return entry(Path("x"), dossier.with_diagnosis(record, NOON), pack)

    entries = [scored(10, ("a", "b")), scored(None, ("b",)), scored(30, ()), scored(80, ("b",))]
    begun = entry(Path("y"), dossier.model_copy(update={"diagnoses": ()}), pack)
    seen = picture([*entries, begun], pack)
    assert seen.phases == {"reflexion": 4, "deploiement": 0, "experimentation": 0, "optimisation": 0}
    assert seen.scores == {"reflexion": {"usages": 30}}
    assert list(seen.blocking) == [("b", 3), ("a", 1)]


def test_followed_actions_come_in_the_order_of_the_roadmap(dossier: Dossier, pack: Pack):
    actions = followed(dossier, pack)
    assert [one.sheet for one in actions] == [*dossier.diagnoses[0].roadmap, "cafe-ia"]
    assert [one.late(TODAY) for one in actions] == [False, True, *[False] * (len(actions) - 2)]
    gone = dossier.with_action("fiche-disparue", StoredAction(state=ActionState.TODO, at=NOON))
    assert followed(gone, pack)[-1].name == "fiche-disparue"


def test_a_sheet_that_is_done_stands_for_a_practice(dossier: Dossier, pack: Pack):
    found = practice(dossier, pack, "charte-ethique")
    assert found is not None
    assert (found.question.id, [option.id for option in found.options]) == (
        "pratique-charte-ethique",
        ["en-place", "suivie"],
    )
    assert practice(dossier.with_answer("pratique-charte-ethique", "amorcee", NOON), pack, "charte-ethique") == found
    assert practice(dossier.with_answer("pratique-charte-ethique", "suivie", NOON), pack, "charte-ethique") is None
    assert practice(dossier, pack, "fiche-disparue") is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/03/2027", "2027-03-31"),
        (" 1.3.27 ", "2027-03-01"),
        ("1 3 2027", "2027-03-01"),
        ("2027-03-31", "2027-03-31"),
        ("31/02/2027", None),
        ("03/31/2027", None),
        ("demain", None),
        ("", None),
    ],
)
def test_days_as_they_are_typed(typed: str, day: str | None):
    read = read_date(typed)
    assert (read.isoformat() if read else None) == day
    assert numeric_date("2027-03-01") == "01/03/2027"


def test_what_belongs_to_a_dossier(saved: Callable[[str], Path], tmp_path: Path):
    one, two = saved("un"), saved("un-deux")
    theirs = [
        ".un.iag.json.lock", ".un.iag.json.12.tmp", "feuille-de-route-un.md", "feuille-de-route-un.precedente-1.md",
    ]  # fmt: skip
    for name in (*theirs, "feuille-de-route-un-deux.md", "feuille-de-route.md", "un.txt", "feuille-de-route-unique.md"):
        (tmp_path / name).write_text("x")
    assert {path.name for path in belongings([one])} == {"un.iag.json", *theirs}
    assert {path.name for path in belongings([one, two])} == {
        "un.iag.json", "un-deux.iag.json", *theirs, "feuille-de-route-un-deux.md", "feuille-de-route.md",
    }  # fmt: skip
    assert erase([one]) == 1 + len(theirs)
    assert {path.name for path in tmp_path.iterdir()} == {
        "un-deux.iag.json", "feuille-de-route-un-deux.md", "feuille-de-route.md", "un.txt",
        "feuille-de-route-unique.md",
    }  # fmt: skip


def test_an_open_dossier_is_not_erased(saved: Callable[[str], Path]):
    path = saved("un")
    with sole_writer(path), pytest.raises(IagDiagError, match="déjà ouvert"):
        erase([path])
    assert path.exists()


def test_a_link_goes_and_what_it_leads_to_stays(saved: Callable[[str], Path], tmp_path: Path):
    real = saved("un").rename(tmp_path / "ailleurs.json")
    link = tmp_path / "lien.iag.json"
    link.symlink_to(real)
    erase([link])
    assert not link.is_symlink()
    assert real.exists()


def test_names_mean_dossiers_or_whole_folders(saved: Callable[[str], Path], tmp_path: Path):
    one, two = saved("un"), saved("deux")
    assert dossiers_of([str(tmp_path)]) == [two, one]
    assert dossiers_of([str(tmp_path / "un"), str(two), str(one)]) == [one, two]
    with pytest.raises(IagDiagError, match="trois"):
        dossiers_of([str(tmp_path / "trois")])


def test_old_dossiers_are_told_from_recent_ones(saved: Callable[[str], Path], tmp_path: Path):
    assert untouched_since(saved("un"), datetime(2026, 11, 24, tzinfo=UTC))
    assert not untouched_since(saved("un"), datetime(2026, 11, 23, tzinfo=UTC))
    damaged = tmp_path / "abime.iag.json"
    damaged.write_text("{")
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
    os.utime(damaged, (noon, noon))
    assert not untouched_since(damaged, datetime(2026, 11, 24, tzinfo=UTC))
