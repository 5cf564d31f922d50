"""What matters, and which part of the bundle does the work."""

from experiments.sensitivity.bundle import Parts, bundle_design, bundle_parts
from experiments.sensitivity.designs import choose_factors, matters_design, screened_factors
from experiments.sensitivity.matters import Matters, what_matters

__all__ = [
    "Matters",
    "Parts",
    "bundle_design",
    "bundle_parts",
    "choose_factors",
    "matters_design",
    "screened_factors",
    "what_matters",
]
