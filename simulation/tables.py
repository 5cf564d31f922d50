"""From the tables of an area and the parameters to the arrays that rules read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from agents.domains import AGE_GROUPS, CRISIS, DOMAINS, EVENTS, EVENTS_OF, LIGHT, PAYERS, SEVERITIES
from agents.need import long_run_weights, recovery_hazard, share_of_week, worsening_hazard
from agents.organisation import ORGANISATION, WAITING_LIST
from agents.professional import PROFESSIONAL, ROLES
from simulation.areas import Area
from simulation.draws import key_of
from simulation.products import (
    OUTSIDE,
    PRODUCT_NAMES,
    product_table,
    rows,
    specialities,
)
from simulation.world import MOST_PROVIDERS, Floats, Ints, Records

CENTS = 100
WEEKS_PER_YEAR = 52
DAYS_PER_WEEK = 7
DECISIONS = "decision"
FLOORS = 4  # no chronic level, or 1-3


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, one by one.

    Args:
        table: the table.

    Returns:
        Each row with its columns as attributes.
    """
    yield from table.itertuples()


def ladder_table(values: Mapping[str, float]) -> Floats:
    """Rates of each domain.

    Args:
        values: every parameter.

    Returns:
        Domain x (onset hazard per week, speed).
    """
    return np.array([[values[f"onset_hazard_{d}"], values[f"severity_speed_{d}"]] for d in DOMAINS])


def long_run_table(values: Mapping[str, float]) -> Floats:
    """How often each severity occurs in the long run among needs without help.

    Args:
        values: every parameter.

    Returns:
        Domain x floor x severity, see `agents.need.long_run_severity`.
    """
    table = np.zeros((len(DOMAINS), FLOORS, len(SEVERITIES)))
    for number, domain in enumerate(DOMAINS):
        speed = values[f"severity_speed_{domain}"]
        for floor in range(FLOORS):
            up, down = np.zeros(len(SEVERITIES)), np.zeros(len(SEVERITIES))
            down[CRISIS] = values["crisis_state_exit"]
            for level in range(LIGHT, CRISIS):
                worse = worsening_hazard(
                    values[f"up_hazard_{level}"], speed, values["help_prevents_worsening"], 0.0, 1.0
                )
                better = recovery_hazard(
                    values[f"down_hazard_{level}"], speed, values["help_speeds_recovery"], 0.0
                )
                if level <= floor:
                    better = 0.0
                up[level] = share_of_week(worse, worse + better)
                down[level] = share_of_week(better, worse + better)
            long_run_weights(floor, up, down, table[number, floor])
    return table


def events_by_domain() -> np.ndarray:
    """Which registered events can arise from a need.

    Returns:
        Domain x place -> number of the event, -1 none.
    """
    most = max(len(events) for events in EVENTS_OF.values())
    table = np.full((len(DOMAINS), most), -1, np.int16)
    for domain, events in EVENTS_OF.items():
        table[domain, : len(events)] = events
    return table


def spill_table(values: Mapping[str, float]) -> Floats:
    """The matrix of spill-over; a row is the target, the diagonal is empty.

    Args:
        values: every parameter.

    Returns:
        Target domain x source domain.
    """
    matrix = np.full((len(DOMAINS), len(DOMAINS)), values["spill_over_other"])
    for target, source in (
        ("mental", "money"),
        ("money", "work"),
        ("parenting", "mental"),
        ("housing", "money"),
        ("parenting", "addiction"),
    ):
        matrix[DOMAINS.index(target), DOMAINS.index(source)] = values[f"spill_over_{source}_to_{target}"]
    np.fill_diagonal(matrix, 0.0)
    return matrix


def route_tables(area: Area) -> tuple[np.ndarray, np.ndarray, Floats]:
    """The routes as arrays.

    Args:
        area: the area.

    Returns:
        Products by domain, age group, severity and place; the alternative to the first; the share of the
        first.
    """
    shape = (len(DOMAINS), len(AGE_GROUPS), 5)
    routes = np.full((*shape, 3), -1, np.int16)
    otherwise = np.full(shape, -1, np.int16)
    share = np.ones(shape)
    for row in each_row(area.routes):
        place = (DOMAINS.index(row.domain), AGE_GROUPS.index(row.age_group), int(row.severity))
        for number, product in enumerate((row.first, row.second, row.third)):
            if isinstance(product, str) and product:
                routes[(*place, number)] = PRODUCT_NAMES.index(product)
        if isinstance(row.first_else, str) and row.first_else:
            otherwise[place] = PRODUCT_NAMES.index(row.first_else)
        share[place] = float(row.first_share)
    return routes, otherwise, share


def organisation_table(area: Area) -> tuple[Records, dict[str, int]]:
    """The organisations as records.

    Args:
        area: the area.

    Returns:
        Records without keys, and the number of each organisation.
    """
    names = list(area.organisations["organisation"])
    table = np.zeros(len(names), ORGANISATION).view(np.recarray)
    table.in_area = area.organisations["in_area"]
    table.regimes = area.organisations["regimes"]
    return table, {name: number for number, name in enumerate(names)}


def give_keys(area: Area, organisations: Records, lists: Records, staff: Records, area_key: str) -> None:
    """Give every organisation, list and post of one copy of an area its key, by name.

    Args:
        area: the area.
        organisations: records; changed, as are the others.
        lists: records of the waiting lists.
        staff: records of the professionals.
        area_key: name under which keys are made.
    """
    names = list(area.organisations["organisation"])
    organisations.key = [key_of(area_key, "organisation", name) for name in names]
    facts = zip(lists["product"].tolist(), lists["organisation"].tolist(), strict=True)
    lists.key = [
        key_of(area_key, "list", PRODUCT_NAMES[product], names[number]) if product >= 0 else np.uint64(0)
        for product, number in facts
    ]
    holders: Counter[tuple[str, str]] = Counter()
    keys = []
    for product, number in zip(staff["product"].tolist(), staff["organisation"].tolist(), strict=True):
        post = (names[number], PRODUCT_NAMES[product] if product >= 0 else DECISIONS)
        keys.append(key_of(area_key, "post", *post, holders[post]))
        holders[post] += 1
    staff.key = keys


def product_records(area: Area, values: Mapping[str, float]) -> Records:
    """The products with the hours of the parameters and the prices of the area.

    Args:
        area: the area.
        values: every parameter.

    Returns:
        One record a product.
    """
    table = product_table()
    prices = area.prices.set_index("item")
    per_week = {"week": 1.0, "place_week": 1.0, "day": float(DAYS_PER_WEEK), "year": 1.0 / WEEKS_PER_YEAR}
    for record, name in zip(table, PRODUCT_NAMES, strict=True):
        record.hours_2 = values.get(f"hours_{name}_2", 0.0)
        record.hours_3 = values.get(f"hours_{name}_3", 0.0)
        price = prices.loc[name]
        cents = float(str(price["price"])) * CENTS
        if price["unit"] == "hour":
            record.cents_per_hour = cents
        else:
            record.cents_per_week = cents * per_week[str(price["unit"])]
        record.cashable = float(str(price["cashable_share"]))
    return table


def list_rows(area: Area) -> list[tuple[str, str, float, float]]:
    """The lists of an area that belong to a product and a provider, in the order of their number.

    Providers of one product are spread over the households by one draw: they stand in order of name, so that
    the order of the rows in the table decides nothing.

    Args:
        area: the area.

    Returns:
        Product, organisation, share of the cases (0-1), hours a week (0 when own posts deliver them).
    """
    own = [(str(r.product), str(r.organisation), float(r.share), 0.0) for r in each_row(area.providers)]
    own.sort(key=lambda row: row[1])
    outside = [
        (str(r.product), str(r.provider), 1.0, float(r.hours_per_week)) for r in each_row(area.outside)
    ]
    return own + outside


def list_tables(
    area: Area, values: Mapping[str, float], products: Records, organisations: dict[str, int]
) -> tuple[Records, np.ndarray, Floats]:
    """The waiting lists: one per product and provider, the shared list of the team and the front door.

    Args:
        area: the area.
        values: every parameter.
        products: records of the products; gets the number of its lists.
        organisations: number of each organisation.

    Returns:
        Records of the lists without keys, product x provider -> list, and product x provider -> cumulative
        share.
    """
    both = list_rows(area)
    lists = np.zeros(len(both) + 2, WAITING_LIST).view(np.recarray)
    list_of = np.full((len(PRODUCT_NAMES), MOST_PROVIDERS), -1, np.int16)
    shares = np.zeros((len(PRODUCT_NAMES), MOST_PROVIDERS))
    lists.factor = 1.0
    lists.at_door = 1
    factors = {(r.product, r.organisation): float(r.factor) for r in each_row(area.capacities)}
    lists.blocked = -(10**9)
    for number, (product, organisation, share, hours) in enumerate(both):
        index = PRODUCT_NAMES.index(product)
        record, kind = lists[number], products[index]
        record.product = index
        record.organisation = organisations[organisation]
        record.outside = kind.delivery == OUTSIDE
        record.poolable = kind.poolable
        record.pools = kind.pool
        record.norm_weeks = values.get(f"wait_norm_{product}", 0.0)
        record.mean_wait = record.norm_weeks
        record.first_hours = hours
        record.solved = (product, organisation) in factors
        record.factor = factors.get((product, organisation), 1.0)
        place = int(kind.lists)
        list_of[index, place] = number
        shares[index, place] = share + (shares[index, place - 1] if place else 0.0)
        kind.first_list = list_of[index, 0]
        kind.lists = place + 1
    for number in (len(both), len(both) + 1):
        lists[number].product = -1
        lists[number].organisation = -1
    return lists, list_of, shares


def staff_tables(
    area: Area, values: Mapping[str, float], lists: Records, organisations: dict[str, int]
) -> tuple[Records, Floats]:
    """The posts and the skill of their holders.

    Args:
        area: the area.
        values: every parameter.
        lists: records of the lists; each gets its range of posts.
        organisations: number of each organisation.

    Returns:
        Records of the professionals in order of list, without keys, and their skill by domain.
    """
    places = {(int(r.product), int(r.organisation)): n for n, r in enumerate(lists) if r.product >= 0}
    posts: list[tuple[int, Any]] = []
    for row in each_row(area.posts):
        product = PRODUCT_NAMES.index(str(row.product)) if row.product != DECISIONS else -1
        number = places.get((product, organisations[str(row.organisation)]), -1)
        posts.append((number, row))
    posts.sort(key=lambda post: post[0])
    kinds = np.zeros(len(posts), PROFESSIONAL).view(np.recarray)
    skill = np.full((len(posts), len(DOMAINS)), values["skill_elsewhere"])
    for index, (number, row) in enumerate(posts):
        fill_post(kinds[index], number, row, organisations, values)
    for product, domain in specialities():
        skill[kinds["product"] == product, domain] = 1.0
    people = [int(row.people) for _, row in posts]
    table = np.repeat(kinds, people).view(np.recarray)
    skills = np.repeat(skill, people, axis=0)
    for number, record in enumerate(lists):
        members = np.flatnonzero(table.own_list == number)
        record.first_worker = members[0] if members.size else 0
        record.workers = members.size
    return table, skills


def fill_post(
    record: np.record,
    number: int,
    row: Any,
    organisations: dict[str, int],
    values: Mapping[str, float],
) -> None:
    """Describe one post.

    Args:
        record: its record.
        number: its list, -1 for municipal decisions.
        row: row of the posts table.
        organisations: number of each organisation.
        values: every parameter.
    """
    cells: Mapping[str, object] = row._asdict()
    product, organisation = str(cells["product"]), str(cells["organisation"])
    record.organisation = organisations[organisation]
    record.own_list = number
    record.product = PRODUCT_NAMES.index(product) if product != DECISIONS else -1
    record.role = ROLES.index(str(cells["role"]))
    record.contract_hours = float(str(cells["fte"])) / float(str(cells["people"])) * values["full_time_hours"]
    record.first_case = -1
    record.maturity = record.practice = 1.0
    record.since_week = -(10**6)


def event_tables(area: Area) -> tuple[Floats, Ints, Floats]:
    """Rates, prices and cashable shares of the registered events.

    Args:
        area: the area.

    Returns:
        Weekly hazard at severity 3, cents by payer, cashable share. Hazards are zero until solved for the
        area.
    """
    rates = np.zeros(len(EVENTS))
    for row in each_row(area.event_rates):
        rates[EVENTS.index(str(row.event))] = float(row.rate)
    prices = np.zeros((len(EVENTS), len(PAYERS)), np.int64)
    cashable = np.zeros(len(EVENTS))
    for row in each_row(area.events):
        event = EVENTS.index(str(row.event))
        second = float(row.second_share) if isinstance(row.second_payer, str) and row.second_payer else 0.0
        cents = round(float(row.price) * CENTS)
        prices[event, PAYERS.index(str(row.payer))] += cents - round(cents * second)
        if second > 0.0:
            prices[event, PAYERS.index(str(row.second_payer))] += round(cents * second)
        cashable[event] = float(row.cashable_share)
    return rates, prices, cashable


def age_counts(ages: np.ndarray, classes: pd.DataFrame) -> dict[str, int]:
    """How many residents there are in each age class.

    Args:
        ages: ages of the residents.
        classes: columns age_class, age_from, age_to_exclusive.

    Returns:
        Residents by age class.
    """
    found = {}
    for row in each_row(classes.drop_duplicates("age_class")):
        inside = (ages >= int(row.age_from)) & (ages < int(row.age_to_exclusive))
        found[str(row.age_class)] = int(np.count_nonzero(inside))
    return found


def background_cents(area: Area, ages: np.ndarray) -> Ints:
    """Care by age that the model does not deliver itself.

    Args:
        area: the area.
        ages: ages of the residents.

    Returns:
        Cents a week by payer; zero until solved for the area.
    """
    cents = np.zeros(len(PAYERS), np.int64)
    counts = age_counts(ages, area.background)
    for row in each_row(area.background_rest):
        yearly = float(row.euros_per_resident_per_year) * counts[str(row.age_class)]
        cents[PAYERS.index(str(row.payer))] += round(yearly * CENTS / WEEKS_PER_YEAR)
    return cents


def payer_rooms(area: Area) -> Floats:
    """How much room payers give their providers above or below last year.

    Args:
        area: the area.

    Returns:
        Ceilings relative to last year by payer; 0 for no ceilings.
    """
    rooms = np.zeros(len(PAYERS))
    for row in each_row(area.budgets):
        rooms[PAYERS.index(str(row.payer))] = float(row.room)
    return rooms


def product_titles() -> dict[str, tuple[str, str]]:
    """Names of the products for people.

    Returns:
        Product -> Dutch title, English title.
    """
    return {row["product"]: (row["title_nl"], row["title_en"]) for row in rows()}
