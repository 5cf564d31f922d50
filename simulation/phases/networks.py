"""Phase 10, networks: from time to time the hazards of a household follow the strength of its network."""

from agents.compiled import rule
from agents.need import UNKNOWN_LEVELS
from agents.network import network_shield
from simulation.counters import MOVING_NETWORKS_N
from simulation.doubts import doubt_household
from simulation.draws import NETWORK, PEOPLE, draw, stream
from simulation.network import carries, settle_network
from simulation.pressure import UNKNOWN, mark_changed
from simulation.world import World


@rule
def networks(w: World, week: int) -> None:
    """Look at the households whose network changes, each in its own week of the round.

    Args:
        w: the world.
        week: this week.
    """
    round_weeks = int(w.p[0].network_look_weeks)
    of_round = stream(PEOPLE, 0, NETWORK)
    turn = (-week) % round_weeks
    for place in range(w.counters[MOVING_NETWORKS_N] - 1, -1, -1):
        index = w.moving_networks[place]
        if int(draw(w.dwellings[index], of_round) * round_weeks) != turn:
            continue
        household = w.households[index]
        settle_network(w, household)
        look_at_network(w, index)
        if household.network >= household.network_start and not carries(household):
            household.network_place = -1
            w.counters[MOVING_NETWORKS_N] -= 1
            last = w.moving_networks[w.counters[MOVING_NETWORKS_N]]
            if last != index:
                w.moving_networks[place] = last
                w.households[last].network_place = place


@rule
def look_at_network(w: World, index: int) -> None:
    """Let the hazards of a household, and what its network adds to help, follow the strength it has now.

    Args:
        w: the world.
        index: which household; its network is up to date.
    """
    household = w.households[index]
    if household.network_seen == household.network:
        return
    household.network_seen = household.network
    if household.network_asked:
        doubt_household(w, household)
    shield = shield_of(w, household.network)
    if shield == household.shield:
        return
    household.shield = shield
    household.levels_used = UNKNOWN_LEVELS
    for need in range(household.first_need, household.first_need + household.needs):
        w.needs[need].pressure = UNKNOWN
    mark_changed(w, index)


@rule
def shield_of(w: World, network: float) -> float:
    """How much a network keeps trouble away, beside that of an average household.

    Args:
        w: the world.
        network: N, 0-1.

    Returns:
        Factor on onset and worsening.
    """
    p = w.p[0]
    average = p.network_alpha / (p.network_alpha + p.network_beta)
    return network_shield(p.network_protection, network, average)
