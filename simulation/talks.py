"""Talking that helpers plan: added once to the weeks of all who take part, until something changes."""

from agents.compiled import Record, rule
from agents.director import time_with_each
from agents.household import talks_of_helper
from simulation.counters import REARRANGED_N
from simulation.draws import PEOPLE, PHASE, draw, stream
from simulation.products import SCHOOL_CARE
from simulation.world import World

SECONDS = 3600
EVERY_WEEK, NO_TALKS = 0, -1
CASHABLE_PART = 7  # the same payers once more, for the cashable part


@rule
def in_plan(household: Record, link: Record) -> bool:
    """Whether a helper takes part in the meetings of a common plan, and so knows what the others know.

    Args:
        household: record of the household.
        link: his link with it.

    Returns:
        Whether he does: helpers with hours do, the care node of a school only where partners work along.
    """
    return link.cases_with_hours > 0 or (household.with_partners > 0 and link.product == SCHOOL_CARE)


@rule
def has_met(household: Record) -> bool:
    """Whether the helpers under a common plan have met of late, so that they know what the others know.

    Args:
        household: record of the household.

    Returns:
        Whether there is a plan and talking about it was held; a plan on paper tells nobody anything.
    """
    return household.plan > 0 and household.pair_seconds > 0


@rule
def bucket_of(w: World, household_index: int) -> int:
    """In which weeks the helpers of a household talk.

    Args:
        w: the world.
        household_index: which household.

    Returns:
        0 every week; under one plan 1 and over, the week of the round in which this household meets.
    """
    if not w.households[household_index].plan:
        return EVERY_WEEK
    u = draw(w.dwellings[household_index], stream(PEOPLE, 0, PHASE))
    return 1 + int(u * int(w.p[0].meeting_every_weeks))


@rule
def bucket_of_week(w: World, week: int) -> int:
    """Which meetings under one plan fall in a week.

    Args:
        w: the world.
        week: the week.

    Returns:
        1 and over, up to the weeks between meetings.
    """
    return 1 + (-week) % int(w.p[0].meeting_every_weeks)


@rule
def rearrange(w: World, household_index: int) -> None:
    """The helpers of a household change, or the way they work together: their talking is planned anew.

    Args:
        w: the world.
        household_index: which household; its links are still as they were.
    """
    household = w.households[household_index]
    household.talk_doubt = 1
    if household.talk_counted:
        count_talks(w, household, -1)
        household.talk_counted = 0
    if not household.talk_waits:
        household.talk_waits = 1
        w.rearranged[w.counters[REARRANGED_N]] = household_index
        w.counters[REARRANGED_N] += 1


@rule
def arrange(w: World, household_index: int) -> None:
    """Plan the talking of a household anew.

    Args:
        w: the world.
        household_index: which household; its talks are not counted now.

    With two or more helpers with hours a monthly meeting under one plan, else every week a talk of each
    helper with a few others. A director meets each of the others every week.
    """
    p = w.p[0]
    household = w.households[household_index]
    household.talk_waits = 0
    if household.together < 0:
        household.talk_bucket = NO_TALKS
        return
    if household.following >= 0 and w.followed[household.following].link >= 0:
        seconds = int(p.director_hours * SECONDS)
        others = household.helpers_with_hours - 1
        w.followed[household.following].each = time_with_each(seconds, p.director_meets_helpers, others)
    if household.plan:
        household.talk_seconds = int(p.meeting_hours * SECONDS)
    else:
        talks = talks_of_helper(household.helpers_with_hours, int(p.talk_partners_max))
        household.talk_seconds = int(p.talk_hours_per_week * talks * SECONDS)
    household.talk_bucket = bucket_of(w, household_index)
    household.talk_counted = 1
    count_talks(w, household, 1)


@rule
def count_talks(w: World, household: Record, sign: int) -> None:
    """Add the talking of a household to the weeks of its helpers, and the bills of those from outside.

    Args:
        w: the world.
        household: record of the household.
        sign: 1 to add, -1 to take off.
    """
    each, of_director = 0, -1
    if household.following >= 0:
        each, of_director = w.followed[household.following].each, w.followed[household.following].link
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases_with_hours > 0:
            count_talk(w, link, household.talk_bucket, sign * household.talk_seconds)
            if each > 0 and index != of_director:
                count_talk(w, link, EVERY_WEEK, sign * each)
        index = link.after


@rule
def count_talk(w: World, link: Record, bucket: int, seconds: int) -> None:
    """Add talking to the weeks of a helper, or to the bill of one from outside.

    Args:
        w: the world.
        link: record of the helper link.
        bucket: in which weeks.
        seconds: time, below 0 to take it off.
    """
    if link.worker >= 0:
        w.talks_asked[link.worker, bucket] += seconds
        return
    product = w.products[link.product]
    payer = int(product.payer_adult if product.payer_adult >= 0 else product.payer_child)
    if payer >= 0:
        cents = int(seconds * product.cents_per_hour / SECONDS)
        w.talk_bills[bucket, payer] += cents
        w.talk_bills[bucket, CASHABLE_PART + payer] += int(cents * product.cashable)
