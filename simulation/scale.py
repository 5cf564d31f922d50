"""What grows larger is done less faithfully: the fidelity of a policy at the scale of a run."""

from collections.abc import Mapping

from simulation.parameters import entries

FIDELITY = "share (fidelity)"  # the unit of every switch that is really done for a share only


def at_scale(values: Mapping[str, float], households: int) -> dict[str, float]:
    """Lower every switch when more households are reached than in a pilot.

    Args:
        values: every number under the policy.
        households: how many households the policy covers, over all copies of the area.

    Returns:
        The same numbers; each switch times (pilot households / households) to the power of the loss, never
        above what the policy says. Source: model 8.24.
    """
    larger = max(1.0, households / values["fidelity_pilot_households"])
    factor = larger ** -values["fidelity_loss_with_scale"]
    known = entries()
    return {name: value * factor if known[name].unit == FIDELITY else value for name, value in values.items()}
