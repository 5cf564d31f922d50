"""Tells in a notebook what a comparison shows: a table, sentences with uncertainty, a drawing of every pair.

Sentences are made from the numbers, never written beforehand, and say so when there is no clear difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import pandas as pd
from matplotlib.figure import Figure

from experiments.compare import Comparison
from results.findings import judge, write_difference, write_interval
from results.looks import GRID, INK, look_up
from results.outcomes import find_outcome
from results.tables import Row, read_rows
from results.words import load_words

WORDS = load_words("en")
_JUDGED = {
    "more": "{policy} gives {difference} ({interval}) against {baseline}",
    "less": "{policy} gives {difference} ({interval}) against {baseline}",
    "none": "no clear difference between {policy} and {baseline} ({difference}, {interval})",
    "single": "{difference} under {policy}, from one pair: nothing can be said of chance",
    "unknown": "not measured",
}


@dataclass(frozen=True)
class Drawing:
    """A drawing that a notebook shows as it is."""

    svg: str

    def _repr_svg_(self) -> str:
        """Hands the drawing to the notebook."""
        return self.svg


@dataclass(frozen=True)
class Sentences:
    """Sentences that a notebook shows as a list."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        """Gives one sentence a line."""
        return "\n".join(self.lines)

    def _repr_markdown_(self) -> str:
        """Hands the list to the notebook."""
        return "\n".join(f"- {line}" for line in self.lines)


def tell(comparison: Comparison, *outcomes: str) -> Sentences:
    """Says what the pairs show, in a sentence per outcome and policy with its 95% interval.

    Args:
        comparison: What was compared.
        outcomes: Names of outcomes.
    """
    rows = read_rows(comparison.table)
    baseline, *others = comparison.policies
    return Sentences(
        tuple(
            _tell_one(rows[outcome, policy], outcome, policy, baseline)
            for outcome in outcomes
            for policy in others
        )
    )


def _tell_one(row: Row, outcome: str, policy: str, baseline: str) -> str:
    shown = find_outcome(outcome)
    said = _JUDGED[judge(row)].format(
        policy=policy,
        baseline=baseline,
        difference=write_difference(shown, row, WORDS),
        interval=f"95% interval {write_interval(shown, row, WORDS)}",
    )
    return f"{shown.label(WORDS)}: {said}."


def tabulate(comparison: Comparison, outcomes: Sequence[str]) -> pd.DataFrame:
    """Lays the policies side by side: means, difference, interval, and how many pairs point that way.

    Args:
        comparison: What was compared.
        outcomes: Names of outcomes.
    """
    rows = read_rows(comparison.table)
    baseline, *others = comparison.policies
    lines = []
    for outcome in outcomes:
        shown = find_outcome(outcome)
        for policy in others:
            row = rows[outcome, policy]
            same = row["same_sign_share"]
            pairs = int(row["pairs"])
            lines.append(
                {
                    "outcome": shown.label(WORDS),
                    baseline: shown.write(rows[outcome, baseline]["mean"], WORDS),
                    policy: shown.write(row["mean"], WORDS),
                    "difference": write_difference(shown, row, WORDS),
                    "95% interval": write_interval(shown, row, WORDS),
                    "same sign": "" if same != same else f"{round(same * pairs)}/{pairs}",
                }
            )
    return pd.DataFrame(lines).fillna("").set_index("outcome").rename_axis(None)


def draw_pairs(comparison: Comparison, outcomes: Sequence[str]) -> Drawing:
    """Draws the difference of every replicate as a mark, and the mean with its 95% interval as a line.

    Args:
        comparison: What was compared.
        outcomes: Names of outcomes, one panel each.
    """
    baseline, *others = comparison.policies
    looks = look_up(comparison.policies)
    rows = read_rows(comparison.table)
    figure = Figure(figsize=(7.2, 0.9 + len(outcomes) * (0.55 + 0.35 * len(others))), layout="constrained")
    panels = figure.subplots(len(outcomes), 1, squeeze=False)[:, 0]
    for panel, outcome in zip(panels, outcomes, strict=True):
        wide = comparison.runs[comparison.runs["outcome"] == outcome].pivot(
            index="seed", columns="policy", values="value"
        )
        for place, policy in enumerate(others):
            look, row = looks[policy], rows[outcome, policy]
            pairs = wide[policy] - wide[baseline]
            panel.plot(pairs, [place] * len(pairs), look.marker, color=look.colour, alpha=0.45, markersize=6)
            panel.plot([row["low"], row["high"]], [place, place], color=INK, linewidth=2.5)
            panel.plot([row["difference"]], [place], "|", color=INK, markersize=16, markeredgewidth=2.5)
        panel.axvline(0, color=INK, linewidth=1)
        panel.set_yticks(range(len(others)), others)
        panel.set_ylim(-0.6, len(others) - 0.4)
        panel.set_title(find_outcome(outcome).label(WORDS), fontsize=10, loc="left")
        panel.grid(axis="x", color=GRID)
        panel.set_axisbelow(True)
        panel.spines[["top", "right", "left"]].set_visible(False)
    panels[-1].set_xlabel(f"difference with {baseline}: left of the line less, right of it more")
    return write_drawing(figure)


def write_drawing(figure: Figure) -> Drawing:
    """Makes a drawing of a figure that was made without pyplot.

    Args:
        figure: The figure.
    """
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return Drawing(text.getvalue())
