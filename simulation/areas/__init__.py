"""The areas that can be simulated: one folder each, with tables anyone can open and change."""

from simulation.areas.area import Area
from simulation.areas.loader import area_names, load_area

__all__ = ["Area", "area_names", "load_area"]
