"""One step on the ladder of a need: the place where hazards of worsening and recovery are computed."""

from agents.bottleneck import hindered_recovery
from agents.compiled import Record, rule
from agents.domains import CRISIS
from agents.need import chance_of_week, part_of_chance, recovery_hazard, worsening_hazard


@rule
def up_rates(p: Record) -> tuple[float, ...]:
    """Hazards of worsening by severity, before domain, help and other needs.

    Args:
        p: parameters.

    Returns:
        At places 1-3 those at severity 1-3.
    """
    return (0.0, p.up_hazard_1, p.up_hazard_2, p.up_hazard_3)


@rule
def down_rates(p: Record) -> tuple[float, ...]:
    """Hazards of recovery by severity, before domain and help.

    Args:
        p: parameters.

    Returns:
        At places 1-3 those at severity 1-3.
    """
    return (0.0, p.down_hazard_1, p.down_hazard_2, p.down_hazard_3)


@rule
def worsening_with(p: Record, rate: float, speed: float, dose: float, spill: float) -> float:
    """The hazard with which a need gets worse under so much help and so much pressure.

    Args:
        p: parameters.
        rate: hazard at its severity.
        speed: speed of its domain.
        dose: help that counts, 0-1.
        spill: factor of the other needs and the network.

    Returns:
        Hazard per week.
    """
    return worsening_hazard(rate, speed, p.help_prevents_worsening, dose, spill)


@rule
def recovery_with(p: Record, rate: float, speed: float, dose: float, hindered: bool) -> float:
    """The hazard with which a need gets better under so much help.

    Args:
        p: parameters.
        rate: hazard at its severity.
        speed: speed of its domain.
        dose: help that counts, 0-1.
        hindered: whether a material bottleneck stands in the way.

    Returns:
        Hazard per week.
    """
    hazard = recovery_hazard(rate, speed, p.help_speeds_recovery, dose)
    return hindered_recovery(hazard, hindered, p.bottleneck_recovery)


@rule
def set_probabilities(
    p: Record,
    here: Record,
    need: Record,
    speed: float,
    ups: tuple[float, ...],
    downs: tuple[float, ...],
) -> None:
    """Probabilities of one step up and one step down in the coming week.

    Args:
        p: parameters.
        here: an active need in the list of the week.
        need: its record.
        speed: speed of its domain.
        ups: hazards of worsening at severity 1-3, at places 1-3.
        downs: hazards of recovery at severity 1-3, at places 1-3.
    """
    here.stale = 0
    severity = int(here.severity)
    if severity == CRISIS:
        here.up = 0.0
        here.down = p.crisis_state_exit
        return
    up = worsening_with(p, ups[severity], speed, need.dose, need.spill)
    down = 0.0
    if severity > need.floor:
        down = recovery_with(p, downs[severity], speed, need.dose, need.hindered > 0)
    chance = chance_of_week(up + down)
    here.up = part_of_chance(chance, up, up + down)
    here.down = part_of_chance(chance, down, up + down)
