"""Hours before the first hour: outreach visits, municipal decisions, front door and providers' intakes."""

from agents.compiled import Record, rule
from agents.domains import MODERATE
from agents.organisation import INTAKE_STAGE, head_of
from agents.professional import CONSULTANT
from agents.team import broad_intake_hours
from agents.walk_in import suits_walk_in
from simulation.bottleneck import look_for_bottleneck
from simulation.casework import close_before_start, finish_door, finish_intake, passed_by_itself, tell_story
from simulation.counters import DECISIONS_N, DOOR_LIST, OUTREACH_SECONDS
from simulation.diary import TALKED, note_case
from simulation.draws import WALKS_IN, draw
from simulation.listing import first_need
from simulation.own_choice import offer_turned_down
from simulation.products import SOCIAL_WORK
from simulation.routes import open_next
from simulation.walk_in import VISITOR, begin_visits, free_places
from simulation.world import World

SECONDS = 3600
PLENTY = 1_000_000_000


@rule
def share_out(w: World, used: int) -> None:
    """Let those who have time to spare do what has to be done, each in proportion.

    Args:
        w: the world; ``weights`` holds the seconds each professional can spare.
        used: seconds to be done, at most the sum of the weights unless capacity is unlimited.
    """
    pool = w.weights.sum()
    unlimited = w.p[0].unlimited_capacity > 0.0
    left = used
    if pool > 0:
        part = min(used, pool)
        for index in range(w.professionals.size):
            if w.weights[index] == 0:
                continue
            seconds = w.weights[index] * part // pool
            spend(w, index, seconds)
            w.weights[index] -= seconds
            left -= seconds
    while left > 0:
        index = most_to_spare(w, unlimited)
        seconds = left if unlimited else min(left, w.weights[index])
        if unlimited:
            w.professionals[index].available += seconds
            w.professionals[index].left += seconds
        if seconds <= 0:
            return
        spend(w, index, seconds)
        w.weights[index] -= seconds
        left -= seconds


@rule
def spend(w: World, index: int, seconds: int) -> None:
    """Book time on intake.

    Args:
        w: the world.
        index: which professional.
        seconds: time.
    """
    w.professionals[index].intake += seconds
    w.professionals[index].left -= seconds


@rule
def most_to_spare(w: World, anyone: bool) -> int:
    """Who has most time to spare; ties by hashed key.

    Args:
        w: the world.
        anyone: whether someone without time will do.

    Returns:
        Number of the professional.
    """
    best = 0
    for index in range(1, w.professionals.size):
        more = w.weights[index] - w.weights[best]
        if more > 0 or (more == 0 and w.professionals[index].key < w.professionals[best].key):
            best = index
    return best


@rule
def visits_paid(w: World) -> None:
    """Outreach visits take hours of social workers; what does not fit is paid next week.

    Args:
        w: the world.
    """
    owed = w.counters[OUTREACH_SECONDS]
    if owed <= 0:
        return
    w.weights[:] = 0
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if worker.product == SOCIAL_WORK:
            w.weights[index] = max(0, worker.left)
    done = owed if w.p[0].unlimited_capacity > 0.0 else min(owed, int(w.weights.sum()))
    share_out(w, done)
    w.counters[OUTREACH_SECONDS] -= done


@rule
def decisions_taken(w: World) -> None:
    """Municipal consultants spend hours on every decision.

    Args:
        w: the world.

    The legal time does not stretch: what does not fit in their week is unpaid haste.
    """
    asked = int(w.counters[DECISIONS_N] * w.p[0].decision_hours * SECONDS)
    w.counters[DECISIONS_N] = 0
    if asked <= 0:
        return
    w.weights[:] = 0
    for index in range(w.professionals.size):
        if w.professionals[index].role == CONSULTANT:
            w.weights[index] = max(0, w.professionals[index].left)
    share_out(w, min(asked, int(w.weights.sum())))


@rule
def front_door(w: World, week: int) -> None:
    """The common front door takes in households, one broad intake each, as far as its hours go.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    door = w.counters[DOOR_LIST]
    heads = w.heads[door]
    if head_of(heads, INTAKE_STAGE) < 0:
        return
    w.weights[:] = 0
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if worker.own_list >= 0 and w.lists[worker.own_list].poolable:
            w.weights[index] = max(0, min(worker.left, int(p.door_hours_share * worker.available)))
    pool = PLENTY if p.unlimited_capacity > 0.0 else int(w.weights.sum())
    hours = broad_intake_hours(
        p.intake_hours,
        p.broad_intake_factor,
        p.positive_health_conversation_hours,
        p.disciplines_consulted,
        p.discipline_consult_hours,
    )
    used = 0
    index = head_of(heads, INTAKE_STAGE)
    while index >= 0:
        if passed_by_itself(w, index, week):
            index = head_of(heads, INTAKE_STAGE)
            continue
        household = w.households[w.cases[index].household]
        known = week - household.intake_week <= p.broad_intake_valid_weeks
        whole = int((p.disciplines_consulted * p.discipline_consult_hours if known else hours) * SECONDS)
        cost = max(0, whole - w.lists[door].progress)
        if used + cost > pool:
            w.lists[door].progress += pool - used
            used = pool
            break
        used += cost
        w.lists[door].progress = max(0, w.lists[door].progress - whole)
        if not known:
            household.intake_week = week
            tell_story(w, household, week)
            look_for_bottleneck(w, w.cases[index].household, week)
            look_wider(w, w.cases[index].need, week)
        if not known and ends_in_conversation(w, index, week):
            note_case(w, TALKED, index, week)
            close_before_start(w, index, False, week)
        else:
            finish_door(w, index, week)
        index = head_of(heads, INTAKE_STAGE)
    share_out(w, used)


@rule
def look_wider(w: World, presenting: int, week: int) -> None:
    """A broad intake looks at more than what was asked.

    Args:
        w: the world.
        presenting: the need that was asked about.
        week: this week.

    Depth 0: nothing more; 1: the root cause too, or what residents in the lead put first; 2: everything at
    severity 2 and over.
    """
    depth = int(w.p[0].intake_depth)
    household_index = w.needs[presenting].household
    household = w.households[household_index]
    if depth == 1:
        root = first_need(w, household_index)
        if root >= 0 and root != presenting and wants_a_start(w, w.needs[root], week):
            open_next(w, root, int(w.p[0].places_when_asking), week)
    elif depth >= 2:
        for index in range(household.first_need, household.first_need + household.needs):
            if index != presenting and wants_a_start(w, w.needs[index], week):
                open_next(w, index, int(w.p[0].places_when_asking), week)


@rule
def wants_a_start(w: World, need: Record, week: int) -> bool:
    """Whether something should be asked for a need, and its household lets that happen.

    Args:
        w: the world.
        need: record of the need.
        week: this week.

    Returns:
        Whether a broad intake asks something for it.
    """
    return needs_a_start(need, week) and not offer_turned_down(w, need)


@rule
def ends_in_conversation(w: World, index: int, week: int) -> bool:
    """A light question at the common door may end in the walk-in, or in a good conversation.

    Args:
        w: the world.
        index: place of a case whose household has its broad intake now.
        week: this week.

    Returns:
        Whether nothing more is needed; somebody whom the walk-in suits goes there if it has a place.
    """
    case = w.cases[index]
    need = w.needs[case.need]
    if not suits_walk_in(need.domain, need.severity):
        return False
    if draw(case.key, w.streams[WALKS_IN]) >= w.p[0].light_triage:
        return False
    if not need.walks_in and w.p[0].collective > 0.0 and free_places(w) > 0:
        w.households[case.household].knows_walk_in = 1
        begin_visits(w, int(case.need), VISITOR, week)
    return True


@rule
def needs_a_start(need: Record, week: int) -> bool:
    """Whether a need is moderate or worse and nothing has been asked for it yet.

    Args:
        need: record of the need.
        week: this week.

    Returns:
        Whether a broad intake should ask something for it; not in the weeks in which its household does not
        ask again either, after a wrong product or a list that was left.
    """
    return need.severity >= MODERATE and need.first_case < 0 and week >= need.ask_from


@rule
def intakes_of_lists(w: World, week: int) -> None:
    """Each provider takes in who came to it, before anything new starts.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    cost = int(p.intake_hours * SECONDS)
    for number in range(w.lists.size):
        waiting_list = w.lists[number]
        heads = w.heads[number]
        if waiting_list.workers == 0 or head_of(heads, INTAKE_STAGE) < 0:
            continue
        w.weights[:] = 0
        for index in range(waiting_list.first_worker, waiting_list.first_worker + waiting_list.workers):
            w.weights[index] = max(0, w.professionals[index].left)
        pool = PLENTY if p.unlimited_capacity > 0.0 else int(w.weights.sum())
        used = 0
        index = head_of(heads, INTAKE_STAGE)
        while index >= 0:
            if passed_by_itself(w, index, week):
                index = head_of(heads, INTAKE_STAGE)
                continue
            left = max(0, cost - waiting_list.progress)
            if used + left > pool:
                waiting_list.progress += pool - used
                used = pool
                break
            used += left
            waiting_list.progress = 0
            look_for_bottleneck(w, w.cases[index].household, week)
            finish_intake(w, index, week)
            index = head_of(heads, INTAKE_STAGE)
        share_out(w, used)
