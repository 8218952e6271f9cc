"""What every test may ask for: the shipped pack and an engine made ready once."""

import pytest

from iag_diag.content.pack import Pack, load_pack
from iag_diag.diagnosis.engine import Engine


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def engine(pack: Pack) -> Engine:
    return Engine(pack)
