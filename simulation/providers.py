"""Which provider helps with a product, and whether it earns by what it delivers."""

from agents.compiled import Record, rule
from agents.organisation import own_employer_weight
from simulation.counters import SHARED_LIST
from simulation.draws import PEOPLE, PROVIDER, child_key, draw, stream
from simulation.world import World


@rule
def provider_list(w: World, household: Record, product: int) -> int:
    """A household keeps to one provider per product.

    Args:
        w: the world.
        household: record of the household.
        product: product.

    Returns:
        The list of that provider, -1 when the product has none.
    """
    count = w.products[product].lists
    if count == 0:
        return -1
    u = draw(child_key(household.key, product), stream(PEOPLE, 0, PROVIDER))
    for place in range(count - 1):
        if u < w.provider_share[product, place]:
            return int(w.list_of[product, place])
    return int(w.list_of[product, count - 1])


@rule
def referred_list(w: World, household: Record, product: int, organisation: int) -> int:
    """Whoever calls in other help knows his own employer best, more so where production pays.

    Args:
        w: the world.
        household: record of the household.
        product: product.
        organisation: employer of who refers.

    Returns:
        The list of the provider, -1 when the product has none; with the same draw as without referrer.
    """
    count = w.products[product].lists
    whole = 0.0
    for place in range(count):
        whole += share_of_provider(w, product, place, organisation)
    u = draw(child_key(household.key, product), stream(PEOPLE, 0, PROVIDER)) * whole
    for place in range(count - 1):
        u -= share_of_provider(w, product, place, organisation)
        if u < 0.0:
            return int(w.list_of[product, place])
    return int(w.list_of[product, count - 1]) if count > 0 else -1


@rule
def share_of_provider(w: World, product: int, place: int, organisation: int) -> float:
    """How much weight a provider has for who refers.

    Args:
        w: the world.
        product: product.
        place: which of its providers.
        organisation: employer of who refers.

    Returns:
        Its share of the cases, larger for the own employer.
    """
    share = w.provider_share[product, place]
    if place > 0:
        share -= w.provider_share[product, place - 1]
    own = w.lists[w.list_of[product, place]].organisation == organisation
    return own_employer_weight(share, own, w.p[0].provider_incentive)


@rule
def gains_by_production(w: World, case: Record) -> bool:
    """Whether its provider earns by what it delivers: paid by production, and not from a common budget.

    Args:
        w: the world.
        case: record of the case.

    Returns:
        Whether it does.
    """
    return w.products[case.product].production and case.purse != w.counters[SHARED_LIST]
