"""What registers would say of a run: provisions per client, who is known to debt help, concentration of cost.

A register looks at the world while it is lived: at the end of every year, and for use over years every four
weeks. Counts of years add up before a share is taken.
"""

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from agents.domains import DOMESTIC_VIOLENCE, MODERATE, MONEY, MUNICIPAL_PAYERS, PILLARS, ZVW
from experiments.returning import LAWS, Register, uses_of
from simulation import Scenario
from simulation.counters import OPEN_N
from simulation.products import PRODUCT_NAMES
from simulation.world import World

YEAR_WEEKS, LOOK_WEEKS, YEARS_SEEN = 52, 4, 7
CENTS = 100.0
TOP_SHARE, MOST_OF_COST = 0.01, 0.8
DEBT = PILLARS.index("debt")
WMO_PRODUCTS = ("guidance", "day_activity", "household_help", "aids_transport")
BITS_OF_A_LEVEL, LEVEL_MASK = 3, 7

YEARLY = (
    "wmo_provisions_mean",
    "wmo_one_provision_share",
    "one_provision_share",
    "debt_known_share",
    "violence_repeated_share",
    "zvw_top_1_share",
    "zvw_80_share",
    "dearest_household",
)
"""What every run can tell."""

OVER_YEARS = tuple(f"{kind}_{law}" for kind in ("returned", "every_year") for law in LAWS)
"""What only a run of `YEARS_SEEN` years can tell."""


class Registers:
    """Looks at a world at the end of every year."""

    def __init__(self, scenario: Scenario) -> None:
        """Begins at week 0.

        Args:
            scenario: What is lived; prices of the sources are taken from it.
        """
        self.index = scenario.values["strict_cost_price_index"]
        self.sums: dict[str, float] = defaultdict(float)
        self.years = 0
        self.cost: NDArray[np.int64] | None = None
        self.zvw: NDArray[np.int64] | None = None
        self.reports: NDArray[np.int64] | None = None

    def look(self, world: World, week: int) -> None:
        """Looks once a year; at other times does nothing.

        Args:
            world: The world, its accounts up to date at the end of a year.
            week: Weeks of the policy that have been lived.
        """
        if week % YEAR_WEEKS != 0:
            return
        self._count_wmo(world)
        self._count_households(world)
        self._count_cost(world)
        self._count_reports(world)
        self.years += 1

    def found(self) -> dict[str, float]:
        """Gives what was seen, by name; not a number where there was nobody."""
        sums = self.sums
        known = {
            "wmo_provisions_mean": ("wmo_provisions", "wmo_clients"),
            "wmo_one_provision_share": ("wmo_one", "wmo_clients"),
            "one_provision_share": ("with_one", "with_indicated"),
            "debt_known_share": ("debt_known", "debt"),
            "violence_repeated_share": ("repeated", "reports"),
            "zvw_top_1_share": ("zvw_top", "years"),
            "zvw_80_share": ("zvw_80", "years"),
            "dearest_household": ("dearest", "years"),
        }
        sums["years"] = self.years
        return {name: _share(sums[part], sums[whole]) for name, (part, whole) in known.items()}

    def _count_wmo(self, world: World) -> None:
        everything = world.cases[world.opened["case"][: world.counters[OPEN_N]]]
        numbers = [PRODUCT_NAMES.index(name) for name in WMO_PRODUCTS]
        cases = everything[np.isin(everything["product"], numbers)]
        first = world.households.first_resident[cases["household"]]
        owner = np.where(cases["resident"] >= 0, cases["resident"], first)
        pairs = np.unique(owner.astype(np.int64) * len(PRODUCT_NAMES) + cases["product"])
        _, provisions = np.unique(pairs // len(PRODUCT_NAMES), return_counts=True)
        self.sums["wmo_clients"] += len(provisions)
        self.sums["wmo_provisions"] += int(provisions.sum())
        self.sums["wmo_one"] += int((provisions == 1).sum())

    def _count_households(self, world: World) -> None:
        households = world.households
        self.sums["with_indicated"] += int((households.indicated_open > 0).sum())
        self.sums["with_one"] += int((households.indicated_open == 1).sum())
        level = (households.levels.astype(np.int64) >> (BITS_OF_A_LEVEL * MONEY)) & LEVEL_MASK
        debt = level >= MODERATE
        self.sums["debt"] += int(debt.sum())
        self.sums["debt_known"] += int((debt & (world.pillars_open[:, DEBT] > 0)).sum())

    def _count_cost(self, world: World) -> None:
        municipal = world.household_cost[:, list(MUNICIPAL_PAYERS)].sum(axis=1) + world.household_benefits
        zvw = world.household_cost[:, ZVW].copy()
        year = municipal - (0 if self.cost is None else self.cost)
        self.sums["dearest"] += float(year.max()) / CENTS * self.index
        each = zvw - (0 if self.zvw is None else self.zvw)
        top, most = concentration(each, world.households.persons.astype(np.int64))
        self.sums["zvw_top"] += top
        self.sums["zvw_80"] += most
        self.cost, self.zvw = municipal, zvw

    def _count_reports(self, world: World) -> None:
        reports = world.event_total[:, DOMESTIC_VIOLENCE].copy()
        if self.reports is not None:
            fresh = reports - self.reports
            self.sums["reports"] += int(fresh.sum())
            again = np.where(self.reports > 0, fresh, np.maximum(fresh - 1, 0))
            self.sums["repeated"] += int(again.sum())
        self.reports = reports


class UseOverYears:
    """Follows who uses which law for seven years, as the source did."""

    def __init__(self) -> None:
        """Begins with nobody known."""
        self.registers: dict[str, Register] = {}
        self.seen: dict[str, NDArray[np.int64]] = {}
        self.keys: NDArray[np.uint64] | None = None
        self.left: Counter[str] = Counter()

    def look(self, world: World, week: int) -> None:
        """Notes who uses what.

        Args:
            world: The world.
            week: Weeks of the policy that have been lived.
        """
        keys = world.residents.key
        if self.keys is None:
            self.registers = {law: Register(keys.size) for law in LAWS}
            self.seen = {law: np.zeros(keys.size, np.int64) for law in LAWS}
            self.keys = keys.copy()
        others = self.keys != keys
        year = 1 << ((week - 1) // YEAR_WEEKS)
        for law, uses in uses_of(world).items():
            self.registers[law].see(week - 1, keys, uses)
            self.left[law] += int((self.seen[law][others] > 0).sum())
            self.seen[law][others] = 0
            self.seen[law][uses] |= year
        self.keys[:] = keys

    def found(self) -> dict[str, float]:
        """Gives the shares, by name; who moved away counts as a user of fewer years."""
        every = (1 << YEARS_SEEN) - 1
        shares = {f"returned_{law}": register.share() for law, register in self.registers.items()}
        for law, seen in self.seen.items():
            users = self.left[law] + int((seen > 0).sum())
            shares[f"every_year_{law}"] = _share(int((seen == every).sum()), users)
        return shares


def concentration(cost: NDArray[np.int64], persons: NDArray[np.int64]) -> tuple[float, float]:
    """How unevenly a cost falls on residents, each bearing an equal part of that of the household.

    Args:
        cost: By household.
        persons: By household.

    Returns:
        Part of the cost with the dearest 1% of residents; share of residents who together make 80%.
    """
    each = np.sort(np.repeat(cost / np.maximum(persons, 1), persons))[::-1]
    total = each.sum()
    if total <= 0:
        return float("nan"), float("nan")
    running = np.cumsum(each) / total
    top = max(1, round(TOP_SHARE * len(each)))
    return float(running[top - 1]), float((np.searchsorted(running, MOST_OF_COST) + 1) / len(each))


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")
