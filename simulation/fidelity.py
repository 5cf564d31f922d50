"""How far the new way of working reaches: which households, for each of its parts."""

from agents.compiled import rule
from simulation.draws import FIDELITY_DOOR, FIDELITY_OUTREACH, FIDELITY_PLAN, PEOPLE, draw, stream
from simulation.world import World


@rule
def use_fidelity(w: World, household_index: int) -> None:
    """Whether the new way of working reaches this household, for each of its parts.

    Args:
        w: the world.
        household_index: which household.

    The draw is keyed by household and part, so a higher fidelity only adds households.
    """
    p = w.p[0]
    household = w.households[household_index]
    household.at_door = draw(household.key, stream(PEOPLE, 0, FIDELITY_DOOR)) < p.intake
    household.visited = draw(household.key, stream(PEOPLE, 0, FIDELITY_OUTREACH)) < p.outreach
    plan_or_not(w, household_index)


@rule
def plan_or_not(w: World, household_index: int) -> None:
    """Whether a household gets one plan; with a director that may be more often.

    Args:
        w: the world.
        household_index: which household.
    """
    p = w.p[0]
    household = w.households[household_index]
    share = max(p.plan, p.plan_followed) if household.following >= 0 else p.plan
    household.by_plan = draw(household.key, stream(PEOPLE, 0, FIDELITY_PLAN)) < share
