"""The small test area, once for all tests."""

from pathlib import Path

import pytest

from tests.simulation.neighbourhood import busy_area


@pytest.fixture(scope="session")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small area with many registered events."""
    return busy_area(tmp_path_factory.mktemp("area"))
