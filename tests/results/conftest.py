"""Comparisons of the small area, played once for all tests of the report."""

from pathlib import Path

import pytest

from experiments import compare
from tests.results.stored import AREA, POLICIES

REPLICATES = 4


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored comparison of two policies, four replicates, without report."""
    folder = tmp_path_factory.mktemp("played") / "two"
    compare(POLICIES, area=AREA, years=1, warmup_weeks=26, replicates=REPLICATES, out=folder)
    return folder


@pytest.fixture(scope="session")
def played_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored comparison of five policies, one of them of our own, two replicates."""
    place = tmp_path_factory.mktemp("many")
    own = place / "een-eigen-beleid-met-een-lange-naam.toml"
    own.write_text("[levers]\nintake = 0\nqueue = 1\nplan = 0\noutreach = 0\n")
    names = ["fragmented", "alleen-voordeur", "alleen-gedeelde-capaciteit", "krachtenbundeling", str(own)]
    compare(names, area=AREA, years=1, warmup_weeks=0, replicates=2, out=place / "five")
    return place / "five"
