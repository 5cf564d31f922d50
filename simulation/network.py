"""How the strength of networks is kept: brought up to date when what they carry changes or somebody looks."""

from agents.compiled import Record, rule
from agents.network import network_after
from simulation.counters import DELIVERED_WEEK, MOVING_NETWORKS_N
from simulation.doubts import doubt_household
from simulation.world import World


@rule
def carries(household: Record) -> bool:
    """Whether the network of a household carries somebody: a severe need, or what a plan asks of it.

    Args:
        household: record of the household.

    Returns:
        Whether it does.
    """
    return household.severe_needs > 0 or household.network_asked > 0


@rule
def settle_network(w: World, household: Record) -> None:
    """Bring the strength of a network up to date with the last week whose hours were given.

    Args:
        w: the world.
        household: record of the household; what its network carries did not change since the last time.
    """
    p = w.p[0]
    through = w.counters[DELIVERED_WEEK]
    weeks = int(through - household.network_week)
    household.network_week = through
    if weeks > 0 and household.network_place >= 0:
        household.network = network_after(
            household.network,
            household.network_start,
            weeks,
            carries(household),
            p.network_loss,
            p.network_recovery,
        )


@rule
def note_moving(w: World, index: int) -> None:
    """The network of a household begins to carry: its strength is looked at from time to time.

    Args:
        w: the world.
        index: which household.
    """
    household = w.households[index]
    if household.network_place < 0:
        household.network_place = w.counters[MOVING_NETWORKS_N]
        w.moving_networks[household.network_place] = index
        w.counters[MOVING_NETWORKS_N] += 1


@rule
def count_severe(w: World, index: int, change: int) -> None:
    """A need of a household became severe, or is no longer so: somebody has more or less to carry.

    Args:
        w: the world.
        index: which household.
        change: +1 or -1.
    """
    household = w.households[index]
    settle_network(w, household)
    household.severe_needs += change
    if change > 0:
        note_moving(w, index)


@rule
def ask_network(w: World, index: int, asked: bool) -> None:
    """A plan asks family, friends and neighbours to help along, or ends and asks no more.

    Args:
        w: the world.
        index: which household.
        asked: whether they are asked from now on.
    """
    household = w.households[index]
    if asked == (household.network_asked > 0):
        return
    settle_network(w, household)
    household.network_asked = 1 if asked else 0
    doubt_household(w, household)
    if asked:
        note_moving(w, index)
