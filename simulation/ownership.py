"""Whose case it is: hours by its worker of now, and hours by those before him."""

from agents.case import OPEN, own_share, owned_speed
from agents.compiled import Record, rule
from simulation.counters import DELIVERED_WEEK, OPEN_N
from simulation.doubts import doubt_dose
from simulation.ledger import book_to_household
from simulation.world import World


@rule
def pass_on(w: World, case: Record) -> None:
    """A case gets another worker: nothing of it has been done by him.

    Args:
        w: the world.
        case: record of the case, open.
    """
    book_to_household(w, case, w.counters[DELIVERED_WEEK])
    case.other_seconds += case.own_seconds
    case.own_seconds = 0
    case.owned = owned_speed(w.p[0].ownership_loss, own_share(0.0, case.other_seconds))
    doubt_dose(w, case.need)


@rule
def pass_on_link(w: World, index: int) -> None:
    """An outside provider sends somebody else: his cases in the household get another worker.

    Args:
        w: the world.
        index: place of the link.
    """
    household = w.households[w.links[index].household]
    for number in range(household.first_need, household.first_need + household.needs):
        place = w.needs[number].first_case
        while place >= 0:
            case = w.cases[place]
            if case.state == OPEN and case.link == index:
                pass_on(w, case)
            place = case.next_of_need


@rule
def owners_settle(w: World, week: int) -> None:
    """Whoever took over a case makes it his own, hour by hour; cases count with that once in some weeks.

    Args:
        w: the world.
        week: this week. Without loss by ownership nothing has to be looked at.
    """
    p = w.p[0]
    if p.ownership_loss <= 0.0 or week % int(p.ownership_review_weeks) != 0:
        return
    for place in range(w.counters[OPEN_N]):
        case = w.cases[w.opened[place].case]
        if case.other_seconds <= 0:
            continue
        since = w.counters[DELIVERED_WEEK] - case.account_week
        own = case.own_seconds + int(case.given) * since
        owned = owned_speed(p.ownership_loss, own_share(own, case.other_seconds))
        if abs(owned - case.owned) > p.reckoning_step:
            case.owned = owned
            doubt_dose(w, case.need)
