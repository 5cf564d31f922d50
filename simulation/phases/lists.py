"""Phase 10, learning about lists: the wait people hear of; during start-up also hours that meet the norm."""

from agents.compiled import Record, rule
from agents.organisation import adapted_factor
from simulation.census_columns import YEAR_WEEKS
from simulation.counters import ADAPT_UNTIL
from simulation.world import DECISION_RING, World


@rule
def lists(w: World, week: int) -> None:
    """Update the mean realised wait of each list; hours that were not solved follow its norm for a while.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    window = int(p.wait_window_weeks)
    adapts = week < w.counters[ADAPT_UNTIL] and week % int(p.capacity_step_weeks) == 0
    for number in range(w.lists.size):
        waiting_list = w.lists[number]
        if waiting_list.product < 0:
            continue
        waiting_list.mean_wait = mean_wait(w, number, waiting_list, window, week)
        if adapts and waiting_list.norm_weeks > 0.0 and not waiting_list.solved:
            waiting_list.factor = adapted_factor(
                waiting_list.factor, waiting_list.mean_wait, waiting_list.norm_weeks, p.capacity_step
            )
            settle_factor(waiting_list, week, w.counters[ADAPT_UNTIL], int(p.capacity_step_weeks))
        following = (week + 1) % DECISION_RING
        w.wait_sum[number, following] = 0
        w.wait_count[number, following] = 0


@rule
def settle_factor(waiting_list: Record, week: int, until: int, step_weeks: int) -> None:
    """Hours swing around what fits the norm; in the end they are set to their mean over the last year.

    Load keeps rising after that, so waits end above their norm: that is why hours of an area are solved.
    Without weeks in which hours follow their norm nothing is settled.

    Args:
        waiting_list: record of the list; its factor has just been adapted.
        week: this week.
        until: week from which hours no longer follow the norm.
        step_weeks: weeks between adaptations.
    """
    if week >= until - YEAR_WEEKS:
        waiting_list.factor_sum += waiting_list.factor
        waiting_list.factor_count += 1
    if week + step_weeks >= until:
        waiting_list.factor = waiting_list.factor_sum / waiting_list.factor_count


@rule
def mean_wait(w: World, number: int, waiting_list: Record, window: int, week: int) -> float:
    """Mean wait of those who started in the last weeks; without starts, how long those in line have waited.

    Args:
        w: the world.
        number: which list.
        waiting_list: its record.
        window: weeks looked back.
        week: this week.

    Returns:
        Weeks from asking to the first hour.
    """
    weeks, count = 0, 0
    for back in range(window):
        slot = (week - back) % DECISION_RING
        weeks += w.wait_sum[number, slot]
        count += w.wait_count[number, slot]
    if count > 0:
        return weeks / count
    if waiting_list.length > 0:
        return float(week - waiting_list.joined_sum / waiting_list.length)
    return 0.0
