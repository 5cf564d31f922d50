"""One step on the ladder of a need: the place where hazards of worsening and recovery are computed."""

from agents.bottleneck import hindered_recovery
from agents.compiled import Record, rule
from agents.domains import CRISIS
from agents.need import chance_of_week, next_severity, part_of_chance, recovery_hazard, worsening_hazard
from simulation.world import World


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
def set_hazards(w: World, need: Record) -> None:
    """Severity, help or pressure changed: hazards of one step up and one step down from now on.

    Args:
        w: the world.
        need: record of the need; a quiet one has none.
    """
    if need.active < 0:
        return
    p = w.p[0]
    here = w.active[need.active]
    severity = int(here.severity)
    here.up = here.down = 0.0
    if severity == CRISIS:
        here.down = p.crisis_state_exit
        return
    speed = w.ladder[need.domain, 1]
    here.up = worsening_with(p, up_rates(p)[severity], speed, need.dose, need.spill)
    if severity > need.floor:
        here.down = recovery_with(p, down_rates(p)[severity], speed, need.dose, need.hindered > 0)


@rule
def chances(here: Record) -> tuple[float, float]:
    """Probabilities of one step up and one step down in a week; neither is above its hazard.

    Args:
        here: an active need in the list of the week.

    Returns:
        Both probabilities. The crisis state has no hazard but a probability, that of passing.
    """
    if here.severity == CRISIS:
        return 0.0, float(here.down)
    total = here.up + here.down
    chance = chance_of_week(total)
    return part_of_chance(chance, here.up, total), part_of_chance(chance, here.down, total)


@rule
def after_week(here: Record, u: float) -> int:
    """One week on the ladder.

    Args:
        here: an active need in the list of the week.
        u: uniform draw.

    Returns:
        Severity at the end of the week. What chance leaves alone even under its hazards is not computed.
    """
    if here.up <= u <= 1.0 - here.down:
        return int(here.severity)
    up, down = chances(here)
    return next_severity(int(here.severity), up, down, u)
