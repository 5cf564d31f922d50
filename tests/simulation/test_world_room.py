"""A world lies in one stretch of memory; a copy holds the same and shares nothing."""

import numpy as np

from agents.cache_lines import CACHE_LINE
from agents.need import NEED
from simulation.world_room import in_one_room

ARRAYS = {
    "needs": np.ones(5, NEED).view(np.recarray),
    "turned": np.arange(12).reshape(3, 4)[:, ::-1],
    "empty": np.zeros((0, 3)),
    "used": np.arange(20).reshape(10, 2) + 1,
}


def test_copies_hold_the_same_each_from_the_beginning_of_a_cache_line() -> None:
    placed = in_one_room(ARRAYS)
    for name, array in ARRAYS.items():
        assert placed[name].dtype == array.dtype
        assert isinstance(placed[name], type(array))
        np.testing.assert_array_equal(placed[name], array)
        assert array.size == 0 or placed[name].ctypes.data % CACHE_LINE == 0
        assert not np.shares_memory(placed[name], array)


def test_rows_that_are_not_in_use_are_left_empty() -> None:
    placed = in_one_room(ARRAYS, {"used": 3})["used"]
    np.testing.assert_array_equal(placed[:3], ARRAYS["used"][:3])
    assert not placed[3:].any()
