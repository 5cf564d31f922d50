"""What can be delivered: the products, their law, payer, list and helper."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from agents.domains import DOMAINS, PAYERS, PILLARS

_TABLE = Path(__file__).with_name("products.csv")
DELIVERIES = ("own", "outside", "direct")
OWN, OUTSIDE, DIRECT = range(3)
OVER_CEILING = ("never", "duty", "stops")
NEVER_STOPS, DUTY, STOPS = range(3)
POOLS = ("none", "whole", "agreed")
NONE, WHOLE, AGREED = range(3)

PRODUCT = np.dtype(
    [
        ("pillar", "i4"),  # -1 none
        ("indicated", "u1"),
        ("decided", "u1"),
        ("payer_adult", "i4"),  # -1 outside the model
        ("payer_child", "i4"),
        ("delivery", "i1"),
        ("poolable", "u1"),
        ("helper", "u1"),
        ("home_visits", "u1"),
        ("common_door", "u1"),
        ("over_ceiling", "u1"),  # what happens to a start once the ceiling is reached
        ("pool", "u1"),  # whether the contract can go into a common budget
        ("production", "u1"),  # paid by what is delivered
        ("transfer", "u1"),
        ("wmo_client", "u1"),
        ("youth_care", "u1"),
        ("stops_at_wlz", "u1"),
        ("director_decides", "u1"),  # voluntary and municipal: a director starts and stops it himself
        ("hours_2", "f8"),
        ("hours_3", "f8"),
        ("cents_per_hour", "f8"),
        ("cents_per_week", "f8"),
        ("cashable", "f8"),
        ("first_list", "i2"),  # -1 none
        ("lists", "i2"),
    ],
    align=True,
)

_FLAGS = (
    *("indicated", "decided", "poolable", "helper", "home_visits", "common_door"),
    *("production", "transfer", "wmo_client", "youth_care", "stops_at_wlz"),
)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The product table as it stands in the file.

    Returns:
        One dictionary a product, in the fixed order. Source: model 6.
    """
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


PRODUCT_NAMES: tuple[str, ...] = tuple(row["product"] for row in rows())


def number(name: str) -> int:
    """Place of a product in the fixed order.

    Args:
        name: name of the product.

    Returns:
        Its number.
    """
    return PRODUCT_NAMES.index(name)


SOCIAL_WORK = number("social_work")
DAY_ACTIVITY = number("day_activity")
YOUTH_MENTAL_HEALTH = number("youth_mental_health")
STUDENT_TRANSPORT = number("student_transport")
SCHOOL_CARE = number("school_care")
CLIENT_SUPPORT = number("client_support")
SPECIALISED_YOUTH = number("specialised_youth")
GUARDIAN = number("guardian")
DEBT_HELP = number("debt_help")
SOCIAL_ASSISTANCE = number("social_assistance")
WLZ_CARE = number("wlz")
REPAYMENT_PLAN = number("repayment_plan")
YOUTH_NURSE = number("youth_nurse")


def product_table() -> np.recarray:
    """The products as records, without the hours and prices that belong to parameters and area.

    Returns:
        One record a product.
    """
    table = np.zeros(len(PRODUCT_NAMES), PRODUCT).view(np.recarray)
    for record, row in zip(table, rows(), strict=True):
        record.pillar = PILLARS.index(row["pillar"]) if row["pillar"] != "none" else -1
        for payer in ("payer_adult", "payer_child"):
            record[payer] = PAYERS.index(row[payer]) if row[payer] != "none" else -1
        record.delivery = DELIVERIES.index(row["delivery"])
        record.over_ceiling = OVER_CEILING.index(row["over_ceiling"])
        record.pool = POOLS.index(row["pool"])
        for flag in _FLAGS:
            record[flag] = int(row[flag])
        record.first_list = -1
        record.director_decides = row["product"] in director_decides()
    return table


@cache
def director_decides() -> frozenset[str]:
    """Which products a family director may start and stop himself: voluntary and paid by the municipality.

    Returns:
        Names of products. Source: model 8.20.
    """
    with _TABLE.with_name("director.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["product"] for row in csv.DictReader(file))


@cache
def specialities() -> tuple[tuple[int, int], ...]:
    """Which domains belong to the trade of whoever delivers a product.

    Returns:
        Pairs of product and domain in which the skill starts at one. Source: model 8.10.
    """
    with _TABLE.with_name("specialities.csv").open(encoding="utf-8", newline="") as file:
        return tuple((number(row["product"]), DOMAINS.index(row["domain"])) for row in csv.DictReader(file))
