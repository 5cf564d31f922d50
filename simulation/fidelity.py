"""How far the new way of working reaches: which households, for each of its parts."""

from agents.compiled import Record, rule
from simulation.doubts import doubt_household
from simulation.draws import (
    FIDELITY_COLLECTIVE,
    FIDELITY_CUSTOM,
    FIDELITY_DIRECTOR,
    FIDELITY_DOOR,
    FIDELITY_OUTREACH,
    FIDELITY_OWN_CHOICE,
    FIDELITY_PARTNERS,
    FIDELITY_PLAN,
    FIDELITY_YOUTH_NURSE,
    PEOPLE,
    draw,
    stream,
)
from simulation.network import ask_network
from simulation.talks import rearrange
from simulation.world import World


@rule
def use_fidelity(w: World, household_index: int) -> None:
    """Whether the new way of working reaches this household, for each of its parts.

    Args:
        w: the world.
        household_index: which household.

    The draw is keyed by household and part, so a higher fidelity only adds households.
    """
    household = w.households[household_index]
    before, full = w.levers[0], w.levers[1]
    door = reached_share(w, household, before.intake, full.intake)
    household.at_door = draw(household.key, stream(PEOPLE, 0, FIDELITY_DOOR)) < door
    outreach = reached_share(w, household, before.outreach, full.outreach)
    household.visited = draw(household.key, stream(PEOPLE, 0, FIDELITY_OUTREACH)) < outreach
    walk_in = reached_share(w, household, before.collective, full.collective)
    household.knows_walk_in = draw(household.key, stream(PEOPLE, 0, FIDELITY_COLLECTIVE)) < walk_in
    custom = reached_share(w, household, before.custom, full.custom)
    household.custom = draw(household.key, stream(PEOPLE, 0, FIDELITY_CUSTOM)) < custom
    partners = reached_share(w, household, before.partners, full.partners)
    household.with_partners = draw(household.key, stream(PEOPLE, 0, FIDELITY_PARTNERS)) < partners
    own_choice = reached_share(w, household, before.own_choice, full.own_choice)
    household.own_choice = draw(household.key, stream(PEOPLE, 0, FIDELITY_OWN_CHOICE)) < own_choice
    nurse = reached_share(w, household, before.youth_nurse, full.youth_nurse)
    household.youth_nurse = draw(household.key, stream(PEOPLE, 0, FIDELITY_YOUTH_NURSE)) < nurse
    plan_or_not(w, household_index)


@rule
def reached_share(w: World, household: Record, before: float, full: float) -> float:
    """How large a share of the households like this one a switch reaches now.

    Args:
        w: the world.
        household: record of the household.
        before: the switch without the policy.
        full: the switch where the policy is at work.

    Returns:
        Between the two, by how far the policy is in this neighbourhood.
    """
    part = w.reach_now[household.neighbourhood]
    return (1.0 - part) * before + part * full


@rule
def is_reached(w: World, household: Record) -> bool:
    """Whether the policy reaches a household at all: it may get a director, or meet another of its rules.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        Whether it does.
    """
    u = draw(household.key, stream(PEOPLE, 0, FIDELITY_DIRECTOR))
    return u < w.reach_now[household.neighbourhood]


@rule
def plan_or_not(w: World, household_index: int) -> None:
    """Whether a household gets one plan; with a director that may be more often. Without it a plan ends.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    before, full = w.levers[0], w.levers[1]
    share = reached_share(w, household, before.plan, full.plan)
    if household.following >= 0:
        share = max(share, reached_share(w, household, before.plan_followed, full.plan_followed))
    household.by_plan = draw(household.key, stream(PEOPLE, 0, FIDELITY_PLAN)) < share
    if household.plan and not household.by_plan:
        rearrange(w, household_index)
        household.plan = 0
        ask_network(w, household_index, False)
        doubt_household(w, household)
