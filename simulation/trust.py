"""How trust is kept: brought up to date when somebody looks at it, as if a step had been taken every week."""

from agents.compiled import Record, rule
from agents.trust import trust_after_contacts, trust_after_setback
from simulation.counters import DELIVERED_WEEK
from simulation.world import World


@rule
def settle_trust(w: World, household: Record) -> None:
    """Bring the trust of a household up to date with the last week whose hours were given.

    Args:
        w: the world.
        household: record of the household.

    Nothing else that counts happened since it was last brought up to date: all weeks were with contact, or
    none.
    """
    through = w.counters[DELIVERED_WEEK]
    weeks = int(through - household.trust_week)
    household.trust_week = through
    if household.contacts > 0 and weeks > 0:
        household.trust = trust_after_contacts(household.trust, w.p[0].trust_gain, weeks)


@rule
def count_contact(w: World, household: Record, change: int) -> None:
    """Keep count of the cases that bring somebody to talk with this household every week.

    Args:
        w: the world.
        household: record of the household.
        change: +1 or -1.
    """
    settle_trust(w, household)
    household.contacts += change


@rule
def lose_trust(w: World, household: Record) -> None:
    """Something happened that costs a household trust.

    Args:
        w: the world.
        household: record of the household.
    """
    settle_trust(w, household)
    household.trust = trust_after_setback(household.trust, w.p[0].trust_loss)


@rule
def settle_all_trust(w: World) -> None:
    """Bring the trust of everybody up to date.

    Args:
        w: the world, after the last week that was lived.
    """
    for index in range(w.households.size):
        settle_trust(w, w.households[index])
