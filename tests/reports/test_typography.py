"""French as it is written."""

from datetime import date

import pytest

from iag_diag.reports import french


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 3, 1), "1er\u00a0mars 2026", "01/03/2026"),
        (date(2026, 11, 23), "23\u00a0novembre 2026", "23/11/2026"),
        (date(2027, 1, 2), "2\u00a0janvier 2027", "02/01/2027"),
        (date(2027, 12, 31), "31\u00a0décembre 2027", "31/12/2027"),
    ],
)
def test_dates(day: date, long: str, short: str):
    assert (french.long_date(day), french.short_date(day)) == (long, short)


@pytest.mark.parametrize(("count", "expected"), [(0, "0\u00a0heure"), (1, "1\u00a0heure"), (2, "2\u00a0heures")])
def test_zero_and_one_are_singular(count: int, expected: str):
    assert french.counted(count, "heure") == expected


def test_a_plural_of_its_own():
    assert [french.counted(count, "canal", "canaux") for count in (1, 3)] == ["1\u00a0canal", "3\u00a0canaux"]


def test_numbers_in_letters_are_feminine_up_to_ten():
    assert [french.in_letters(count) for count in (0, 1, 4, 10, 11)] == ["zéro", "une", "quatre", "dix", "11"]
    assert [french.ordinal(rank) for rank in (1, 4, 10, 11)] == ["première", "quatrième", "dixième", "11e"]


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_lists(words: list[str], expected: str):
    assert french.listed(words) == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("réflexion", "de réflexion"),
        ("expérimentation", "d’expérimentation"),
        ("élan", "d’élan"),
        ("Optimisation", "d’Optimisation"),
    ],
)
def test_elision(noun: str, expected: str):
    assert french.of(noun) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Écrire une charte", "écrire une charte"),
        ("L’équipe", "l’équipe"),
        ("À faire", "à faire"),
        ("IA et métiers", "IA et métiers"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_a_sentence_placed_inside_another(text: str, expected: str):
    assert french.lower_first(text) == expected
