"""Which tables an area has, with their columns."""

from collections.abc import Mapping

from agents.domains import AGE_GROUPS, DOMAINS, EVENTS, PAYERS
from agents.household import HOUSEHOLD_KINDS
from simulation.areas.tables import SOURCED, Column, integer, number, positive, text
from simulation.products import rows

POSITIONS = (
    "child_at_home",
    "living_alone",
    "partner_without_children",
    "partner_with_children",
    "single_parent",
    "other_member",
)
"""Positions a resident can have in the household, as in the statistics."""

AGE_CLASSES = {
    "age_0_15": (0, 15),
    "age_15_25": (15, 25),
    "age_25_45": (25, 45),
    "age_45_65": (45, 65),
    "age_65_plus": (65, 100),
}
"""Age classes of the marginals: first age and the age that is no longer in it."""

OLDEST = 100
"""Nobody is this old or older."""

ADULTS = (1, 2, 2, 1)
"""Adults who make up a household of each kind, in the order of the kinds."""

WITH_CHILDREN = ("couple_with_children", "single_parent")
"""Kinds of household that have children at home."""

HOUSEHOLD_MARGINALS = tuple(f"households_{kind}" for kind in HOUSEHOLD_KINDS)
MARGINALS = (
    "residents",
    *HOUSEHOLD_MARGINALS,
    *AGE_CLASSES,
    "age_under_18",
    "age_67_plus",
    "under_18_with_single_parent",
    "rented",
    "low_income",
)
"""What must be given for each neighbourhood."""

WHOLE_NUMBERS = ("residents", *HOUSEHOLD_MARGINALS)
"""The marginals that count persons or households; all others are in percent."""

COMPOSITION = (
    "in_households_share",
    "youngest_parent_gap",
    "oldest_parent_gap",
    "first_child_gap",
    "parent_gap_spread",
    "sibling_gap",
    "full_family_age",
    "partner_gap_spread",
    "rented_if_low_income",
)
"""Numbers for putting households together."""

DECISION = "decision"
"""Posts of municipal consultants carry this instead of a product."""

COUPLE_BENEFIT = "social_assistance_couple"
"""Price of social assistance for a couple; the product itself has the price for one adult."""

ROLES = ("specialist", "generalist", "consultant")
UNITS = ("hour", "week", "day", "place_week", "year", "once")


def products() -> Mapping[str, Mapping[str, str]]:
    """List the products of help, each with its own row of the products table."""
    return {row["product"]: row for row in rows()}


def products_delivered(delivery: str) -> tuple[str, ...]:
    """List the products that are delivered in one way: "own", "outside" or "direct"."""
    return tuple(name for name, row in products().items() if row["delivery"] == delivery)


Shape = tuple[tuple[Column, ...], tuple[str, ...]]
"""The columns of a table, and the columns that together name a row only once."""

_EVERY = tuple(products())
_OWN = products_delivered("own")
_OUTSIDE = products_delivered("outside")
_BACKGROUND = (
    text("payer", PAYERS),
    text("age_class"),
    integer("age_from"),
    integer("age_to_exclusive", low=1),
    number("euros_per_resident_per_year"),
    *SOURCED,
)
TABLES: Mapping[str, Shape] = {
    "marginals": (
        (
            text("neighbourhood"),
            text("marginal", MARGINALS),
            number("value"),
            text("unit"),
            text("mark", "sda"),
            *SOURCED,
        ),
        ("neighbourhood", "marginal"),
    ),
    "age_by_position": (
        (integer("age_from"), integer("age_to_exclusive", low=1), *map(number, POSITIONS), *SOURCED),
        ("age_from",),
    ),
    "household_sizes": (
        (
            text("kind", HOUSEHOLD_KINDS),
            integer("children"),
            number("share", 1),
            number("other_weight"),
            *SOURCED,
        ),
        ("kind", "children"),
    ),
    "household_kinds": (
        (text("kind", HOUSEHOLD_KINDS), number("relative_low_income"), *SOURCED),
        ("kind",),
    ),
    "composition": ((text("item", COMPOSITION), number("value"), text("unit"), *SOURCED), ("item",)),
    "organisations": (
        (
            text("organisation"),
            text("title"),
            integer("in_area", high=1),
            integer("regimes", low=1),
            *SOURCED,
        ),
        ("organisation",),
    ),
    "posts": (
        (
            text("organisation"),
            text("product", (*_OWN, DECISION)),
            text("role", ROLES),
            number("fte"),
            integer("people"),
            *SOURCED,
        ),
        ("organisation", "product", "role"),
    ),
    "providers": (
        (text("product", _OWN), text("organisation"), number("share", 1), *SOURCED),
        ("product", "organisation"),
    ),
    "outside": (
        (
            text("product", _OUTSIDE),
            number("hours_per_week"),
            text("provider"),
            *SOURCED,
        ),
        ("product",),
    ),
    "routes": (
        (
            text("domain", DOMAINS),
            text("age_group", AGE_GROUPS),
            integer("severity", low=2, high=4),
            text("first", _EVERY),
            number("first_share", 1),
            *(text(name, _EVERY, may_be_empty=True) for name in ("first_else", "second", "third")),
            *SOURCED,
        ),
        ("domain", "age_group", "severity"),
    ),
    "prices": (
        (
            text("item", (*_EVERY, COUPLE_BENEFIT)),
            number("price"),
            text("unit", UNITS),
            text("payer", (*PAYERS, "none")),
            number("cashable_share", 1),
            text("price_level"),
            *SOURCED,
        ),
        ("item",),
    ),
    "events": (
        (
            text("event", EVENTS),
            number("per_year_per_15000"),
            text("payer", PAYERS),
            text("second_payer", PAYERS, may_be_empty=True),
            number("second_share", 1),
            number("price"),
            number("cashable_share", 1),
            *SOURCED,
        ),
        ("event",),
    ),
    "background_totals": (_BACKGROUND, ("payer", "age_class")),
    "budgets": ((text("payer", PAYERS), number("room"), *SOURCED), ("payer",)),
}
"""The tables every area has."""

SOLVED_TABLES: Mapping[str, Shape] = {
    "capacities": (
        (text("organisation"), text("product", (*_OWN, *_OUTSIDE)), positive("factor")),
        ("organisation", "product"),
    ),
    "event_rates": (
        (text("event", EVENTS), number("rate"), text("digest", may_be_empty=True)),
        ("event",),
    ),
    "background_rest": (
        (text("payer", PAYERS), text("age_class"), number("euros_per_resident_per_year")),
        ("payer", "age_class"),
    ),
}
"""The tables that are solved from the central world and may still be absent."""
