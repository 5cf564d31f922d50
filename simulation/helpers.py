"""Who comes to the door: links between households and workers, and the counts made of them."""

from agents.compiled import Record, rule
from agents.need import new_clock
from simulation.agenda import note_due
from simulation.counters import (
    CHANGES_N,
    FREE_LINK,
    HELPED,
    HELPERS_SUM,
    INDICATED,
    INDICATED_SUM,
    LINKS_USED,
    MULTI_SUM,
    TOGETHER_N,
)
from simulation.diary import NEW_FACE, note
from simulation.doubts import doubt_household
from simulation.draws import OUTSIDE_WORKER_CHANGES, child_key, draw, stream
from simulation.network import ask_network
from simulation.ownership import pass_on_link
from simulation.talks import rearrange
from simulation.trust import lose_trust
from simulation.world import HELPER_BINS, World

WEEKS_PER_YEAR = 52
FOREVER = 2_000_000_000
FROM_OUTSIDE = -1


@rule
def find_link(w: World, household: Record, worker: int, person: int, product: int) -> int:
    """Find the link of a household with one worker.

    Args:
        w: the world.
        household: record of the household.
        worker: professional, -1 for a worker from outside.
        person: holder of the post, or spell of the outside provider.
        product: product of an outside worker; links of own staff carry -1.

    Returns:
        Place of the link, open or ended, or -1.
    """
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.worker == worker and link.person == person and link.product == product:
            return int(index)
        index = link.after
    return -1


@rule
def latest_outside(w: World, household: Record, product: int) -> int:
    """Find the outside worker who brings a product to this household now.

    Args:
        w: the world.
        household: record of the household.
        product: the product.

    Returns:
        Place of an open link, or -1.
    """
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.product == product and link.cases > 0:
            return int(index)
        index = link.after
    return -1


@rule
def spells(w: World, household: Record, product: int) -> int:
    """How many outside workers have brought a product to this household so far.

    Args:
        w: the world.
        household: record of the household.
        product: the product.

    Returns:
        Number of the next spell.
    """
    following = 0
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.product == product and link.person >= following:
            following = link.person + 1
        index = link.after
    return int(following)


@rule
def change_week(w: World, household: Record, product: int, person: int, week: int) -> int:
    """When an outside provider will send someone else.

    Args:
        w: the world.
        household: record of the household.
        product: the product.
        person: spell.
        week: first week of this spell.

    Returns:
        Week of the change: geometric, keyed by provider, household, product and spell.
    """
    yearly = w.p[0].outside_worker_change_per_year
    if yearly <= 0.0:
        return FOREVER
    key = child_key(household.key, product * 4096 + person)
    u = draw(key, stream(w.seed_key[0], 0, OUTSIDE_WORKER_CHANGES))
    return week + 1 + int(new_clock(u) / (yearly / WEEKS_PER_YEAR))


@rule
def change_later(w: World, index: int, week: int) -> None:
    """Note when the provider will send someone else than the worker of this link.

    Args:
        w: the world.
        index: place of the link, with a worker from outside.
        week: first week of this worker.
    """
    link = w.links[index]
    link.change_week = change_week(w, w.households[link.household], link.product, link.person, week)
    if link.change_week < FOREVER:
        note_due(w, w.changes, CHANGES_N, index, link.change_week)


@rule
def new_link(w: World, household_index: int, worker: int, person: int, product: int, week: int) -> int:
    """Bring a new face to a household.

    Args:
        w: the world.
        household_index: which household.
        worker: professional, -1 from outside.
        person: holder of the post, or spell.
        product: product of an outside worker, -1 for own staff.
        week: this week.

    Returns:
        Place of the link, -1 when the table is full.
    """
    index = int(w.counters[FREE_LINK])
    if index < 0:
        return -1
    household = w.households[household_index]
    link = w.links[index]
    if link.used:
        w.counters[FREE_LINK] = link.after
    else:  # behind a place that was never taken the others follow in order
        link.used = 1
        w.counters[FREE_LINK] = index + 1 if index + 1 < w.links.size else -1
        w.counters[LINKS_USED] = index + 1
    link.household = household_index
    link.worker = worker
    link.person = person
    link.product = product
    link.replaced = 0
    link.cases = 0
    link.cases_with_hours = 0
    link.indicated_cases = 0
    link.start_week = week
    link.end_week = FOREVER
    link.change_week = FOREVER
    if worker < 0:
        change_later(w, index, week)
    link.after = household.first_link
    household.first_link = index
    return index


@rule
def meet_somebody_new(w: World, household: Record, week: int) -> None:
    """A new face at the door costs trust, unless nobody came in the last year.

    Args:
        w: the world.
        household: record of the household; the new face is not yet among its links.
        week: this week.
    """
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases > 0 or link.end_week > week - WEEKS_PER_YEAR:
            lose_trust(w, household)
            return
        index = link.after


@rule
def forget_old_links(w: World, household_index: int, week: int) -> int:
    """Count the different faces of the last 52 weeks and forget who came before.

    Args:
        w: the world.
        household_index: which household.
        week: this week.

    Returns:
        Different workers with an open case at some time in the last 52 weeks.
    """
    household = w.households[household_index]
    previous = -1
    index = household.first_link
    faces = 0
    while index >= 0:
        link = w.links[index]
        following = link.after
        if link.cases > 0 or link.end_week > week - WEEKS_PER_YEAR:
            faces += 1
            previous = index
        else:
            if previous < 0:
                household.first_link = following
            else:
                w.links[previous].after = following
            link.after = w.counters[FREE_LINK]
            w.counters[FREE_LINK] = index
        index = following
    return faces


@rule
def count_helpers(w: World, household: Record, change: int) -> None:
    """Keep the counts of helpers in step when one comes or goes.

    Args:
        w: the world.
        household: record of the household.
        change: +1 or -1.
    """
    before = household.helpers
    household.helpers += change
    after = household.helpers
    w.helper_count[min(before, HELPER_BINS - 1)] -= 1
    w.helper_count[min(after, HELPER_BINS - 1)] += 1
    w.tally[HELPERS_SUM] += change
    if before == 0:
        w.tally[HELPED] += 1
    elif after == 0:
        w.tally[HELPED] -= 1
    if household.heavy_domains >= w.p[0].multi_problem_domains:
        w.tally[MULTI_SUM] += change


@rule
def count_with_hours(w: World, household_index: int, change: int) -> None:
    """Keep the list of households whose helpers could talk to each other.

    Args:
        w: the world.
        household_index: which household.
        change: +1 or -1.
    """
    household = w.households[household_index]
    household.helpers_with_hours += change
    enough = household.helpers_with_hours >= 2
    if enough and household.together < 0:
        household.together = w.counters[TOGETHER_N]
        w.together[household.together] = household_index
        w.counters[TOGETHER_N] += 1
    elif not enough and household.together >= 0:
        w.counters[TOGETHER_N] -= 1
        last = w.together[w.counters[TOGETHER_N]]
        w.together[household.together] = last
        w.households[last].together = household.together
        household.together = -1
        household.conflict = 1.0
        doubt_household(w, household)
    if household.helpers_with_hours == 0:
        if household.plan:
            household.plan = 0
            ask_network(w, household_index, False)
            doubt_household(w, household)
        household.consistency = 0.0
        household.talk_week = -FOREVER
        household.pair_seconds = 0


@rule
def count_indicated(w: World, household: Record, change: int) -> None:
    """Keep the count of helpers of indicated municipal products.

    Args:
        w: the world.
        household: record of the household.
        change: +1 or -1.
    """
    household.indicated_helpers += change
    w.tally[INDICATED_SUM] += change
    if change > 0 and household.indicated_helpers == 1:
        w.tally[INDICATED] += 1
    elif change < 0 and household.indicated_helpers == 0:
        w.tally[INDICATED] -= 1


@rule
def add_case_to_link(w: World, index: int, with_hours: bool, indicated: bool) -> None:
    """A helper takes on a case in a household.

    Args:
        w: the world.
        index: place of the link.
        with_hours: whether the product has hours.
        indicated: whether it is an indicated municipal product.
    """
    link = w.links[index]
    household = w.households[link.household]
    link.cases += 1
    if link.cases == 1:
        link.end_week = FOREVER
        link.replaced = 0
        count_helpers(w, household, 1)
    if with_hours:
        if link.cases_with_hours == 0:
            rearrange(w, link.household)
        link.cases_with_hours += 1
        if link.cases_with_hours == 1:
            count_with_hours(w, link.household, 1)
    if indicated:
        link.indicated_cases += 1
        if link.indicated_cases == 1:
            count_indicated(w, household, 1)


@rule
def drop_case_from_link(w: World, index: int, with_hours: bool, indicated: bool, week: int) -> None:
    """A helper is done with a case in a household.

    Args:
        w: the world.
        index: place of the link.
        with_hours: whether the product has hours.
        indicated: whether it is an indicated municipal product.
        week: this week.
    """
    link = w.links[index]
    household = w.households[link.household]
    link.cases -= 1
    if link.cases == 0:
        link.end_week = week
        count_helpers(w, household, -1)
    if with_hours:
        if link.cases_with_hours == 1:
            rearrange(w, link.household)
        link.cases_with_hours -= 1
        if link.cases_with_hours == 0:
            count_with_hours(w, link.household, -1)
    if indicated:
        link.indicated_cases -= 1
        if link.indicated_cases == 0:
            count_indicated(w, household, -1)


@rule
def another_face(w: World, index: int, week: int) -> None:
    """An outside provider sends someone else to the same cases.

    Args:
        w: the world.
        index: place of the link; it goes on with the new worker.
        week: this week.
    """
    link = w.links[index]
    meet_somebody_new(w, w.households[link.household], week)
    past = new_link(w, link.household, FROM_OUTSIDE, link.person, link.product, link.start_week)
    if past >= 0:
        w.links[past].end_week = week
        w.links[past].replaced = 1
    place = note(w, NEW_FACE, link.household, week)
    if place >= 0:
        w.diary[place].what = link.product
    household = w.households[link.household]
    link.person = spells(w, household, link.product)
    link.start_week = week
    change_later(w, index, week)
    pass_on_link(w, index)
