"""A plausible world: values, hours of lists and event rates that the published facts do not rule out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from simulation.areas import Area


@dataclass(frozen=True, eq=False)
class PlausibleWorld:
    """One world that may be the real one, as far as the published facts tell.

    Attributes:
        number: 1 or more; 0 is the central world, which is no plausible world but the register itself.
        values: parameter -> value in this world.
        hours: organisation, product -> factor of the hours of that list, in place of that of the area.
        rates: event -> weekly hazard at severity 3, in place of that of the area.
    """

    number: int
    values: Mapping[str, float]
    hours: Mapping[tuple[str, str], float]
    rates: Mapping[str, float]

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the hours and rates of this world; its values are in that of a scenario."""
        lines = [
            f"{organisation}:{product}={factor.hex()}"
            for (organisation, product), factor in self.hours.items()
        ]
        lines += [f"{event}={rate.hex()}" for event, rate in self.rates.items()]
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    def of(self, area: Area) -> Area:
        """Give an area the hours and rates of this world.

        Args:
            area: the area as its folder says; it is left as it is.

        Returns:
            The area in this world; lists and events that the world does not name keep what the area says.
        """
        own = zip(area.capacities["organisation"], area.capacities["product"], strict=True)
        factors = dict(zip(own, area.capacities["factor"], strict=True)) | dict(self.hours)
        rows = [
            (organisation, product, factor) for (organisation, product), factor in sorted(factors.items())
        ]
        rates = [
            self.rates.get(event, rate)
            for event, rate in zip(area.event_rates["event"], area.event_rates["rate"], strict=True)
        ]
        return replace(
            area,
            capacities=pd.DataFrame(rows, columns=["organisation", "product", "factor"]),
            event_rates=area.event_rates.assign(rate=rates),
            world_digest=self.digest,
        )


@dataclass(frozen=True, eq=False)
class PlausibleWorlds:
    """The plausible worlds of an area, and where they come from.

    Attributes:
        file: name of the file, with its folder.
        digest: fingerprint of the file.
        passport: what the head of the file says: when, by what and from what it was made.
        worlds: the worlds in the order of their number.
    """

    file: str
    digest: str
    passport: Mapping[str, str]
    worlds: tuple[PlausibleWorld, ...]

    def __len__(self) -> int:
        """Count the worlds."""
        return len(self.worlds)


def file_digest(path: Path) -> str:
    """Take the fingerprint of a file of worlds."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
