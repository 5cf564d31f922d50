"""Replicates that were played before, for whoever asks the same run again."""

import pickle
import zlib
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from results.evidence import weekly_columns
from simulation import Scenario

if TYPE_CHECKING:
    from experiments.batch import Replicate

FAST = 1
"""Level of pressing: half a millisecond, and hardly larger than with more."""

type Key = tuple[object, ...]
"""All that decides a run; its rules are those of this process."""


def key_of(scenario: Scenario) -> Key:
    """Gives all that decides a run: area and world by their content, numbers, luck, weeks and who takes part.

    Args:
        scenario: What is played.
    """
    return (
        scenario.start_digest,  # content of area and world, and every number of the start-up
        scenario.digest,  # every number under the policy, and its calendar
        scenario.policy,
        scenario.partners,
        scenario.seed,
        scenario.world,
        scenario.years,
        scenario.warmup_weeks,
        scenario.copies,
    )


class Repertoire:
    """Keeps replicates; the one that was asked for longest ago goes first.

    Of their weeks only the columns stay that figures are made of, and all is pressed together: 11 kB each.

    Attributes:
        lost: How many went.
    """

    def __init__(self, most: int) -> None:
        """Takes how many replicates are kept."""
        self._most = most
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()
        self.lost = 0

    def __len__(self) -> int:
        """Counts the replicates."""
        return len(self._kept)

    def __contains__(self, scenario: Scenario) -> bool:
        """Says whether a run was played and is kept."""
        return key_of(scenario) in self._kept

    def touch(self, scenario: Scenario) -> bool:
        """Says whether a run is kept, and counts that as asking for it.

        Args:
            scenario: What would be played.
        """
        key = key_of(scenario)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return key in self._kept

    def find(self, scenario: Scenario) -> "Replicate | None":
        """Gives what is kept of a run, nothing where it was not played or is gone.

        Args:
            scenario: What would be played.
        """
        key = key_of(scenario)
        with self._lock:
            pressed = self._kept.get(key)
            if pressed is None:
                return None
            self._kept.move_to_end(key)
        replicate: Replicate = pickle.loads(zlib.decompress(pressed))
        return replicate

    def keep(self, scenario: Scenario, replicate: "Replicate") -> "Replicate":
        """Keeps a replicate.

        Args:
            scenario: What was played.
            replicate: What is known of it.

        Returns:
            What is kept of it, for who asked it too.
        """
        kept = replace(replicate, weekly=replicate.weekly[weekly_columns()])
        pressed = zlib.compress(pickle.dumps(kept), FAST)
        with self._lock:
            self._kept[key_of(scenario)] = pressed
            self._kept.move_to_end(key_of(scenario))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
                self.lost += 1
        return kept
