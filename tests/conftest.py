"""What every test may ask for: the shipped pack and an engine made ready once."""

import pytest
from hypothesis import settings

from iag_diag.content.pack import Pack, load_pack
from iag_diag.diagnosis.engine import Engine

settings.register_profile("same-each-time", deadline=None, derandomize=True, database=None)
settings.register_profile("long", deadline=None, max_examples=5_000)
settings.load_profile("same-each-time")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew, to be read in the diff")


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def engine(pack: Pack) -> Engine:
    return Engine(pack)
