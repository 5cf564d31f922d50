"""What must hold between the tables of an area."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from agents.domains import AGE_GROUPS, DOMAINS, EVENTS, HOUSEHOLD_DOMAINS, PARENTING, age_group, may_have_need
from agents.household import HOUSEHOLD_KINDS
from simulation.areas.marginal_checks import check_marginals
from simulation.areas.schema import (
    COMPOSITION,
    COUPLE_BENEFIT,
    DECISION,
    OLDEST,
    WITH_CHILDREN,
    products,
    products_delivered,
)
from simulation.areas.tables import Table, wrong
from simulation.errors import say, unknown_name

Tables = Mapping[str, Table]
SHARE_TOLERANCE = 1e-6
SEVERITIES_ASKING = (2, 3, 4)


def check_tables(neighbourhoods: Sequence[str], tables: Tables) -> None:
    """Refuse an area whose tables contradict each other.

    Args:
        neighbourhoods: names of the neighbourhoods.
        tables: every table by name.

    Raises:
        InputError: names file, row, column, value and what is allowed.
    """
    _names(tables["marginals"], "neighbourhood", "neighbourhood", neighbourhoods)
    _check_ages(tables["age_by_position"])
    _check_households(tables)
    check_marginals(neighbourhoods, tables)
    _check_staff(tables)
    _check_outside(tables)
    _check_capacities(tables)
    _check_routes(tables["routes"])
    _check_money(tables)


def _same_set(table: Table, column: str, wanted: Iterable[str]) -> None:
    missing = sorted(set(wanted) - set(table[column]))
    if missing:
        raise wrong("no_row", table.at(None, column), name=missing[0])


def _names(table: Table, column: str, thing: str, valid: Iterable[str]) -> None:
    allowed = tuple(valid)
    for row, name in enumerate(table[column]):
        if name not in allowed:
            raise wrong("at", table.at(row, column), problem=unknown_name(thing, name, allowed))


def _shares_sum_to_one(table: Table, by: str) -> None:
    for name, total in table.content.groupby(by)["share"].sum().items():
        if abs(total - 1) > SHARE_TOLERANCE:
            row = int((table[by] == name).to_numpy().argmax())
            raise wrong("shares", table.at(row, "share"), name=name, total=total)


def _check_ages(table: Table) -> None:
    start = 0
    for row, (low, high) in enumerate(zip(table["age_from"], table["age_to_exclusive"], strict=True)):
        if low != start or high <= low:
            raise wrong("age_class", table.at(row, "age_from"), low=low, high=high, start=start)
        start = high
    if start != OLDEST:
        last = len(table.content) - 1
        where = table.at(last if last >= 0 else None, "age_to_exclusive")
        raise wrong("last_class", where, end=start, last=OLDEST)


def _check_households(tables: Tables) -> None:
    sizes = tables["household_sizes"]
    _same_set(sizes, "kind", HOUSEHOLD_KINDS)
    _shares_sum_to_one(sizes, "kind")
    for row, (kind, children) in enumerate(zip(sizes["kind"], sizes["children"], strict=True)):
        if (children > 0) != (kind in WITH_CHILDREN):
            allowed = say("area.children_some" if kind in WITH_CHILDREN else "area.children_none")
            raise wrong("children", sizes.at(row, "children"), children=children, kind=kind, allowed=allowed)
    _same_set(tables["household_kinds"], "kind", HOUSEHOLD_KINDS)
    _same_set(tables["composition"], "item", COMPOSITION)


def _check_staff(tables: Tables) -> None:
    organisations, posts, providers = tables["organisations"], tables["posts"], tables["providers"]
    inside = organisations.content[organisations["in_area"] == 1]["organisation"]
    _names(posts, "organisation", "organisation in the area", inside)
    _names(providers, "organisation", "organisation in the area", inside)
    _same_set(providers, "product", products_delivered("own"))
    _shares_sum_to_one(providers, "product")
    _same_set(posts, "product", [DECISION])
    staffed = set(zip(posts["organisation"], posts["product"], strict=True))
    provided = set(zip(providers["organisation"], providers["product"], strict=True))
    for row, (name, product) in enumerate(zip(providers["organisation"], providers["product"], strict=True)):
        if (name, product) not in staffed:
            raise wrong("no_posts", providers.at(row, "organisation"), organisation=name, product=product)
    for row, (name, product) in enumerate(zip(posts["organisation"], posts["product"], strict=True)):
        if product != DECISION and (name, product) not in provided:
            raise wrong("no_share", posts.at(row, "product"), organisation=name, product=product)
    for row, (fte, people) in enumerate(zip(posts["fte"], posts["people"], strict=True)):
        if (fte > 0) != (people > 0) or people < fte:
            raise wrong("people", posts.at(row, "people"), people=people, fte=fte)


def _check_outside(tables: Tables) -> None:
    outside = tables["outside"]
    _names(outside, "provider", "organisation", tables["organisations"]["organisation"])
    _same_set(outside, "product", products_delivered("outside"))


def _check_capacities(tables: Tables) -> None:
    capacities, providers, outside = tables["capacities"], tables["providers"], tables["outside"]
    _names(capacities, "organisation", "organisation", tables["organisations"]["organisation"])
    lists = {
        *zip(providers["organisation"], providers["product"], strict=True),
        *zip(outside["provider"], outside["product"], strict=True),
    }
    for row, (name, product) in enumerate(
        zip(capacities["organisation"], capacities["product"], strict=True)
    ):
        if (name, product) not in lists:
            raise wrong("no_list", capacities.at(row, "organisation"), organisation=name, product=product)


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


def _check_routes(table: Table) -> None:
    given = set(zip(table["domain"], table["age_group"], table["severity"], strict=True))
    for domain, name in enumerate(DOMAINS):
        for group, ages in enumerate(AGE_GROUPS):
            for severity in SEVERITIES_ASKING:
                if _has_route(domain, group) and (name, ages, severity) not in given:
                    where = table.at(None, "domain")
                    raise wrong("no_route", where, domain=name, ages=ages, severity=severity)
    for row, (share, other) in enumerate(zip(table["first_share"], table["first_else"], strict=True)):
        if share < 1 and not other:
            raise wrong("no_other", table.at(row, "first_else"), share=share)


def _check_money(tables: Tables) -> None:
    prices, events = tables["prices"], tables["events"]
    _same_set(prices, "item", (*products(), COUPLE_BENEFIT))
    _same_set(events, "event", EVENTS)
    for row, (item, payer) in enumerate(zip(prices["item"], prices["payer"], strict=True)):
        own = products().get(item, {"payer_adult": payer})["payer_adult"]
        if payer != own:
            raise wrong("other_payer", prices.at(row, "payer"), payer=payer, item=item, own=own)
    for row, (payer, share) in enumerate(zip(events["second_payer"], events["second_share"], strict=True)):
        if (share > 0) != bool(payer):
            raise wrong("second", events.at(row, "second_share"), share=share, payer=payer)
