"""What must hold between the marginals of a neighbourhood: they add up, and its households can exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.household import HOUSEHOLD_KINDS
from simulation.areas.schema import ADULTS, AGE_CLASSES, HOUSEHOLD_MARGINALS, MARGINALS, WHOLE_NUMBERS
from simulation.areas.tables import Table, wrong
from simulation.errors import InputError

PERCENT = 100.0
PERCENT_TOLERANCE = 1.0
"""How far, in percentage points, published ages may be from 100 because they were rounded."""


@dataclass(frozen=True)
class Marginals:
    """The marginals of one neighbourhood.

    Attributes:
        neighbourhood: its name.
        table: the table they stand in.
        values: marginal and value.
        rows: marginal and the row it stands in.
    """

    neighbourhood: str
    table: Table
    values: Mapping[str, float]
    rows: Mapping[str, int]

    @classmethod
    def of(cls, neighbourhood: str, table: Table) -> "Marginals":
        """Look up the marginals of a neighbourhood, and refuse it if one is missing."""
        own = table.content[table["neighbourhood"] == neighbourhood]
        rows = {str(name): int(row) for row, name in own["marginal"].items()}  # type: ignore[call-overload]
        missing = [name for name in MARGINALS if name not in rows]
        if missing:
            where = table.at(None, "marginal")
            raise wrong("no_marginal", where, neighbourhood=neighbourhood, marginal=missing[0])
        return cls(neighbourhood, table, dict(zip(own["marginal"], own["value"], strict=True)), rows)

    def refuse(self, key: str, marginal: str, **fields: object) -> InputError:
        """Say that the value of one marginal cannot be."""
        where = self.table.at(self.rows[marginal], "value")
        given = {"marginal": marginal, "value": self.values[marginal]} | fields
        return wrong(key, where, neighbourhood=self.neighbourhood, **given)


def check_marginals(neighbourhoods: Sequence[str], tables: Mapping[str, Table]) -> None:
    """Refuse marginals that are missing or do not add up.

    Args:
        neighbourhoods: names of the neighbourhoods.
        tables: every table by name; reads marginals, household_sizes and composition.

    Raises:
        InputError: names file, row, column, value and what is allowed.
    """
    need = _residents_per_household(tables["household_sizes"])
    composition = tables["composition"]
    share = float(composition["value"][composition["item"] == "in_households_share"].iloc[0])
    for name in neighbourhoods:
        own = Marginals.of(name, tables["marginals"])
        _check_amounts(own)
        _check_ages(own)
        _check_residents(own, need, share)


def _check_amounts(own: Marginals) -> None:
    for marginal in MARGINALS:
        if marginal not in WHOLE_NUMBERS and own.values[marginal] > PERCENT:
            raise own.refuse("percent", marginal)
    if own.values["residents"] < 1:
        raise own.refuse("nobody", "residents")
    if sum(own.values[marginal] for marginal in HOUSEHOLD_MARGINALS) < 1:
        raise own.refuse("nobody", HOUSEHOLD_MARGINALS[0])


def _check_ages(own: Marginals) -> None:
    first, *_ = AGE_CLASSES
    total = sum(own.values[name] for name in AGE_CLASSES)
    if abs(total - PERCENT) > PERCENT_TOLERANCE:
        raise own.refuse("ages", first, total=total)
    for small, large in (("age_0_15", "age_under_18"), ("age_67_plus", "age_65_plus")):
        if own.values[small] > own.values[large]:
            raise own.refuse("part", small, limit=large, most=own.values[large])
    young = own.values["age_0_15"] + own.values["age_15_25"]
    if own.values["age_under_18"] > young:
        raise own.refuse("part", "age_under_18", limit="age_0_15 + age_15_25", most=young)


def _residents_per_household(sizes: Table) -> Mapping[str, float]:
    """Count who must live in a household of each kind, on average: its adults and its children."""
    children = (sizes["children"] * sizes["share"]).groupby(sizes["kind"]).sum()
    return {
        f"households_{kind}": adults + float(children[kind])
        for kind, adults in zip(HOUSEHOLD_KINDS, ADULTS, strict=True)
    }


def _check_residents(own: Marginals, need: Mapping[str, float], share: float) -> None:
    """Refuse households that need more residents than there are; a household more or less is rounding."""
    there = own.values["residents"] * share
    wanted = sum(own.values[marginal] * persons for marginal, persons in need.items())
    if wanted > there + max(need.values()):
        raise own.refuse("too_many_households", "residents", there=round(there), need=round(wanted))
