"""Partners beyond care: places of employers, and a repayment plan before a corporation gives notice."""

from agents.compiled import Record, rule
from agents.domains import HOUSING, MODERATE, MONEY, SEVERE, WORK
from agents.need import level_in
from agents.partner import places_offered
from simulation.casework import ask_for, has_product
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import DOWNS, column
from simulation.counters import HEAVY_N, SEVERE_N
from simulation.draws import JOB_PLACE, child_key, draw
from simulation.fidelity import is_reached
from simulation.pressure import set_severity
from simulation.products import REPAYMENT_PLAN
from simulation.world import World

CHOSEN_BY_SOMEONE_WHO_KNOWS = 2  # a rank that is never the wrong product
JOBS, JOBS_KEPT = column("total_job_places_taken"), column("total_jobs_kept")


@rule
def partners(w: World, week: int) -> None:
    """Employers take somebody on, and the corporation offers to spread what is owed.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    if p.partners <= 0.0:
        return
    before_notice(w, week)
    offered = places_offered(p.partners * p.employer_places_per_year / YEAR_WEEKS, week)
    last = -1.0
    for _ in range(offered):
        index = who_takes_a_place(w, last)
        if index < 0:
            return
        need = w.needs[index]
        last = draw(need.key, w.streams[JOB_PLACE])
        w.now[JOBS] += 1
        if draw(child_key(need.key, 1), w.streams[JOB_PLACE]) < p.job_place_works:
            w.now[JOBS_KEPT] += 1
            w.now[DOWNS + WORK] += need.severity - need.floor
            set_severity(w, index, int(need.floor), week)


@rule
def who_takes_a_place(w: World, last: float) -> int:
    """Somebody whose work need is moderate and known to a helper takes a place, by the draw of this week.

    Args:
        w: the world.
        last: draw of who took the place before, -1 for the first place.

    Returns:
        The need, -1 when nobody is left.
    """
    best = -1
    lowest = 1.0
    for place in range(w.counters[SEVERE_N], w.counters[HEAVY_N]):
        here = w.active[place]
        if here.domain != WORK:
            continue
        u = draw(here.key, w.streams[JOB_PLACE])
        if u <= last or u >= lowest:
            continue
        need = w.needs[here.need]
        if not is_reached(w, w.households[need.household]):
            continue
        if need.open_cases > 0 and need.floor < MODERATE:
            best = int(here.need)
            lowest = u
    return best


@rule
def before_notice(w: World, week: int) -> None:
    """Where rent is owed and notice is near, the corporation first offers a repayment plan.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(w.counters[SEVERE_N]):
        here = w.active[place]
        if here.domain != HOUSING:
            continue
        need = w.needs[here.need]
        household = w.households[need.household]
        if owes_rent(household) and not has_product(w, need, REPAYMENT_PLAN):
            ask_for(w, here.need, REPAYMENT_PLAN, CHOSEN_BY_SOMEONE_WHO_KNOWS, -1, week)


@rule
def owes_rent(household: Record) -> bool:
    """Whether a household of the corporation that works along could be given notice.

    Args:
        household: record of the household; its housing need is severe.

    Returns:
        Whether it rents and its money need is severe too.
    """
    return (
        bool(household.with_partners)
        and bool(household.rented)
        and (level_in(int(household.levels), MONEY) >= SEVERE)
    )
