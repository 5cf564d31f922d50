"""Phase 4, asking: who asks himself, what helpers and signallers see, and what outreach brings in."""

from agents.compiled import Record, prefetch, rule
from agents.domains import MENTAL, MODERATE, MONEY
from agents.household import asking_chance, asking_rate, seen_at_home
from agents.need import NEVER
from agents.signaller import sees
from agents.team import works_along
from simulation.agenda import strike_out
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import TOTAL, WISHES
from simulation.contributing import note_asking
from simulation.counters import (
    ACTIVE_N,
    DOORS_OPEN,
    HEAVY_N,
    OUTREACH_PAID,
    OUTREACH_SECONDS,
    RETURNS_N,
)
from simulation.diary import MAY_ASK, WANTS_HELP, one_household
from simulation.directing import has_director
from simulation.draws import (
    ACCEPTS,
    ASKS,
    CONTACT,
    REACHES,
    SEEN,
    SIGNAL_DEBT,
    SIGNAL_GP,
    draw,
)
from simulation.pressure import is_adult_need
from simulation.prevention import DEBT_REPORTS, decide_prevention
from simulation.providers import provider_list
from simulation.routes import next_place, open_next, product_at
from simulation.talks import has_met, in_plan
from simulation.trust import settle_trust
from simulation.turns import in_turn
from simulation.world import World

SECONDS = 3600
SIGNALLERS_N = 4
AHEAD = 4  # needs whose households are fetched ahead of their turn
VISITS = TOTAL + 5
NOT_RETURNING = -NEVER


@rule
def asking(w: World, week: int) -> None:
    """Needs that may come to somebody's notice this week.

    Args:
        w: the world.
        week: this week.

    Needs of one household come in turn: what one asks may be what another would ask, or cost the trust with
    which the other is asked for.
    """
    p = w.p[0]
    note_who_may_ask(w, week)
    if week >= 0 and week % YEAR_WEEKS == 0:
        decide_prevention(w, week)
    w.counters[DOORS_OPEN] = w.counters[OUTREACH_SECONDS] <= 0 and w.counters[OUTREACH_PAID] > 0
    come_back(w, week)
    often = max(p.asking_rate_money, p.asking_rate_adult_mental, p.asking_rate_other)
    signalled = p.signal_rate_gp + p.signal_rate_school + p.signal_rate_police + p.signal_rate_corporation
    of_debts = w.streams[SIGNAL_DEBT]
    for place in range(w.counters[ACTIVE_N]):
        here = w.active[place]
        if here.domain == MONEY and draw(here.key, of_debts) < p.debt_signal_rate:
            debt_signal(w, here.need, week)
    count = find_noticeable(w, often, signalled)
    in_turn(w, count)
    for number in range(count):
        if number + AHEAD < count:
            prefetch(w.households, w.needs[w.steps[number + AHEAD].index].household)
        come_to_notice(w, w.active[w.steps[number].severity], often, signalled, week)


@rule
def come_to_notice(w: World, here: Record, often: float, signalled: float, week: int) -> None:
    """Let chance decide who notices a need this week: who has it, a helper at home or a signaller.

    Args:
        w: the world.
        here: the need in the list of the week.
        often: how often at most people ask themselves.
        signalled: how often a signaller passes something on.
        week: this week.
    """
    u = draw(here.key, w.streams[ASKS])
    if u < often and u < highest_rate(w.p[0], int(here.domain)):
        own_asking(w, here.need, u, week)
    if here.severity < MODERATE:
        return
    if here.unseen:
        u = draw(here.key, w.streams[SEEN])
        if u < seen_at_most(w.p[0].detection_per_visit_hour, here):
            seen_by_helpers(w, here.need, u, week)
    u = draw(here.key, w.streams[SIGNAL_GP])
    if u < signalled:
        seen_by_signallers(w, here.need, u, week)


@rule
def find_noticeable(w: World, often: float, signalled: float) -> int:
    """Find the needs that chance may bring to somebody's notice this week, and have them fetched.

    Args:
        w: the world; ``steps`` gets the needs, and as severity their places in the list.
        often: how often at most people ask themselves.
        signalled: how often a signaller passes something on.

    Returns:
        How many there are. Whoever begins this week sees nothing yet.
    """
    p = w.p[0]
    threshold, per_hour = p.asking_threshold, p.detection_per_visit_hour
    of_asking, of_seeing, of_signals = w.streams[ASKS], w.streams[SEEN], w.streams[SIGNAL_GP]
    found = 0
    for place in range(w.counters[ACTIVE_N] if threshold < MODERATE else w.counters[HEAVY_N]):
        here = w.active[place]
        if here.severity < threshold:
            continue
        u = draw(here.key, of_asking)
        likely = u < often and u < highest_rate(p, int(here.domain))
        if here.severity >= MODERATE and not likely:
            likely = draw(here.key, of_signals) < signalled
            likely = likely or (here.unseen > 0 and draw(here.key, of_seeing) < seen_at_most(per_hour, here))
        if likely:
            w.steps[found].index = here.need
            w.steps[found].severity = place
            found += 1
            prefetch(w.needs, here.need)
    return found


@rule
def seen_at_most(per_hour: float, here: Record) -> float:
    """How likely at most a helper at home sees a need this week.

    Args:
        per_hour: chance that a helper sees it in an hour.
        here: the need in the list of the week.

    Returns:
        Probability; what is left of it once the time of the visits is known exactly is for `seen_by_helpers`.
    """
    return per_hour * (1 << int(here.unseen)) / SECONDS


@rule
def highest_rate(p: Record, domain: int) -> float:
    """How often at most people ask about a need in a domain, whoever has it.

    Args:
        p: parameters.
        domain: domain of the need.

    Returns:
        Probability per week.
    """
    mental = max(p.asking_rate_adult_mental, p.asking_rate_other)
    return asking_rate(p.asking_rate_money, mental, p.asking_rate_other, domain == MONEY, domain == MENTAL)


@rule
def come_back(w: World, week: int) -> None:
    """Who was sent to the wrong place asks anew for what comes first on the route, once the need asks help.

    Args:
        w: the world.
        week: this week.
    """
    count = 0
    for place in range(w.counters[RETURNS_N] - 1, -1, -1):
        index = w.returns[place].index
        due = w.returns[place].week
        need = w.needs[index]
        if need.return_week != due:
            strike_out(w, w.returns, RETURNS_N, place)
        elif due <= week and need.severity >= w.p[0].asking_threshold:
            strike_out(w, w.returns, RETURNS_N, place)
            need.return_week = NOT_RETURNING
            w.steps[count].index = index
            count += 1
    in_turn(w, count)
    for number in range(count):
        index = w.steps[number].index
        if next_place(w, w.needs[index], int(w.p[0].places_when_asking)) == 0:
            open_next(w, index, int(w.p[0].places_when_asking), week)


@rule
def own_asking(w: World, index: int, u: float, week: int) -> None:
    """People ask for help themselves; for a child his parents do.

    Args:
        w: the world.
        index: which need.
        u: uniform draw.
        week: this week.
    """
    p = w.p[0]
    need = w.needs[index]
    rate = rate_of_asking(w, need)
    if u >= rate:
        return
    household = w.households[need.household]
    settle_trust(w, household)
    if u >= rate * household.trust:
        return
    wait = perceived_wait(w, household, need)
    if u >= asking_chance(rate, household.trust, wait, p.wait_discouragement_weeks):
        return
    w.now[WISHES + int(need.domain)] += 1
    note_asking(w, WANTS_HELP, index, rate, wait, week)
    if week >= need.ask_from and not at_closed_door(w, household, need, week):
        open_next(w, index, int(w.p[0].places_when_asking), week)


@rule
def rate_of_asking(w: World, need: Record) -> float:
    """How often people ask about a need of this kind under full trust and without a wait.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        Probability per week.
    """
    p = w.p[0]
    return asking_rate(
        p.asking_rate_money,
        p.asking_rate_adult_mental,
        p.asking_rate_other,
        need.domain == MONEY,
        need.domain == MENTAL and is_adult_need(w, need),
    )


@rule
def note_who_may_ask(w: World, week: int) -> None:
    """Write down of the one household in the diary what keeps it from asking about needs without help.

    Args:
        w: the world.
        week: this week.
    """
    index = one_household(w)
    if index < 0:
        return
    household = w.households[index]
    settle_trust(w, household)
    for number in range(household.first_need, household.first_need + household.needs):
        need = w.needs[number]
        if need.severity > 0 and need.severity >= w.p[0].asking_threshold and need.first_case < 0:
            wait = perceived_wait(w, household, need)
            note_asking(w, MAY_ASK, number, rate_of_asking(w, need), wait, week)


@rule
def at_closed_door(w: World, household: Record, need: Record, week: int) -> bool:
    """Whoever gave up at the common door does not knock there for some weeks, for no need at all.

    Args:
        w: the world.
        household: record of the household.
        need: record of the need.
        week: this week.

    Returns:
        Whether what this need would ask stands behind that door.
    """
    if week >= household.door_from or not household.at_door:
        return False
    place = next_place(w, need, int(w.p[0].places_when_asking))
    return place >= 0 and w.products[product_at(w, need, place)].common_door > 0


@rule
def perceived_wait(w: World, household: Record, need: Record) -> float:
    """How long people say you wait for what this need would ask next.

    Args:
        w: the world.
        household: record of the household.
        need: record of the need.

    Returns:
        Mean realised wait of that list in weeks, 0 where there is no list or nothing left to ask.
    """
    place = next_place(w, need, int(w.p[0].places_when_asking))
    if place < 0:
        return 0.0
    of_provider = provider_list(w, household, product_at(w, need, place))
    return w.lists[of_provider].mean_wait if of_provider >= 0 else 0.0


@rule
def seen_by_helpers(w: World, index: int, u: float, week: int) -> None:
    """A helper at home sees a need nobody asked about; it finds the right desk if colleagues know each other.

    For what a director sees, by his part of the visits, he starts voluntary municipal help himself and
    proposes other help.

    Args:
        w: the world.
        index: which need; it has no help.
        u: uniform draw.
        week: this week.
    """
    p = w.p[0]
    need = w.needs[index]
    household = w.households[need.household]
    if household.visit_seconds <= 0:
        return
    if not seen_at_home(p.detection_per_visit_hour, household.visit_seconds / SECONDS, u):
        return
    place = next_place(w, need, int(w.p[0].places_when_asking))
    if place < 0:
        return
    known = colleague_has(w, household, product_at(w, need, place))
    chance = p.referral_reaches_known if known else p.referral_reaches_unknown
    if has_director(w, household):
        own_say = w.products[product_at(w, need, place)].director_decides
        of_director = max(chance, 1.0 if own_say else p.director_proposal_taken_up)
        part = w.followed[household.following].visit / household.visit_seconds
        chance += part * (of_director - chance)
    if draw(need.key, w.streams[REACHES]) < chance:
        open_next(w, index, int(w.p[0].places_when_asking), week)


@rule
def colleague_has(w: World, household: Record, product: int) -> bool:
    """Whether someone who comes here has a colleague, in organisation, team or plan, who brings this product.

    Args:
        w: the world.
        household: record of the household.
        product: product.

    Returns:
        Whether the referrer knows that colleague.
    """
    of_provider = provider_list(w, household, product)
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases > 0:
            brings = link.product
            if link.worker >= 0:
                brings = w.professionals[link.worker].product
            if has_met(household) and brings == product and in_plan(household, link):
                return True
            if link.worker >= 0 and of_provider >= 0:
                worker = w.professionals[link.worker]
                if worker.organisation == w.lists[of_provider].organisation:
                    return True
                if works_along(worker) and w.lists[of_provider].poolable:
                    return True
        index = link.after
    return False


@rule
def seen_by_signallers(w: World, index: int, u: float, week: int) -> None:
    """The GP practice, the school, the police officer or the corporation notices something and passes it on.

    Args:
        w: the world.
        index: which need.
        u: uniform draw, below the sum of their rates.
        week: this week.

    At most one of them in a week: one draw decides who.
    """
    p = w.p[0]
    need = w.needs[index]
    rates = (p.signal_rate_gp, p.signal_rate_school, p.signal_rate_police, p.signal_rate_corporation)
    signaller = 0
    while u >= rates[signaller]:
        u -= rates[signaller]
        signaller += 1
        if signaller == SIGNALLERS_N:
            return
    household = w.households[need.household]
    owner = need.resident if need.resident >= 0 else household.first_resident
    age = w.residents[owner].age
    if sees(signaller, need.domain, need.severity, age, household.rented, household.has_child):
        open_next(w, index, int(w.p[0].places_when_asking), week)


@rule
def debt_signal(w: World, index: int, week: int) -> None:
    """An arrear is reported; a letter or a visit follows, and some of those reached accept help.

    Args:
        w: the world.
        index: which money need.
        week: this week.

    A visit costs hours of social work; while earlier visits are still unpaid in hours, or no payer wants to
    pay for them this year, a letter goes out instead.
    """
    p = w.p[0]
    need = w.needs[index]
    household = w.households[need.household]
    w.now[DEBT_REPORTS] += 1
    reached = p.contact_by_letter
    if household.visited and w.counters[DOORS_OPEN]:
        reached = p.contact_at_door
        w.counters[OUTREACH_SECONDS] += int(p.outreach_hours_per_attempt * SECONDS)
        w.now[VISITS] += 1
    if draw(need.key, w.streams[CONTACT]) >= reached:
        return
    if draw(need.key, w.streams[ACCEPTS]) < p.accepts_after_contact:
        open_next(w, index, int(w.p[0].places_when_asking), week)
