"""An open walk-in: places that volunteers keep, for light troubles and for who is lonely."""

from agents.compiled import rule
from agents.domains import CONNECTION, LIGHT, MODERATE


@rule
def walk_in_places(share: float, volunteers: float, visitors_of_each: float, residents: int) -> int:
    """As many people can walk in as the volunteers can receive.

    Args:
        share: part of the neighbourhood that has a walk-in, 0-1.
        volunteers: volunteers per 1,000 residents where there is one.
        visitors_of_each: visitors a week for each volunteer.
        residents: residents of the area.

    Returns:
        Places a week. Source: model 8.17.
    """
    return int(share * volunteers * visitors_of_each * residents / 1000.0)


@rule
def suits_walk_in(domain: int, severity: int) -> bool:
    """A walk-in is for light troubles, and for loneliness that is not severe.

    Args:
        domain: domain of the need.
        severity: its severity.

    Returns:
        Whether somebody with this need walks in for it.
    """
    return severity == LIGHT or (domain == CONNECTION and severity == MODERATE)
