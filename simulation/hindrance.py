"""Where material bottlenecks stand in the way: which needs of a household recover more slowly by them."""

from agents.compiled import Record, rule
from simulation.draws import BOTTLENECK_ARISES, child_key, draw, stream
from simulation.ladder import set_hazards
from simulation.world import World

DOMAINS_N = 9
ONE_DOMAIN, TWO_DOMAINS = 1, 2


@rule
def may_bring_bottleneck(w: World, index: int) -> None:
    """A need that has become moderate sometimes brings a material bottleneck along.

    Args:
        w: the world.
        index: which need.
    """
    p = w.p[0]
    need = w.needs[index]
    if need.bottleneck or p.bottleneck_share <= 0.0:
        return
    of_arising = stream(w.seed_key[0], need.episode, BOTTLENECK_ARISES)
    if draw(need.key, of_arising) >= p.bottleneck_share:
        return
    two = draw(child_key(need.key, 1), of_arising) < p.bottleneck_two_domains_share
    need.bottleneck = TWO_DOMAINS if two else ONE_DOMAIN
    find_hindered(w, w.households[need.household])


@rule
def lift(w: World, index: int) -> None:
    """A bottleneck is out of the way.

    Args:
        w: the world.
        index: the need with which it came.
    """
    need = w.needs[index]
    if need.bottleneck:
        need.bottleneck = 0
        find_hindered(w, w.households[need.household])


@rule
def comes_first(need: Record, target: int, other: int) -> bool:
    """Which of two domains on which a need presses alike counts as the first: hashed, per need.

    Args:
        need: record of the need.
        target: a domain.
        other: another.

    Returns:
        Whether the first domain comes first.
    """
    return bool(child_key(need.key, 100 + target) < child_key(need.key, 100 + other))


@rule
def pressed_most(w: World, need: Record) -> int:
    """The domain on which a need presses most: the second in which its bottleneck stands in the way.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        Number of the domain; ties by hashed key.
    """
    best = -1
    heaviest = -1.0
    for target in range(DOMAINS_N):
        if target == need.domain:
            continue
        weight = w.spill[target, need.domain]
        if weight > heaviest or (weight == heaviest and comes_first(need, target, best)):
            best = target
            heaviest = weight
    return best


@rule
def hinders(w: World, need: Record, domain: int) -> bool:
    """Whether the bottleneck of a need stands in the way in a domain.

    Args:
        w: the world.
        need: record of the need.
        domain: the domain.

    Returns:
        Whether it does.
    """
    if not need.bottleneck:
        return False
    return need.domain == domain or (need.bottleneck == TWO_DOMAINS and pressed_most(w, need) == domain)


@rule
def find_hindered(w: World, household: Record) -> None:
    """Find anew in the way of which needs of a household a material bottleneck stands.

    Args:
        w: the world.
        household: record of the household.
    """
    mask = 0
    of_household = range(household.first_need, household.first_need + household.needs)
    for index in of_household:
        need = w.needs[index]
        if need.bottleneck:
            mask |= 1 << int(need.domain)
            if need.bottleneck == TWO_DOMAINS:
                mask |= 1 << int(pressed_most(w, need))
    for index in of_household:
        need = w.needs[index]
        hindered = (mask >> int(need.domain)) & 1
        if hindered != need.hindered:
            need.hindered = hindered
            set_hazards(w, need)
