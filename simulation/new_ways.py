"""Who works in a new way under a policy, and what rules he answers to."""

from agents.compiled import Record, rule
from agents.domains import PARTICIPATIEWET, WMO
from agents.professional import regimes_now
from agents.team import selected
from simulation.craft import reckon
from simulation.doubts import unsettle
from simulation.draws import FIDELITY_ACCOUNT, FIDELITY_QUEUE, PEOPLE, draw, stream
from simulation.world import World

SECONDS = 3600
ONE = 1  # the regime of one's own employer


@rule
def takes_part(w: World, worker: Record) -> bool:
    """Whether the organisation of a professional is a partner of the policy.

    Args:
        w: the world.
        worker: record of the professional.

    Returns:
        Whether it is; municipal consultants always take part.
    """
    return worker.own_list < 0 or w.lists[worker.own_list].at_door > 0


@rule
def answers_to_municipality(w: World, worker: Record) -> bool:
    """Whether one of the regimes of a professional is that of the municipality.

    Args:
        w: the world.
        worker: record of the professional.

    Returns:
        Whether it is: his organisation answers to more than itself, and either to everybody or to whoever
        pays his product, which is the municipality.
    """
    regimes = w.organisations[worker.organisation].regimes
    if regimes <= ONE or worker.product < 0:
        return False
    product = w.products[worker.product]
    payer = product.payer_adult if product.payer_adult >= 0 else product.payer_child
    return regimes > ONE + 1 or (payer >= WMO and payer <= PARTICIPATIEWET)


@rule
def give_accounts(w: World) -> None:
    """Decide who answers to one account under this policy, without a regime of the municipality.

    Args:
        w: the world.

    The draw is keyed by post, so a higher fidelity only adds posts.
    """
    of_fidelity = stream(PEOPLE, 0, FIDELITY_ACCOUNT)
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        freed = draw(worker.key, of_fidelity) < w.p[0].account
        freed = freed and takes_part(w, worker) and answers_to_municipality(w, worker)
        if freed != worker.one_account:
            worker.one_account = freed
            unsettle_cases_of(w, index)


@rule
def unsettle_cases_of(w: World, index: int) -> None:
    """Hours of running cases may change with the rules that a professional answers to.

    Args:
        w: the world.
        index: which professional.
    """
    place = w.professionals[index].first_case
    while place >= 0:
        unsettle(w, place)
        place = w.cases[place].worker_after


@rule
def regimes_of(w: World, worker: Record) -> float:
    """How many regimes of accounting a professional answers to now.

    Args:
        w: the world.
        worker: record of the professional.

    Returns:
        Number of regimes; a team that is judged by the old rules has one more.
    """
    of_organisation = int(w.organisations[worker.organisation].regimes)
    return regimes_now(of_organisation, worker.one_account > 0, worker.pooled > 0, w.p[0].team_extra_regimes)


@rule
def works_anew(w: World, worker: Record) -> bool:
    """Whether a policy changes the way someone works.

    Args:
        w: the world.
        worker: record of the professional.

    Returns:
        Whether it does: in the team, under one account, at the common door or by one plan. The draw is that
        of the shared team, so whoever joins the team is among those who change anyway.
    """
    if worker.pooled or worker.one_account:
        return True
    if worker.own_list < 0 or not takes_part(w, worker):
        return False
    share = max(w.p[0].intake, w.p[0].plan)
    return draw(worker.key, stream(PEOPLE, 0, FIDELITY_QUEUE)) < share


@rule
def enter_new_ways(w: World) -> None:
    """Whoever comes to work in a new way is trained once; routines of a new team still have to settle.

    Args:
        w: the world; who is in the shared team has just been decided, at the start of a policy or later.
    """
    p = w.p[0]
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if not worker.trained and works_anew(w, worker):
            worker.trained = 1
            worker.training_owed = int(p.transition_hours * SECONDS)
        if worker.pooled and not worker.joined_team:
            worker.joined_team = 1
            worker.maturity = 0.0
            for domain in range(w.skills.shape[1]):
                w.skills[index, domain] = selected(w.skills[index, domain], p.pilot_selection)
            reckon(w, index, p.reckoning_step)
