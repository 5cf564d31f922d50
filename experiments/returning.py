"""How many people who had help under a law left and came back after more than a year, as registers count it.

The published figure (prog:R02: youth 15%, Wmo 10%, participation 7% of users over the seven years 2012-18) is
about *using* a law again, whatever for. The outcome `relapsed_in_a_year_share` is about a *need* that comes
back within a year, helped or not, so the two cannot be compared. This counts what the register counts.
Run it as ``python -m experiments.returning``.
"""

import numpy as np
from numpy.typing import NDArray

from simulation import Scenario
from simulation.counters import OPEN_N
from simulation.handle import held
from simulation.products import PRODUCT_NAMES
from simulation.startup import branch, started
from simulation.week import live_weeks
from simulation.world import World

LAWS = ("youth", "wmo", "participation")
PARTICIPATION = ("social_assistance", "work_support")
YEARS_SEEN = 7  # 2012 up to and including 2018
MORE_THAN_WEEKS = 52
NEVER_SEEN = -1


class Register:
    """Remembers for each person when a law was last used, and whether he came back to it."""

    def __init__(self, persons: int) -> None:
        """Begins with nobody known."""
        self.keys = np.zeros(persons, np.uint64)
        self.last = np.full(persons, NEVER_SEEN, np.int64)
        self.back = np.zeros(persons, bool)
        self.users, self.returned = 0, 0

    def see(self, week: int, keys: NDArray[np.uint64], uses: NDArray[np.bool_]) -> None:
        """Notes who uses the law in a week.

        Args:
            week: The week, 0 first.
            keys: Who lives in each place now; whoever moved away is followed no longer.
            uses: Who uses the law.
        """
        self._count(self.keys != keys)
        self.keys[:] = keys
        self.back |= uses & (self.last > NEVER_SEEN) & (week - self.last - 1 > MORE_THAN_WEEKS)
        self.last[uses] = week

    def share(self) -> float:
        """Gives the share of users who left and came back; to be asked at the end."""
        self._count(np.ones(len(self.keys), bool))
        return self.returned / self.users if self.users else float("nan")

    def _count(self, who: NDArray[np.bool_]) -> None:
        """Counts some persons and forgets them."""
        self.users += int((self.last[who] > NEVER_SEEN).sum())
        self.returned += int(self.back[who].sum())
        self.last[who], self.back[who] = NEVER_SEEN, False


def uses_of(world: World) -> dict[str, NDArray[np.bool_]]:
    """Tells who uses which law now.

    Args:
        world: The world.

    Returns:
        Law -> resident -> whether help under it is open; what a household has counts for its first resident.
    """
    index = world.opened["case"][: world.counters[OPEN_N]]
    numbers = [PRODUCT_NAMES.index(name) for name in PARTICIPATION]
    cases = world.cases[index]
    cases = cases[np.isin(cases["product"], numbers)]
    owner = np.where(cases.resident >= 0, cases.resident, world.households.first_resident[cases.household])
    participation = np.zeros(world.residents.size, bool)
    participation[owner] = True
    youth = world.residents.youth_open > 0
    return {"youth": youth, "wmo": world.residents.wmo_open > 0, "participation": participation}


def shares_returned(scenario: Scenario) -> dict[str, float]:
    """Lives a scenario and counts who came back to each law.

    Args:
        scenario: The scenario; its years are the years a register sees.
    """
    world = branch(started(scenario), scenario)
    registers = {law: Register(world.residents.size) for law in LAWS}
    for week in range(scenario.weeks):
        live_weeks(held(world), week, week + 1)
        for law, uses in uses_of(world).items():
            registers[law].see(week, world.residents.key, uses)
    return {law: register.share() for law, register in registers.items()}


if __name__ == "__main__":
    for seed in (1, 2, 3):
        shares = shares_returned(Scenario(seed=seed, years=YEARS_SEEN))
        print(seed, ", ".join(f"{law} {100 * share:.1f}%" for law, share in shares.items()), flush=True)
