"""Every number of the model: what it means, where it comes from and between which bounds it may vary."""

from simulation.parameters.entry import Parameter
from simulation.parameters.register import digest, entries, nulls, record, resolve

__all__ = ["Parameter", "digest", "entries", "nulls", "record", "resolve"]
