"""Phase 5, intake: decisions that are due, and who became urgent while waiting."""

from agents.case import DECIDING, FREE
from agents.compiled import rule
from agents.need import NEVER
from agents.organisation import quit_lane
from simulation.bottleneck import appeals_decided
from simulation.casework import to_provider
from simulation.columns import TOTAL
from simulation.counters import DECISIONS_N, PENDING_N
from simulation.listing import change_class, class_of, looks_beyond_the_need
from simulation.world import DECISION_RING, World

DECISIONS_TAKEN = TOTAL + 6


@rule
def intake(w: World, week: int) -> None:
    """Decisions and special assistance fall due after their time; waiting cases are put in the right class.

    Args:
        w: the world.
        week: this week.
    """
    slot = week % DECISION_RING
    while w.decisions[slot] >= 0:
        index = w.decisions[slot]
        quit_lane(w.cases, w.decisions, w.decision_tails, index, slot)
        w.cases[index].state = FREE
        w.counters[DECISIONS_N] += 1
        w.now[DECISIONS_TAKEN] += 1
        to_provider(w, index, week)
    appeals_decided(w, week)
    if w.p[0].admission <= 0.0:
        return  # first come, first served: nobody's class changes
    beyond = looks_beyond_the_need(w)
    for place in range(w.counters[PENDING_N]):
        here = w.pending[place]
        if here.look_week > week and not beyond:
            continue  # its need is as severe as when it was last looked at
        here.look_week = NEVER
        index = here.case
        case = w.cases[index]
        priority = class_of(w, case.need)
        if priority < case.priority and case.state != DECIDING:
            change_class(w, index, priority, week)
        elif priority < case.priority:
            case.priority = priority
