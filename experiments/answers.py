"""Puts what was found in words and figures: the answers to questions that are asked of a sweep."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from experiments.discovery.failing import Failing, Verdict
from experiments.sensitivity.bundle import WHOLE, Parts
from experiments.sensitivity.matters import DIFFERENCE, LEVEL, Matters
from experiments.sweep.play import Sweep
from results.figures.box import build_box
from results.figures.shapley import build_shapley
from results.figures.tornado import build_tornado
from results.measures import ESCALATIONS
from results.parts import read_parts_manifest
from results.primary import AIMS
from results.question import Answer, Asked
from results.rules import Condition, Told
from results.words import Words
from simulation.areas import load_area
from simulation.parameters import entries
from simulation.policies import policy as load_policy

COST = "cost_per_household_per_year"
SHOWN = (COST, ESCALATIONS, *(name for name in AIMS if name != COST))
"""The outcomes that get a drawing of their own, the one of the title first."""


def describe_asked(sweep: Sweep) -> Asked:
    """Describes what was played for a question.

    Args:
        sweep: The sweep.
    """
    design = sweep.design
    areas = set(design.points["area"]) if "area" in design.points else {design.area}
    loaded = {str(area): load_area(str(area)) for area in areas}
    titles = {name: {"nl": area.title_nl, "en": area.title_en} for name, area in loaded.items()}
    for name in design.policies:
        own = load_policy(name)
        titles[name] = {"nl": own.title_nl, "en": own.title_en}
    return Asked(
        manifest=read_parts_manifest(sweep.folder),
        titles=titles,
        meanings={name: {"nl": one.text_nl, "en": one.text_en} for name, one in entries().items()},
        points=design.count,
        seeds=design.replications.most,
        runs=sweep.overview.runs,
        finished=sweep.overview.finished,
    )


def answer_matters(matters: Matters, words: Words, outcomes: Sequence[str] = SHOWN) -> Answer:
    """Answers what matters.

    Args:
        matters: What was found.
        words: The language of the reader.
        outcomes: Which outcomes are drawn.
    """
    policies = matters.sweep.design.policies
    known = [name for name in outcomes if name in set(matters.table["outcome"])]
    panels = [(DIFFERENCE, policy, name) for policy in policies[1:] for name in known]
    panels = panels or [(LEVEL, policies[0], name) for name in known]
    chart = build_tornado(matters.table, panels, describe_asked(matters.sweep), words)
    limits = (
        words.text("matters.limit_ranges"),
        words.text("matters.limit_luck"),
        words.text("question.gaps"),
    )
    return Answer("sensitivity", (chart,), matters.table, limits)


def answer_parts(parts: Parts, words: Words, outcomes: Sequence[str] = SHOWN) -> Answer:
    """Answers which part of the bundle does the work.

    Args:
        parts: What was found.
        words: The language of the reader.
        outcomes: Which outcomes are drawn.
    """
    chart = build_shapley(parts.table, outcomes, describe_asked(parts.sweep), words)
    fields = {"switches": len(parts.switches), "orders": 2 * parts.pairs, "pairs": parts.pairs}
    how = words.text("shapley.how_orders" if parts.pairs else "shapley.how_all", **fields)
    least = parts.table.loc[parts.table["switch"] == WHOLE, "seeds"].min()
    seeds = words.text("shapley.seeds", least=int(least), seeds=parts.sweep.design.replications.most)
    return Answer("shapley", (chart,), parts.table, (how, words.text("shapley.limit"), seeds))


def answer_failing(failing: Failing, words: Words) -> Answer:
    """Answers under which conditions a policy fails.

    Args:
        failing: What was found.
        words: The language of the reader.
    """
    told = [_tell(one) for one in failing.verdicts]
    chart = build_box(told, failing.conditions, failing.worse, describe_asked(failing.sweep), words)
    limits = [words.text("fails.how_tested", rules=len(told)), words.text("fails.limit_worlds")]
    limits.append(words.text("fails.apart" if failing.apart else "fails.not_apart"))
    return Answer("discover", (chart,), pd.DataFrame([_row(one) for one in told]), tuple(limits))


def _tell(verdict: Verdict) -> Told:
    facts: dict[str, Any] = {
        "policy": verdict.policy,
        "outcome": verdict.outcome,
        "kind": verdict.kind,
        "side": verdict.side,
        "share_worse": verdict.share_worse,
        "worlds": verdict.worlds,
        "holds": verdict.holds,
        "chance": verdict.chance,
    }
    rule = verdict.rule
    if rule is None:
        return Told(**facts)
    limits = rule.box.limits.items()
    return Told(
        **facts,
        conditions=tuple(Condition(name, limit.low, limit.high) for name, limit in limits),
        coverage=(rule.coverage, *rule.ends("coverage")),
        density=(rule.density, *rule.ends("density")),
        elsewhere=rule.elsewhere,
    )


def _row(told: Told) -> dict[str, object]:
    """Writes a rule in plain numbers."""
    row: dict[str, object] = asdict(told)
    limits = [
        [one.name, *(end if np.isfinite(end) else None for end in (one.low, one.high))]
        for one in told.conditions
    ]
    row["conditions"] = json.dumps(limits)
    for name, (share, low, high) in (("coverage", told.coverage), ("density", told.density)):
        row |= {name: share, f"{name}_low": low, f"{name}_high": high}
    return row
