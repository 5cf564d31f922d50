"""A household: its needs press on each other, its helpers may work against each other or talk."""

import math

import numpy as np

from agents.cache_lines import in_cache_lines
from agents.compiled import Record, rule

HOUSEHOLD = in_cache_lines(
    [  # its needs, and who comes
        ("shield", "f8"),  # factor of the network on hazards
        ("helped", "i8"),  # one bit a need: it may have open cases
        ("levels", "u4"),  # severities of its own needs, three bits a domain
        ("levels_used", "u4"),  # those the hazards were last computed from
        ("first_resident", "i4"),
        ("first_need", "i4"),
        ("first_link", "i4"),
        ("visit_seconds", "i4"),  # time of helpers in the home last week
        ("together", "i4"),  # place in the list of households with two or more helpers, -1 none
        ("needs", "i2"),
        ("household_needs", "i2"),
        ("persons", "i2"),
        ("heavy_domains", "i2"),  # domains with a need at 2 and over
        ("changed", "u1"),  # hazards must be computed anew
        ("rented", "u1"),
        ("low_income", "u1"),
        ("old_only", "u1"),  # everybody is 67 or over
        ("has_child", "u1"),  # someone under 18
        ("knows_walk_in", "u1"),  # knows of an open walk-in
        ("own_choice", "u1"),  # its residents are in the lead
        ("youth_nurse", "u1"),  # its GP has a youth practice nurse
        ("visits", "u1"),  # bits of the time of helpers in the home: it is less than two to that power
    ],
    [  # talking and doses
        ("conflict", "f8"),  # factor on every dose
        ("consistency", "f8"),  # phi
        ("talk_held", "f8"),  # part of the planned talking for which helpers had time
        ("routine", "f8"),  # factor on every dose of helpers who are not used to each other yet
        ("pair_seconds", "i4"),  # H, pair-seconds per pair over the window
        ("talk_seconds", "i4"),  # talking each helper plans: a week, or a meeting under one plan
        ("talk_week", "i4"),  # last week written down in the ring of talks
        ("helpers_with_hours", "i4"),
        ("plan_wrong_until", "i4"),
        ("plan_week", "i4"),  # week the plan was made
        ("following", "i2"),  # place in the list of followed households, -1 none
        ("plan", "u1"),  # has one plan now
        ("network_asked", "u1"),  # a plan asks the network to help along
        ("with_partners", "u1"),  # school and corporation work along
        ("talk_bucket", "i1"),  # 0 every week, 1 and over in that week of the round, -1 not planned
        ("talk_counted", "u1"),  # it stands in the weeks of the helpers
        ("talk_doubt", "u1"),  # how much of it takes place must be computed anew
    ],
    [  # network, trust and helpers
        ("network", "f8"),  # N, the strength of family, friends and neighbours
        ("network_start", "f8"),  # N with which these people came
        ("network_seen", "f8"),  # N when its hazards last followed it
        ("trust", "f8"),
        ("network_week", "i4"),  # last week that counts in N
        ("network_place", "i4"),  # place in the list of networks that change, -1 none
        ("trust_week", "i4"),  # last week that counts in trust
        ("contacts", "i4"),  # open cases in which somebody comes
        ("helpers", "i4"),  # helpers now
        ("open_or_asked", "i4"),  # cases pending or open
        ("severe_needs", "i2"),  # needs at 3 and over
        ("by_plan", "u1"),  # gets one plan as soon as there are two helpers
        ("at_door", "u1"),  # uses the common front door
        ("visited", "u1"),  # outreach comes to the door
        ("talk_waits", "u1"),  # it must be planned anew
    ],
    [  # who they are, and what is counted of them
        ("key", "u8"),  # who lives here
        ("frailty", "f8"),  # z
        ("multi_weeks", "i8"),  # one bit a week: a child, and needs at 2 and over in many domains
        ("generation", "i4"),
        ("told_week", "i4"),  # last time the whole story was told
        ("indicated_helpers", "i4"),
        ("indicated_open", "i4"),
        ("intake_week", "i4"),  # last broad intake
        ("last_wait", "i4"),  # wait of the last case that started
        ("story_week", "i4"),  # last time the story was told anew
        ("count_week", "i4"),  # first asking of the count of weeks to all help, -1 none
        ("count_left", "i2"),  # needs of that count still without help
        ("count_helped", "i2"),
        ("benefit_open", "i2"),
        ("kind", "i1"),  # 0 single, 1 couple, 2 couple with children, 3 single parent
        ("pillars_seen", "u1"),  # one bit a pillar: open at some time in this half-year
    ],
    [  # what is seldom asked
        ("cost_mark", "i8"),  # municipal cents of the dwelling at the last selection, or when they came
        ("cost_before", "i8"),  # municipal cents of these people in the period before that
        ("cost_earlier", "i8"),  # and in the period before
        ("visit_gone", "i4"),  # part of the visits that will not come back
        ("door_from", "i4"),  # does not knock at the common door again before this week
        ("paid_until", "i4"),  # no money is asked or paid for a bottleneck before this week
        ("appeal_week", "i4"),  # week in which special assistance is decided on
        ("no_choice_week", "i4"),  # last time it had to make do with a helper it did not get on with
        ("neighbourhood", "i2"),
        ("follow_rank", "i2"),  # place in the last selection for a director, 1 first, 0 not selected
        ("rank_before", "i2"),  # the same, of the selection before
        ("custom", "u1"),  # its helpers may spend a custom budget
    ],
)

RING_WEEKS = 32  # longest memory of talks

SINGLE, COUPLE, COUPLE_WITH_CHILDREN, SINGLE_PARENT = range(4)
HOUSEHOLD_KINDS = ("single", "couple", "couple_with_children", "single_parent")

LINK = in_cache_lines(
    [  # all of it
        ("household", "i4"),
        ("worker", "i4"),  # professional, -1 for a worker from outside
        ("person", "i4"),  # which holder of the post, or which spell of the outside provider
        ("cases", "i4"),
        ("cases_with_hours", "i4"),
        ("indicated_cases", "i4"),
        ("start_week", "i4"),
        ("end_week", "i4"),
        ("change_week", "i4"),  # an outside provider sends someone else from this week
        ("after", "i4"),
        ("product", "i2"),
        ("used", "u1"),  # this place was taken before
        ("replaced", "u1"),  # this face went because someone else came for the same help
    ],
)


@rule
def frailty_factor(z: float, variance: float) -> float:
    """Frail households meet more trouble; on average the factor is one.

    Args:
        z: sum of the normal scores of household and resident.
        variance: variance of that sum.

    Returns:
        Factor on onset, mean one over all owners. Source: model 8.1.
    """
    return math.exp(z - variance / 2.0)


@rule
def spill_over(strength: float, pressure: float, cap: float) -> float:
    """Other needs of the same people make each need worse.

    Args:
        strength: sigma.
        pressure: sum over the other needs of matrix weight times severity.
        cap: highest factor.

    Returns:
        Factor M on onset and worsening. Source: model 8.2.
    """
    return min(cap, math.exp(strength * pressure))


@rule
def consistency_of_plans(pair_hours: float, highest: float, chair_skill: float, scale: float) -> float:
    """Helpers who talk to each other come to agree, the more so with someone in the chair.

    Args:
        pair_hours: hours each pair of helpers talked in the last 12 weeks, mean over pairs.
        highest: consistency that talking without end would reach under a perfect chair.
        chair_skill: skill of whoever chairs, 0-1.
        scale: pair-hours that bring consistency to 63% of its highest.

    Returns:
        phi, 0-1. Source: model 8.6.
    """
    return highest * chair_skill * -math.expm1(-pair_hours / scale)


@rule
def conflict_of_plans(conflict: float, consistency: float, helpers: int) -> float:
    """Plans that contradict each other make every hour worth less.

    Args:
        conflict: gamma, loss per extra plan.
        consistency: phi.
        helpers: helpers with hours in this household.

    Returns:
        Factor on every dose, 1 for a single helper. Source: model 8.5.
    """
    if helpers <= 1:
        return 1.0
    plans = 1.0 + (1.0 - consistency) * (helpers - 1)
    return 1.0 / (1.0 + conflict * (plans - 1.0))


@rule
def remembered_talk(household: Record, ring: np.ndarray, seconds: int, window_weeks: int, week: int) -> int:
    """What was said counts for some weeks.

    Args:
        household: record of the household; ``talk_week`` is brought up to this week.
        ring: seconds per pair of each of the last 32 weeks, by week modulo 32.
        seconds: seconds per pair of this week.
        window_weeks: length of the memory, at most 31.
        week: this week.

    Returns:
        Seconds per pair over the window, this week included; weeks without an entry count as silent.
    """
    if week - household.talk_week > 1:
        silent = min(RING_WEEKS, week - household.talk_week - 1)
        for back in range(1, silent + 1):
            ring[(week - back) % RING_WEEKS] = 0
        total = 0
        for back in range(1, window_weeks + 1):
            total += ring[(week - back) % RING_WEEKS]
    else:
        total = int(household.pair_seconds)
    ring[week % RING_WEEKS] = seconds
    household.talk_week = week
    return total + seconds - int(ring[(week - window_weeks) % RING_WEEKS])


@rule
def talks_of_helper(helpers: int, most: int) -> int:
    """Without a common plan a helper rings a few of the others.

    Args:
        helpers: helpers with hours in the household.
        most: how many others he will ring at most.

    Returns:
        Number of others each helper talks with.
    """
    return min(helpers - 1, most)


@rule
def asking_chance(rate: float, trust: float, perceived_wait: float, patience_weeks: float) -> float:
    """People ask sooner when they trust and when the list looks short.

    Args:
        rate: probability per week of asking under full trust and no wait (alpha).
        trust: T, 0-1.
        perceived_wait: weeks others waited on this list lately.
        patience_weeks: wait that lets asking fall to 37% (w0).

    Returns:
        Probability that help is asked this week. Source: model 8.3.
    """
    return rate * trust * math.exp(-perceived_wait / patience_weeks)


@rule
def seen_at_home(rate_per_hour: float, hours: float, u: float) -> bool:
    """A helper in the home may notice what nobody asked about.

    Args:
        rate_per_hour: d_see, hazard per visit hour.
        hours: hours of visits in the home last week.
        u: uniform draw.

    Returns:
        Whether this need is seen this week. Source: model 8.3.
    """
    hazard = rate_per_hour * hours
    return u < hazard and u < -math.expm1(-hazard)


@rule
def asking_rate(
    money: float, adult_mental: float, other: float, is_money: bool, is_adult_mental: bool
) -> float:
    """Debts are hidden long, mental trouble somewhat, other needs least.

    Args:
        money: rate for money.
        adult_mental: rate for mental health of adults.
        other: rate for everything else.
        is_money: whether this is a money need.
        is_adult_mental: whether this is a mental need of an adult.

    Returns:
        alpha, probability per week. Source: model 8.3.
    """
    if is_money:
        return money
    return adult_mental if is_adult_mental else other
