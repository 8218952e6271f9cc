"""The toy pack (`toy.yaml`), for rules whose every number is known."""

import pytest

from builders import toy_pack
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine


@pytest.fixture(scope="session")
def toy(pack: Pack) -> Engine:
    return Engine(toy_pack(pack))
