"""Whom a household lets in: helpers it does not get on with, and offers it turns down."""

from agents.case import BY_EVENT
from agents.compiled import Record, rule
from agents.organisation import START_STAGE
from agents.own_choice import turns_down
from simulation.columns import column
from simulation.diary import REFUSES_HELPER, note_case
from simulation.draws import REFUSES, child_key, draw, stream
from simulation.helpers import find_link
from simulation.listing import stand_in, step_out
from simulation.products import GUARDIAN
from simulation.trust import settle_trust
from simulation.world import World

REFUSED, MISMATCHED = column("total_helpers_refused"), column("total_mismatches")


@rule
def refuses(w: World, index: int, worker: int, week: int) -> bool:
    """A resident in the lead sends away somebody he does not get on with; elsewhere he has to make do.

    Args:
        w: the world.
        index: place of a case on a list, about to start.
        worker: who would take it, -1 from outside.
        week: this week.

    Returns:
        Whether he refuses; the case then stands at the end of its list again. Who comes already, and who was
        sent by a court, is not refused.
    """
    p = w.p[0]
    case = w.cases[index]
    if p.mismatch_chance <= 0.0 or not w.products[case.product].helper:
        return False
    if case.product == GUARDIAN or case.rank == BY_EVENT:
        return False
    household = w.households[case.household]
    if worker >= 0 and find_link(w, household, worker, w.professionals[worker].person, -1) >= 0:
        return False
    u = draw(child_key(case.key, 1 + case.refusals), stream(w.seed_key[0], 0, REFUSES))
    if u >= p.mismatch_chance:
        return False
    if household.own_choice and case.refusals < p.refusals_max:
        case.refusals += 1
        w.now[REFUSED] += 1
        note_case(w, REFUSES_HELPER, index, week)
        queue = int(case.queue)
        step_out(w, index)
        stand_in(w, index, queue, START_STAGE, week)
        return True
    case.mismatch = 1
    w.now[MISMATCHED] += 1
    household.no_choice_week = week
    return False


@rule
def offer_turned_down(w: World, need: Record) -> bool:
    """A resident in the lead may turn down what is offered beyond his own question.

    Args:
        w: the world.
        need: record of the need for which something is offered.

    Returns:
        Whether he does.
    """
    household = w.households[need.household]
    if not household.own_choice:
        return False
    settle_trust(w, household)
    u = draw(child_key(need.key, 2), w.streams[REFUSES])
    return turns_down(w.p[0].offers_turned_down, household.trust, u)
