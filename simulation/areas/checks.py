"""What must hold between the tables of an area."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from agents.domains import AGE_GROUPS, DOMAINS, EVENTS, HOUSEHOLD_DOMAINS, PARENTING, age_group, may_have_need
from agents.household import HOUSEHOLD_KINDS
from simulation.areas.schema import (
    AGE_CLASSES,
    COMPOSITION,
    COUPLE_BENEFIT,
    DECISION,
    MARGINALS,
    products,
    products_delivered,
)
from simulation.areas.tables import HEADER_LINES, place
from simulation.errors import InputError, unknown

Tables = Mapping[str, pd.DataFrame]
SHARE_TOLERANCE = 1e-6
PERCENT_TOLERANCE = 1.0
SEVERITIES_ASKING = (2, 3, 4)
OLDEST = 100


def check_tables(folder: Path, neighbourhoods: Sequence[str], tables: Tables) -> None:
    """Refuse an area whose tables contradict each other.

    Args:
        folder: folder of the area.
        neighbourhoods: names of the neighbourhoods.
        tables: every table by name.

    Raises:
        InputError: names file, row, column, value and what is allowed.
    """
    _check_marginals(folder / "marginals.csv", neighbourhoods, tables["marginals"])
    _check_ages(folder / "age_by_position.csv", tables["age_by_position"])
    _check_households(folder, tables)
    _check_staff(folder, tables)
    _check_outside(folder / "outside.csv", tables)
    _check_routes(folder / "routes.csv", tables["routes"])
    _check_money(folder, tables)


def _line(row: int) -> int:
    return row + 1 + HEADER_LINES


def _same_set(path: Path, column: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    missing = sorted(set(wanted) - set(given))
    if missing:
        raise InputError(
            f"{place(path, None, column)}: no row for {missing[0]!r}; allowed: one row for each, add it"
        )


def _names(path: Path, table: pd.DataFrame, column: str, thing: str, valid: Iterable[str]) -> None:
    allowed = tuple(valid)
    for row, name in enumerate(table[column]):
        if name not in allowed:
            raise InputError(f"{place(path, _line(row), column)}: {unknown(thing, name, allowed)}")


def _shares_sum_to_one(path: Path, table: pd.DataFrame, by: str) -> None:
    for name, total in table.groupby(by)["share"].sum().items():
        if abs(total - 1) > SHARE_TOLERANCE:
            row = int((table[by] == name).to_numpy().argmax())
            where = place(path, _line(row), "share")
            raise InputError(f"{where}: shares of {name!r} add up to {total:g}; allowed: exactly 1")


def _check_marginals(path: Path, neighbourhoods: Sequence[str], table: pd.DataFrame) -> None:
    _names(path, table, "neighbourhood", "neighbourhood", neighbourhoods)
    for neighbourhood in neighbourhoods:
        own = table[table["neighbourhood"] == neighbourhood].set_index("marginal")["value"]
        missing = [name for name in MARGINALS if name not in own.index]
        if missing:
            where = place(path, None, "marginal")
            raise InputError(
                f"{where}: {neighbourhood!r} has no row {missing[0]!r}; allowed: one row for each marginal"
            )
        ages = float(own[list(AGE_CLASSES)].sum())
        _refuse(
            path,
            "value",
            abs(ages - OLDEST) > PERCENT_TOLERANCE,
            f"ages of {neighbourhood!r} add up to {ages:g}",
            "100",
        )
        for small, large in (("age_0_15", "age_under_18"), ("age_67_plus", "age_65_plus")):
            wrong = float(own[small]) > float(own[large])
            _refuse(
                path,
                "value",
                wrong,
                f"{small} of {neighbourhood!r} is {own[small]:g}",
                f"at most {large} {own[large]:g}",
            )


def _refuse(path: Path, column: str, wrong: bool, given: str, allowed: str) -> None:
    if wrong:
        raise InputError(f"{place(path, None, column)}: {given}; allowed: {allowed}")


def _check_ages(path: Path, table: pd.DataFrame) -> None:
    expected = 0
    for row, (low, high) in enumerate(zip(table["age_from"], table["age_to_exclusive"], strict=True)):
        if low != expected or high <= low:
            where = place(path, _line(row), "age_from")
            raise InputError(
                f"{where}: class {low}-{high} is not allowed; allowed: a class that starts at {expected}"
            )
        expected = high
    _refuse(path, "age_to_exclusive", expected != OLDEST, f"the last class ends at {expected}", str(OLDEST))


def _check_households(folder: Path, tables: Tables) -> None:
    sizes = folder / "household_sizes.csv"
    _same_set(sizes, "kind", tables["household_sizes"]["kind"], HOUSEHOLD_KINDS)
    _shares_sum_to_one(sizes, tables["household_sizes"], "kind")
    for row, (kind, children) in enumerate(
        zip(tables["household_sizes"]["kind"], tables["household_sizes"]["children"], strict=True)
    ):
        with_children = kind in ("couple_with_children", "single_parent")
        if (children > 0) != with_children:
            allowed = "1 or more" if with_children else "0"
            where = place(sizes, _line(row), "children")
            raise InputError(f"{where}: {children} is not allowed for {kind!r}; allowed: {allowed}")
    _same_set(folder / "household_kinds.csv", "kind", tables["household_kinds"]["kind"], HOUSEHOLD_KINDS)
    _same_set(folder / "composition.csv", "item", tables["composition"]["item"], COMPOSITION)


def _check_staff(folder: Path, tables: Tables) -> None:
    organisations = tables["organisations"]
    inside = organisations[organisations["in_area"] == 1]["organisation"]
    posts, providers = tables["posts"], tables["providers"]
    _names(folder / "posts.csv", posts, "organisation", "organisation in the area", inside)
    _names(folder / "providers.csv", providers, "organisation", "organisation in the area", inside)
    _same_set(folder / "providers.csv", "product", providers["product"], products_delivered("own"))
    _shares_sum_to_one(folder / "providers.csv", providers, "product")
    _same_set(folder / "posts.csv", "product", posts["product"], [DECISION])
    staffed = set(zip(posts["organisation"], posts["product"], strict=True))
    for row, pair in enumerate(zip(providers["organisation"], providers["product"], strict=True)):
        if pair not in staffed:
            where = place(folder / "providers.csv", _line(row), "organisation")
            raise InputError(
                f"{where}: {pair[0]!r} has no posts for {pair[1]!r}; allowed: a provider in posts.csv"
            )
    provided = {*zip(providers["organisation"], providers["product"], strict=True)}
    for row, pair in enumerate(zip(posts["organisation"], posts["product"], strict=True)):
        if pair[1] != DECISION and pair not in provided:
            where = place(folder / "posts.csv", _line(row), "product")
            raise InputError(
                f"{where}: {pair[0]!r} has no share of {pair[1]!r}; allowed: one in providers.csv"
            )
    for row, (fte, people) in enumerate(zip(posts["fte"], posts["people"], strict=True)):
        if (fte > 0) != (people > 0) or people < fte:
            where = place(folder / "posts.csv", _line(row), "people")
            raise InputError(
                f"{where}: {people} people for {fte:g} fte; allowed: {fte:g} or more, and 0 only with 0 fte"
            )


def _check_outside(path: Path, tables: Tables) -> None:
    _names(path, tables["outside"], "provider", "organisation", tables["organisations"]["organisation"])
    _same_set(path, "product", tables["outside"]["product"], products_delivered("outside"))


def _plain[F: Callable[..., object]](rule: F) -> F:
    """Take the rule as it is written: for a few calls it need not be compiled."""
    plain: F = getattr(rule, "py_func", rule)
    return plain


def _has_route(domain: int, group: int) -> bool:
    if domain in HOUSEHOLD_DOMAINS:
        return domain == PARENTING or AGE_GROUPS[group] != "child"
    return any(
        _plain(may_have_need)(domain, age) and _plain(age_group)(age) == group for age in range(OLDEST)
    )


def _check_routes(path: Path, table: pd.DataFrame) -> None:
    given = set(zip(table["domain"], table["age_group"], table["severity"], strict=True))
    for domain, name in enumerate(DOMAINS):
        for group, ages in enumerate(AGE_GROUPS):
            for severity in SEVERITIES_ASKING:
                missing = _has_route(domain, group) and (name, ages, severity) not in given
                case = f"no row for domain {name!r}, age_group {ages!r}, severity {severity}"
                _refuse(path, "domain", missing, case, "one row for every need that can arise, add it")
    for row, (share, other) in enumerate(zip(table["first_share"], table["first_else"], strict=True)):
        if share < 1 and not other:
            where = place(path, _line(row), "first_else")
            raise InputError(f"{where}: '' is not allowed with first_share {share:g}; allowed: a product")


def _check_money(folder: Path, tables: Tables) -> None:
    prices, events = tables["prices"], tables["events"]
    _same_set(folder / "prices.csv", "item", prices["item"], (*products(), COUPLE_BENEFIT))
    _same_set(folder / "events.csv", "event", events["event"], EVENTS)
    for row, (item, payer) in enumerate(zip(prices["item"], prices["payer"], strict=True)):
        own = products().get(item, {"payer_adult": payer})["payer_adult"]
        if payer != own:
            where = place(folder / "prices.csv", _line(row), "payer")
            raise InputError(
                f"{where}: {payer!r} is not allowed for {item!r}; allowed: {own!r} as in the products table"
            )
    for row, (payer, share) in enumerate(zip(events["second_payer"], events["second_share"], strict=True)):
        if (share > 0) != bool(payer):
            where = place(folder / "events.csv", _line(row), "second_share")
            raise InputError(
                f"{where}: {share:g} with second_payer {payer!r}; allowed: above 0 with a payer, else 0"
            )
