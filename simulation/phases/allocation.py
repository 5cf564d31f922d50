"""Phase 6, allocation of hours: running cases, coordination, registration, intake, and then new starts."""

from agents.case import OPEN
from agents.compiled import rule
from agents.professional import divide_week, registration_share
from simulation.columns import LISTED, TOTAL
from simulation.counters import LINE_COUNTED, PENDING_N, UNSETTLED_N
from simulation.listing import LISTED as LISTED_STOCK
from simulation.new_ways import regimes_of
from simulation.phases.coordination import hold_talks, plan_talks
from simulation.phases.directors import appoint_directors
from simulation.phases.intakes import decisions_taken, front_door, intakes_of_lists, visits_paid
from simulation.phases.starts import outside_starts, own_starts
from simulation.running import settle_norm
from simulation.world import World

IN_LINE = TOTAL + 9
SECONDS = 3600


@rule
def allocation(w: World, week: int) -> None:
    """Share out the hours of this week.

    Args:
        w: the world.
        week: this week.
    """
    ask_hours(w)
    plan_talks(w, week)
    divide_weeks(w)
    visits_paid(w)
    decisions_taken(w)
    front_door(w, week)
    intakes_of_lists(w, week)
    appoint_directors(w, week)
    own_starts(w, week)
    outside_starts(w, week)
    hold_talks(w, week)
    for product in range(w.products.size):
        w.now[LISTED + product] = w.stock[LISTED_STOCK, product]
    w.now[IN_LINE] = w.counters[PENDING_N]
    w.counters[LINE_COUNTED] = 1


@rule
def ask_hours(w: World) -> None:
    """Bring up to date what the running cases ask of each professional and each outside provider.

    Args:
        w: the world.
    """
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        worker.intake = 0
    for place in range(w.counters[UNSETTLED_N]):
        case = w.cases[w.unsettled[place]]
        if case.state == OPEN:
            settle_norm(w, case)


@rule
def divide_weeks(w: World) -> None:
    """Give every professional a week, in the fixed order of activities.

    Args:
        w: the world.

    With unlimited capacity the hours that are asked are simply there.
    """
    p = w.p[0]
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        training = min(worker.training_owed, int(p.transition_hours_per_week * SECONDS))
        if p.unlimited_capacity > 0.0:
            worker.available += worker.asked + worker.asked_directing + training
            worker.available += worker.asked_coordination + worker.asked_meetings
        regimes = regimes_of(w, worker)
        share = registration_share(p.registration_share, p.registration_per_extra_regime, regimes)
        divide_week(worker, share, int(p.home_base_hours * SECONDS) if worker.pooled else 0, training)
