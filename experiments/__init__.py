"""Many runs: policies compared on the same luck."""

from experiments.compare import Comparison, Progress, compare

__all__ = ["Comparison", "Progress", "compare"]
