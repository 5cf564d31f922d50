"""Records are laid out by cache lines: what is read together stands together."""

import numpy as np
import pytest

from agents.cache_lines import CACHE_LINE, in_cache_lines
from agents.case import CASE
from agents.household import HOUSEHOLD, LINK
from agents.need import NEED


def test_each_line_begins_where_a_cache_line_begins() -> None:
    record = in_cache_lines([("one", "f8"), ("two", "i2")], [("three", "u1"), ("four", "i4")])
    assert record.itemsize == 2 * CACHE_LINE
    assert record.names == ("one", "two", "three", "four")
    assert [record.fields[name][1] for name in record.names] == [0, 8, CACHE_LINE, CACHE_LINE + 4]  # type: ignore[index]


def test_what_does_not_fit_in_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="cache line 1 of a record: 72 bytes, at most 64"):
        in_cache_lines([("one", "f8")], [(f"field{number}", "f8") for number in range(9)])


@pytest.mark.parametrize("record", [NEED, HOUSEHOLD, CASE, LINK])
def test_no_record_begins_in_the_middle_of_a_line(record: np.dtype) -> None:
    assert record.itemsize % CACHE_LINE == 0
