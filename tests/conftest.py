"""What every test may ask for: the shipped pack, its library, an engine and a reporter made ready once."""

from datetime import date

import pytest
from hypothesis import settings

from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import Pack, load_pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.reports.reporter import Reporter

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


@pytest.fixture(scope="session")
def library(pack: Pack) -> Library:
    return Library(pack)


@pytest.fixture(scope="session")
def reporter(engine: Engine) -> Reporter:
    return Reporter(engine, date(2026, 11, 23))
