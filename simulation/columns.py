"""What is counted each week: the columns of the weekly table, in one fixed order.

All are whole numbers (persons, cases, seconds, cents), so that sums never depend on the order in which
they were taken.
"""

from agents.domains import DOMAINS, EVENTS, PAYERS, SEVERITIES
from agents.professional import ACTIVITIES
from simulation.products import PRODUCT_NAMES

_blocks: list[tuple[str, tuple[str, ...]]] = [
    ("severity", tuple(f"{d}_{s}" for d in DOMAINS for s in SEVERITIES)),
    ("onsets", DOMAINS),
    ("ups", DOMAINS),
    ("downs", DOMAINS),
    ("events", EVENTS),
    ("onset_levels", DOMAINS),  # levels reached at onset, summed
    ("moved_levels", DOMAINS),  # levels of those who came less those who went
    ("wishes", DOMAINS),  # times help was asked for, whether or not anything was still to be opened
    ("asked", PRODUCT_NAMES),
    ("started", PRODUCT_NAMES),
    ("left", PRODUCT_NAMES),
    ("closed_before_start", PRODUCT_NAMES),
    ("ended", PRODUCT_NAMES),
    ("pending", PRODUCT_NAMES),  # asked and not started, in decision, before intake or on a list
    ("open", PRODUCT_NAMES),
    ("listed", PRODUCT_NAMES),  # on a list after this week's starts
    ("waited", PRODUCT_NAMES),  # weeks waited by those who started this week
    (
        "helpers",
        (
            "households",
            "sum",
            "p90",
            "p999",
            "max",
            "multi_households",
            "multi_sum",
            "heavy_households",
            "heavy_sum",
            "indicated_households",
            "indicated_sum",
        ),
    ),
    ("hours", ("available", *ACTIVITIES)),
    (
        "staff",
        (
            "posts",
            "vacant",
            "sick",
            "left",
            "hired",
            "wanted_coordination",
            "poached",  # of those who left: to another organisation of the area
            "strain",  # over filled posts, in millionths
        ),
    ),
    ("cost_own", PAYERS),
    ("cost_outside", PAYERS),
    ("cost_events", PAYERS),
    ("cost_background", PAYERS),
    ("cost_project", PAYERS),  # of changing to another way of working
    ("cost_unassigned", PAYERS),  # part of the outside cost that belongs to no household
    ("tariff_own", PAYERS),
    ("cost_budget", PAYERS),  # spent at the end of a budget year, for no household
    ("cost_write_off", PAYERS),  # hours without account that are paid for nothing
    (
        "total",
        (
            "transfers",
            "cashable",
            "unmet",
            "crisis_weeks",
            "wrong_products",
            "visits",
            "decisions",
            "delivered",
            "gone_weeks",
            "in_line",
            "coordination_bills",
        ),
    ),
    ("cashable", PAYERS),  # part of the cost that a payer can really take out of its budget
    ("budget", ("held", "debt_reports")),  # cases that wait for the next budget year; reports of arrears
    ("moves", ("common", "caused", "into_wlz", "of_age")),
    # households with a director, what directors proposed to close and what was closed, seconds of directors
    ("directors", ("present", "proposals", "closed", "seconds")),
    ("lost", ("cases", "links")),  # asks refused because a table was full; must stay zero
]

OFFSET: dict[str, int] = {}
NAMES: list[str] = []
for _block, _names in _blocks:
    OFFSET[_block] = len(NAMES)
    NAMES.extend(f"{_block}_{name}" for name in _names)
WIDTH = len(NAMES)

SEVERITY = OFFSET["severity"]
ONSETS = OFFSET["onsets"]
UPS = OFFSET["ups"]
DOWNS = OFFSET["downs"]
EVENT_COUNTS = OFFSET["events"]
WISHES = OFFSET["wishes"]
ONSET_LEVELS = OFFSET["onset_levels"]
MOVED_LEVELS = OFFSET["moved_levels"]
ASKED = OFFSET["asked"]
STARTED = OFFSET["started"]
LEFT = OFFSET["left"]
CLOSED_BEFORE_START = OFFSET["closed_before_start"]
ENDED = OFFSET["ended"]
PENDING_CASES = OFFSET["pending"]
OPEN_CASES = OFFSET["open"]
LISTED = OFFSET["listed"]
WAITED = OFFSET["waited"]
HELPERS = OFFSET["helpers"]
HOURS = OFFSET["hours"]
STAFF = OFFSET["staff"]
COST_OWN = OFFSET["cost_own"]
COST_OUTSIDE = OFFSET["cost_outside"]
COST_EVENTS = OFFSET["cost_events"]
COST_BACKGROUND = OFFSET["cost_background"]
COST_PROJECT = OFFSET["cost_project"]
COST_UNASSIGNED = OFFSET["cost_unassigned"]
TARIFF_OWN = OFFSET["tariff_own"]
CASHABLE_OF = OFFSET["cashable"]
COST_BUDGET = OFFSET["cost_budget"]
COST_WRITE_OFF = OFFSET["cost_write_off"]
TOTAL = OFFSET["total"]
BUDGET = OFFSET["budget"]
MOVES_COUNT = OFFSET["moves"]
DIRECTORS = OFFSET["directors"]
LOST = OFFSET["lost"]


def column(name: str) -> int:
    """Place of a column in the weekly table.

    Args:
        name: full name, such as ``cost_own_wmo``.

    Returns:
        Its place.
    """
    return NAMES.index(name)
