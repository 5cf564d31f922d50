"""The switches of a bundle: the levers in which a policy differs from fragmented working, in groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.sweep.refusals import refuse
from simulation.parameters import entries
from simulation.policies import ALL, policy

BASE = "fragmented"
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "intake": ("disciplines_consulted", "door_hours_share", "intake_depth", "light_triage"),
    "queue": ("admission", "longest_case_weeks"),
    "plan": ("meeting_hours",),
    "director": (
        "director_caseload",
        "director_hours",
        "director_least_domains",
        "director_posts",
        "director_selects",
        "plan_followed",
    ),
    "budget": ("budget_change", "zvw_pool_share", "saving_handed_over"),
    "collective": ("locations_closed_share",),
    "custom": ("custom_payment",),
    "joint_recruitment": ("joint_traineeships",),
    "project_cost_per_year": ("project_payer", "project_years"),
}
"""Switch -> levers that only say how it works and go on and off with it."""


@dataclass(frozen=True)
class Switch:
    """One part of a bundle.

    Attributes:
        name: The lever it is called after.
        on: Its levers as the policy sets them.
        off: The same levers as they are in fragmented working.
    """

    name: str
    on: Mapping[str, float]
    off: Mapping[str, float]


def find_switches(name: str) -> tuple[Switch, ...]:
    """Finds the switches of a policy, in the order in which it sets them.

    Args:
        name: A policy.

    Raises:
        InputError: The policy cannot be taken apart: it changes over time, does not hold for all
            organisations, or differs from fragmented working in one switch or none.
    """
    own, base = policy(name), policy(BASE)
    if own.calendar or own.partners != (ALL,):
        raise refuse("shapley_not_apart", policy=name)
    usual = {entry.name: entry.value for entry in entries().values() if entry.kind == "policy"}
    before, after = {**usual, **base.levers}, {**usual, **own.levers}
    changed = [lever for lever in [*own.levers, *usual] if after[lever] != before[lever]]
    owner = {part: whole for whole, parts in TOGETHER.items() for part in parts}
    groups: dict[str, list[str]] = {}
    for lever in dict.fromkeys(changed):
        groups.setdefault(owner.get(lever, lever), []).append(lever)
    if len(groups) < 2:
        raise refuse("shapley_one_switch", policy=name, count=len(groups))
    return tuple(
        Switch(group, {one: after[one] for one in levers}, {one: before[one] for one in levers})
        for group, levers in groups.items()
    )
