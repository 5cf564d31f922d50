"""Plausible worlds: sets of values that the published facts do not rule out, one small file per area."""

from simulation.worlds.loader import load_worlds, worlds_file
from simulation.worlds.plausible import PlausibleWorld, PlausibleWorlds

__all__ = ["PlausibleWorld", "PlausibleWorlds", "load_worlds", "worlds_file"]
