"""Recovery and relapse: needs that were bad are followed until they are back at their floor, and after."""

from agents.compiled import Record, rule
from agents.need import AS_IT_WAS, BAD, RECOVERED, course_of
from simulation.waits import NOT_COUNTED
from simulation.world import World


@rule
def follow(w: World, need: Record, week: int) -> None:
    """Note when a need becomes bad, recovers, or comes back.

    Args:
        w: the world.
        need: record of the need, with its new severity.
        week: this week.
    """
    before, since = int(need.course), int(need.course_week)
    now = course_of(before, int(need.severity), int(need.floor))
    if now == before:
        return
    need.course = now
    need.course_week = week
    followed = since >= 0 and week - since <= w.p[0].recovery_horizon
    if now == BAD:
        if followed and before == RECOVERED:
            w.relapsed_cohort[since, week - since] += 1
        if week >= 0:
            w.bad_cohort[week] += 1
    else:
        if followed:
            w.recovered_cohort[since, week - since] += 1
        if week >= 0:
            w.well_cohort[week] += 1


@rule
def begin_course(need: Record) -> None:
    """A newcomer's need is not followed before something changes.

    Args:
        need: record of the need, with the severity its owner came with.
    """
    need.course = course_of(AS_IT_WAS, int(need.severity), int(need.floor))
    need.course_week = NOT_COUNTED


@rule
def course_void(w: World, need: Record, week: int) -> None:
    """People move away within the weeks in which their need was followed: how it went on is not known.

    Args:
        w: the world.
        need: record of the need.
        week: this week.
    """
    since = int(need.course_week)
    if since >= 0 and week - since <= w.p[0].recovery_horizon:
        if need.course == BAD:
            w.bad_cohort[since] -= 1
        elif need.course == RECOVERED:
            w.well_cohort[since] -= 1
    need.course_week = NOT_COUNTED
