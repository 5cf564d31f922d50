"""The neighbourhood and its week: scenarios, the people of an area, and what happens to them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulation.model import NeighbourhoodModel
    from simulation.run import Run, simulate
    from simulation.scenario import Scenario
    from simulation.two_lives import Twins, twins

__all__ = ["NeighbourhoodModel", "Run", "Scenario", "Twins", "simulate", "twins"]

_HOMES = {
    "NeighbourhoodModel": "simulation.model",
    "Run": "simulation.run",
    "Scenario": "simulation.scenario",
    "Twins": "simulation.two_lives",
    "simulate": "simulation.run",
    "twins": "simulation.two_lives",
}


def __getattr__(name: str) -> Any:
    """Import a public name only when somebody asks for it, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'simulation' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
