"""Sweeps: designs of many scenarios, played part by part so that nothing finished is ever lost."""

from experiments.sweep.design import Design
from experiments.sweep.play import Sweep, plan_sweep, sweep
from experiments.sweep.reading import read_design
from experiments.sweep.stored import open_sweep

__all__ = ["Design", "Sweep", "open_sweep", "plan_sweep", "read_design", "sweep"]
