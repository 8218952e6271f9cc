"""The compiled engine, made once."""

import pytest

from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.content.pack import Pack


@pytest.fixture(scope="session")
def scorer(pack: Pack) -> Scorer:
    return Scorer(pack)
