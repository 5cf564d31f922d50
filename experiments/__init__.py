"""Many runs: policies compared on the same luck."""

from experiments.batch import Progress
from experiments.compare import Comparison, compare

__all__ = ["Comparison", "Progress", "compare"]
