"""Which help a need is sent to: the routes of the area, and what is still to be opened on them."""

from agents.compiled import Record, rule
from agents.domains import ADULT, ADULT_AGE, CHILD, CRISIS, MODERATE, OLD, PARENTING, SEVERE, age_group
from simulation.casework import ask_for, has_product, has_product_for
from simulation.draws import CLIENT_SUPPORT as CLIENT_SUPPORT_DRAW
from simulation.draws import PEOPLE, ROUTE, child_key, draw, stream
from simulation.products import CLIENT_SUPPORT, YOUTH_MENTAL_HEALTH, YOUTH_NURSE
from simulation.world import World

NOTHING = -1


@rule
def route_group(w: World, need: Record) -> int:
    """By which age group's route a need travels.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        0 child, 1 adult, 2 old. Parenting goes as child where a child lives; other household needs by the
        eldest.
    """
    if need.resident >= 0:
        return age_group(w.residents[need.resident].age)
    household = w.households[need.household]
    if need.domain == PARENTING and household.has_child:
        return CHILD
    return OLD if household.old_only else ADULT


@rule
def product_at(w: World, need: Record, place: int) -> int:
    """The product at one place of a need's route.

    Args:
        w: the world.
        need: record of the need.
        place: 0 first, 1 second, 2 third.

    Returns:
        Number of the product, -1 none. A benefit only for who has a low income and no benefit yet.
    """
    level = min(max(int(need.severity), MODERATE), CRISIS)
    group = route_group(w, need)
    product = int(w.routes[need.domain, group, level, place])
    if place > 0 or product < 0:
        return product
    otherwise = int(w.route_else[need.domain, group, level])
    if otherwise < 0:
        return by_nurse(w, need, product)
    if w.products[product].transfer:
        household = w.households[need.household]
        if has_product(w, need, product) or (household.low_income and household.benefit_open == 0):
            return product
        return otherwise
    share = w.route_share[need.domain, group, level]
    u = draw(child_key(need.key, need.episode), stream(PEOPLE, 0, ROUTE))
    return by_nurse(w, need, product) if u < share else otherwise


@rule
def by_nurse(w: World, need: Record, product: int) -> int:
    """A youth practice nurse at the GP sees a child before he goes to youth mental health care.

    Args:
        w: the world.
        need: record of the need.
        product: first product of its route.

    Returns:
        Number of the product: the nurse instead of youth mental health care, unless it is a crisis, she has
        referred already or the care is there.
    """
    if product != YOUTH_MENTAL_HEALTH or not w.households[need.household].youth_nurse:
        return product
    if need.referred or need.severity >= CRISIS or has_product(w, need, product):
        return product
    return YOUTH_NURSE


@rule
def lacks(w: World, need: Record, product: int) -> bool:
    """Whether a product can still be asked for a need.

    Args:
        w: the world.
        need: record of the need.
        product: product.

    Returns:
        Whether it is not there yet (youth care: for some child) and not replaced by long-term care.
    """
    kind = w.products[product]
    if need.resident >= 0 or not kind.youth_care:
        in_wlz = need.resident >= 0 and w.residents[need.resident].in_wlz
        return not (in_wlz and kind.stops_at_wlz) and not has_product(w, need, product)
    household = w.households[need.household]
    for resident in range(household.first_resident, household.first_resident + household.persons):
        if w.residents[resident].age < ADULT_AGE and not has_product_for(w, need, product, resident):
            return True
    return False


@rule
def next_place(w: World, need: Record, places: int) -> int:
    """The first place of the route that has nothing open yet.

    Args:
        w: the world.
        need: record of the need.
        places: how far along the route may be looked.

    Returns:
        Place on the route, -1 when all is open already.
    """
    for place in range(places):
        product = product_at(w, need, place)
        if product >= 0 and lacks(w, need, product):
            return place
    return NOTHING


@rule
def ask_for_all(w: World, need_index: int, product: int, rank: int, week: int) -> int:
    """Ask a product for whom it is meant: youth care with parenting trouble is asked for each child.

    Args:
        w: the world.
        need_index: which need.
        product: product.
        rank: its place on the route, 1-3.
        week: this week.

    Returns:
        Number of cases asked.
    """
    need = w.needs[need_index]
    if need.resident >= 0 or not w.products[product].youth_care:
        return 1 if ask_for(w, need_index, product, rank, need.resident, week) >= 0 else 0
    household = w.households[need.household]
    count = 0
    for resident in range(household.first_resident, household.first_resident + household.persons):
        if w.residents[resident].age >= ADULT_AGE or has_product_for(w, need, product, resident):
            continue
        if ask_for(w, need_index, product, rank, resident, week) >= 0:
            count += 1
    return count


@rule
def open_next(w: World, need_index: int, places: int, week: int) -> int:
    """Ask the first product that is not open yet; for severe needs the second one too.

    Args:
        w: the world.
        need_index: which need.
        places: how far along the route: 2 when asking, 3 by extra referral.
        week: this week.

    Returns:
        Number of products asked. Source: model 6.
    """
    need = w.needs[need_index]
    if need.severity == 0 or not need.eligible:
        return 0
    place = next_place(w, need, places)
    if place < 0:
        return 0
    product = product_at(w, need, place)
    count = ask_for_all(w, need_index, product, place + 1, week)
    if need.severity >= SEVERE and place == 0 and places == int(w.p[0].places_when_asking) and places > 1:
        second = product_at(w, need, 1)
        if second >= 0 and lacks(w, need, second):
            count += ask_for_all(w, need_index, second, 2, week)
    if w.products[product].decided and not has_product(w, need, CLIENT_SUPPORT):
        u = draw(need.key, w.streams[CLIENT_SUPPORT_DRAW])
        if u < w.p[0].client_support_request_share:
            count += ask_for_all(w, need_index, CLIENT_SUPPORT, 3, week)
    return count
