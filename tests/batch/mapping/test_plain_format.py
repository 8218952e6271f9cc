"""Our own format: recognised by its headings alone, refused as soon as one of them is foreign or says a thing twice."""

import pytest

from iag_diag.batch.export import Heading
from iag_diag.batch.mapping.model import Mapping
from iag_diag.batch.mapping.plain import plain_mapping
from iag_diag.content.pack import Pack


def mapped(pack: Pack, *texts: str) -> Mapping | None:
    return plain_mapping([Heading(place, text) for place, text in enumerate(texts)], pack)


def test_every_kind_of_column(pack: Pack):
    mapping = mapped(pack, "identifiant", "taille", "freins[couts]", "attentes", "apprehension[cadres]",
                     "nature-impacts[communication]", "autres-impacts-texte", "apprehension")  # fmt: skip
    assert mapping is not None
    assert (mapping.pack, mapping.vendor, mapping.key, mapping.undecided) == (pack.manifest.id, "iag-diag", 1, ())
    key, size, option, several, row, cells, text, table = mapping.columns
    assert not key.answers
    assert list(size.labels) == ["0", "1-9", "10-49", "50-199", "200-499", "500+", "nsp", "sans-objet"]
    assert all(label == option for label, option in size.labels.items())
    assert (option.option, option.separator) == ("couts", None)
    assert option.labels == {"oui": "oui", "non": "non", "nsp": "nsp", "sans-objet": "sans-objet"}
    assert (several.separator, several.labels["former"]) == ("|", "former")
    assert (row.row, row.separator, row.labels["faible"]) == ("cadres", None, "faible")
    assert (cells.row, cells.separator, cells.labels["creation"]) == ("communication", "|", "creation")
    assert text.labels == table.labels == {"nsp": "nsp", "sans-objet": "sans-objet"}


@pytest.mark.parametrize(
    ("headings", "key"),
    [
        (("taille", "identifiant", "company"), 2),
        (("company", "taille"), 1),
        (("taille",), None),
        ((" identifiant ", "taille\u00a0"), 1),
    ],
)
def test_the_column_that_identifies_a_company(pack: Pack, headings, key):
    mapping = mapped(pack, *headings)
    assert mapping is not None
    assert mapping.key == key


@pytest.mark.parametrize(
    "headings",
    [
        ("identifiant",),
        ("identifiant", "company"),
        ("taille", "Commentaire"),
        ("taille", "taille"),
        ("taille[1-9]",),
        ("freins[zzz]",),
        ("freins", "freins[couts]"),
        ("apprehension[faible]",),
        ("apprehension[cadres][faible]",),
        ("freins[couts",),
        ("",),
        ("Taille",),
    ],
)
def test_what_is_not_our_format(pack: Pack, headings):
    assert mapped(pack, *headings) is None
