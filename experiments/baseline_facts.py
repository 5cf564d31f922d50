"""Lays the fragmented baseline beside what is published about working as it is now."""

import tomllib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from experiments.page import markdown_table
from results.numbers import write_number
from results.outcomes import find_outcome
from results.words import load_words
from simulation import Run
from simulation.products import PRODUCT_NAMES

Used = Literal["fitted", "norm", "open"]
PER_RESIDENTS = 15_000
WEEKS_PER_YEAR = 52
WAITS = ("norm", "before", "mean", "spread")
WORDS = load_words("en")


@dataclass(frozen=True)
class Fact:
    """One published fact: a range for an outcome, or for the wait for a product.

    Attributes:
        low: Lowest published value.
        high: Highest published value.
        used: Whether the baseline was set with it in view.
        source: Ids in the evidence.
        outcome: Name of the outcome, empty for a wait.
        product: Name of the product waited for, empty for an outcome.
    """

    low: float
    high: float
    used: Used
    source: str
    outcome: str = ""
    product: str = ""

    def measure(self, run: Run) -> float:
        """Takes the value of one run."""
        if self.outcome:
            return float(run.summary[self.outcome])
        return mean_wait(run.weekly.loc[0:], self.product)

    def title(self) -> str:
        """Gives its name in words."""
        if self.outcome:
            return find_outcome(self.outcome).label(WORDS)
        return f"Wait of those who start, {self.product.replace('_', ' ')} (weeks)"

    def write(self, value: float) -> str:
        """Writes a value in the form of the outcome."""
        return (
            find_outcome(self.outcome).write(value, WORDS) if self.outcome else write_number(value, 1, "en")
        )

    def miss(self, value: float) -> str:
        """Says how far a value lies outside the published range, or that it lies inside."""
        if self.low <= value <= self.high:
            return "inside"
        nearest = self.low if value < self.low else self.high
        side = "below" if value < self.low else "above"
        return f"{side} by {100 * abs(value - nearest) / nearest:.0f}%"


@cache
def load_facts() -> tuple[Fact, ...]:
    """Reads the published facts."""
    text = files("experiments").joinpath("baseline_facts.toml").read_text(encoding="utf-8")
    return tuple(Fact(**fact) for fact in tomllib.loads(text)["fact"])


def compare_with_facts(runs: Sequence[Run]) -> pd.DataFrame:
    """Lays runs of the fragmented baseline beside the published facts.

    Args:
        runs: One run per seed.

    Returns:
        One row per fact: title, low, high, mean, spread (standard deviation over seeds), miss, used, source.
    """
    rows = []
    for fact in load_facts():
        values = pd.Series([fact.measure(run) for run in runs])
        rows.append(
            {
                "title": fact.title(),
                "low": fact.low,
                "high": fact.high,
                "mean": values.mean(),
                "spread": values.std(),
                "miss": fact.miss(float(values.mean())),
                "used": fact.used,
                "source": fact.source,
            }
        )
    return pd.DataFrame(rows)


def compare_events(runs: Sequence[Run]) -> pd.DataFrame:
    """Lays registered events beside the base rates to which their constants were solved.

    Args:
        runs: One run per seed, of the same scenario but for the seed.

    Returns:
        One row per event: wanted and mean, a year per 15,000 residents on paper; spread over seeds.
    """
    area = runs[0].scenario.loaded_area
    thousands = len(runs[0].households) / 1000 * PER_RESIDENTS / area.residents_on_paper
    wanted = area.events.set_index("event")["per_year_per_15000"]
    rows = []
    for event in wanted.index:
        name = f"events_{event}_per_1000_households_per_year"
        values = pd.Series([run.summary[name] * thousands for run in runs])
        rows.append(
            {
                "title": find_outcome(name).title(WORDS),
                "wanted": float(wanted[event]),
                "mean": values.mean(),
                "spread": values.std(),
            }
        )
    return pd.DataFrame(rows)


def compare_waits(runs: Sequence[Run]) -> pd.DataFrame:
    """Lays the waits of lists with a norm beside that norm.

    Args:
        runs: One run per seed, of the same scenario but for the seed.

    Returns:
        One row per product: product, norm, before (weeks waited by who started in the last year of the
        start-up), mean (in the years of the policy) and spread of that mean over seeds.
    """
    rows = []
    for product in PRODUCT_NAMES:
        norm = runs[0].scenario.values.get(f"wait_norm_{product}")
        if norm is None:
            continue
        values = pd.Series([mean_wait(run.weekly.loc[0:], product) for run in runs])
        before = pd.Series([mean_wait(run.weekly.loc[-WEEKS_PER_YEAR:-1], product) for run in runs])
        rows.append(
            {
                "product": product,
                "norm": norm,
                "before": before.mean(),
                "mean": values.mean(),
                "spread": values.std(),
            }
        )
    return pd.DataFrame(rows)


def mean_wait(weekly: pd.DataFrame, product: str) -> float:
    """Gives the mean weeks waited by those who started in some weeks.

    Args:
        weekly: These weeks.
        product: Name of the product.
    """
    started = int(weekly[f"started_{product}"].sum())
    return float(weekly[f"waited_{product}"].sum()) / started if started else float("nan")


def describe_baseline(runs: Sequence[Run]) -> str:
    """Writes the three tables in Markdown.

    Args:
        runs: One run per seed of the fragmented baseline.
    """
    facts = zip(load_facts(), compare_with_facts(runs).to_dict("records"), strict=True)
    heads = ["fact", "published", "model", "sd over seeds", "verdict", "used", "source"]
    table = markdown_table(heads, (_row(fact, row) for fact, row in facts))
    events = markdown_table(
        ["registered events a year per 15,000 residents", "base rate", "model", "sd over seeds"],
        (
            [str(row["title"]), *(write_number(row[name], 1, "en") for name in ("wanted", "mean", "spread"))]
            for row in compare_events(runs).to_dict("records")
        ),
    )
    waits = markdown_table(
        ["weeks waited by who started", "norm", "last year of the start-up", "model", "sd over seeds"],
        (
            [str(row["product"]).replace("_", " "), *(write_number(row[name], 1, "en") for name in WAITS)]
            for row in compare_waits(runs).to_dict("records")
        ),
    )
    return f"{_describe_runs(runs)}\n\n{table}\n\n{waits}\n\n{events}"


def _row(fact: Fact, row: Mapping[Hashable, Any]) -> list[str]:
    published = dict.fromkeys((fact.write(fact.low), fact.write(fact.high)))
    amounts = [fact.write(row["mean"]), fact.write(row["spread"])]
    return [fact.title(), " – ".join(published), *amounts, row["miss"], fact.used, fact.source]


def _describe_runs(runs: Sequence[Run]) -> str:
    first = runs[0].scenario
    seeds = [run.scenario.seed for run in runs]
    return (
        f"Area `{first.loaded_area.name}` (tables {first.loaded_area.digest[:16]}), policy `{first.policy}`, "
        f"seeds {min(seeds)}-{max(seeds)}, {first.warmup_weeks} weeks of start-up and {first.years} years; "
        f"fingerprint of the first run {runs[0].fingerprint[:16]}."
    )
