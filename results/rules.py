"""A rule about worlds in which a policy does worse or better, said as somebody who decides would say it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from results.findings import join
from results.numbers import Form, write_amount, write_number
from results.outcomes import find_outcome, load_outcomes
from results.question import Asked
from results.words import Words

SEEN = "seen"
HUNDRED = 100
EARLY, LATE = 0.05, 0.95


@dataclass(frozen=True)
class Condition:
    """One condition of a rule.

    Attributes:
        name: An outcome of the yardstick, or a number of the model.
        low: Lowest value inside; minus infinity where open.
        high: Highest value inside; infinity where open.
    """

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Told:
    """What was found for one outcome and one kind of conditions.

    Attributes:
        policy: The policy.
        outcome: The outcome.
        kind: "seen" beforehand in the yardstick, or "unknown".
        side: "worse" or "better": what the rule is about.
        share_worse: Part of the worlds in which the policy is worse, luck taken off, with its interval.
        worlds: Worlds that could tell.
        holds: Whether the rule is more than luck.
        chance: How often luck would give such a rule, corrected for all that were looked for.
        conditions: The conditions; none where no rule was found.
        coverage: For which part of the worlds of that side it holds, with its interval.
        density: Which part of the worlds that it holds for is of that side, with its interval.
        elsewhere: Which part of the other worlds is of that side.
    """

    policy: str
    outcome: str
    kind: str
    side: str
    share_worse: tuple[float, float, float]
    worlds: int
    holds: bool
    chance: float
    conditions: tuple[Condition, ...] = ()
    coverage: tuple[float, float, float] = (math.nan,) * 3
    density: tuple[float, float, float] = (math.nan,) * 3
    elsewhere: float = math.nan


def tell_rule(told: Told, asked: Asked, words: Words) -> list[str]:
    """Says a rule, and in a second sentence its coverage and density; or that there is none."""
    outcome = find_outcome(told.outcome)
    fields = {
        "policy": asked.name(told.policy, words),
        "outcome": outcome.title(words),
        "worse": _hundreds(told.share_worse, words),
        "worlds": told.worlds,
    }
    if not told.worlds:
        return [words.text("fails.unknown", **fields)]
    how = words.text("fails.how_worse" if told.side == "worse" else "fails.how_better", **fields)
    kind = words.text("fails.kind_seen" if told.kind == SEEN else "fails.kind_unknown")
    share, low, high = told.share_worse
    if not told.holds:
        if math.isnan(share):
            return [words.text("fails.no_share", **fields, how=how, kind=kind)]
        if high <= EARLY:
            return [words.text("fails.never", **fields)]
        if low >= LATE:
            return [words.text("fails.always", **fields)]
        return [words.text("fails.no_rule", **fields, how=how, kind=kind)]
    right = words.text(
        "fails.rule_right",
        how=how,
        coverage=hundred(told.coverage[0], words),
        density=hundred(told.density[0], words),
        elsewhere=hundred(told.elsewhere, words),
    )
    conditions = tell_conditions(told, asked, words)
    return [words.text("fails.rule", **fields, how=how, conditions=conditions), right]


def tell_conditions(told: Told, asked: Asked, words: Words) -> str:
    """Says the conditions of a rule: "waiting more than 20 weeks and turnover more than 20%"."""
    return join([tell_condition(one, told.kind, asked, words) for one in told.conditions], words)


def tell_condition(condition: Condition, kind: str, asked: Asked, words: Words) -> str:
    """Says one condition."""
    what = name_condition(condition.name, kind, asked, words)
    low, high = (write_value(condition.name, kind, end, words) for end in (condition.low, condition.high))
    if not math.isfinite(condition.high):
        return words.text("fails.above", what=what, low=low)
    if not math.isfinite(condition.low):
        return words.text("fails.below", what=what, high=high)
    return words.text("fails.between", what=what, low=low, high=high)


def name_condition(name: str, kind: str, asked: Asked, words: Words) -> str:
    """Gives what a condition is about: an outcome with its unit, or a number with its meaning."""
    if kind == SEEN:
        title = find_outcome(name).label(words)
        return f"{title[0].lower()}{title[1:]}"
    return asked.meaning(name, words)


def write_value(name: str, kind: str, value: float, words: Words) -> str:
    """Writes a limit in the form of what it is about, without figures that rounding took away."""
    return write_values(name, kind, [value], words)[0]


def write_values(name: str, kind: str, values: Sequence[float], words: Words) -> list[str]:
    """Writes limits of one condition in the form of what it is about, all with as many decimals."""
    form: Form = find_outcome(name).form if kind == SEEN and name in load_outcomes() else "number"
    scale = 100 if form == "share" else 1
    places = max((_decimals(value * scale) for value in values if math.isfinite(value)), default=0)

    def write(value: float) -> str:
        if not math.isfinite(value):
            return words.text("fails.open")
        return write_amount(value, form, places, words.language)

    return [write(value) for value in values]


def hundred(share: float, words: Words) -> str:
    """Writes a share as so many of the 100 worlds."""
    return write_number(HUNDRED * share, 0, words.language)


def _hundreds(shares: tuple[float, float, float], words: Words) -> str:
    """Writes a share with its interval as so many of the 100 worlds."""
    share, low, high = (hundred(one, words) for one in shares)
    return f"{share} ({words.text('table.between', low=low, high=high)})"


def first_rule(told: Sequence[Told]) -> Told | None:
    """Gives the rule that stands out most among those that hold."""
    held = [one for one in told if one.holds]
    return min(held, key=lambda one: (one.kind != SEEN, one.chance)) if held else None


def _decimals(value: float) -> int:
    """Gives how many decimals a rounded limit has."""
    return next((places for places in range(12) if math.isclose(round(value, places), value)), 12)
