"""Many runs: policies compared on the same luck, and sweeps over designs of many scenarios."""

from experiments.batch import Progress
from experiments.compare import Comparison, compare
from experiments.sweep import Design, Sweep, open_sweep, plan_sweep, read_design, sweep

__all__ = [
    "Comparison",
    "Design",
    "Progress",
    "Sweep",
    "compare",
    "open_sweep",
    "plan_sweep",
    "read_design",
    "sweep",
]
