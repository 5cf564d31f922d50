"""Puts what was found in words and figures: the answers to questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from experiments.directors.answer import DOCUMENTS, Directors
from experiments.discovery.failing import Failing, Verdict
from experiments.evaluation.play import Evaluation
from experiments.regret.answer import Regret, money_of
from experiments.sensitivity.bundle import WHOLE, Parts
from experiments.sensitivity.matters import DIFFERENCE, LEVEL, Matters
from experiments.sweep.play import Sweep
from results.chart import Chart
from results.credits import write_only_central
from results.figures.box import build_box
from results.figures.directors import build_directors
from results.figures.evaluation import build_evaluation
from results.figures.regret import build_regret
from results.figures.shapley import build_shapley
from results.figures.tornado import build_tornado
from results.measures import ESCALATIONS
from results.numbers import write_amount, write_number
from results.parts import read_parts_manifest
from results.primary import AIMS
from results.question import Answer, Asked, write_asked
from results.rules import Condition, Told
from results.words import Words
from simulation.areas import load_area
from simulation.parameters import entries
from simulation.policies import policy as load_policy

COST = "cost_per_household_per_year"
BOOKED = "booked"
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
    asked, policies = describe_asked(matters.sweep), matters.sweep.design.policies
    known = [name for name in outcomes if name in set(matters.table["outcome"])]
    panels = [(DIFFERENCE, policy, name) for policy in policies[1:] for name in known]
    panels = panels or [(LEVEL, policies[0], name) for name in known]
    chart = build_tornado(matters.table, panels, asked, words)
    limits = (
        words.text("matters.limit_ranges"),
        words.text("matters.limit_luck"),
        words.text("question.gaps"),
    )
    return _answer(matters.sweep, asked, "sensitivity", chart, {"sensitivity": matters.table}, limits, words)


def answer_parts(parts: Parts, words: Words, outcomes: Sequence[str] = SHOWN) -> Answer:
    """Answers which part of the bundle does the work.

    Args:
        parts: What was found.
        words: The language of the reader.
        outcomes: Which outcomes are drawn.
    """
    asked = describe_asked(parts.sweep)
    chart = build_shapley(parts.table, outcomes, asked, words)
    fields = {"switches": len(parts.switches), "orders": 2 * parts.pairs, "pairs": parts.pairs}
    how = words.text("shapley.how_orders" if parts.pairs else "shapley.how_all", **fields)
    least = parts.table.loc[parts.table["switch"] == WHOLE, "seeds"].min()
    seeds = words.text("shapley.seeds", least=int(least), seeds=parts.sweep.design.replications.most)
    one_pair = (words.text("shapley.one_pair"),) if parts.pairs == 1 else ()
    limits = (*one_pair, how, words.text("shapley.limit"), seeds)
    return _answer(parts.sweep, asked, "shapley", chart, {"shapley": parts.table}, limits, words)


def answer_failing(failing: Failing, words: Words) -> Answer:
    """Answers under which conditions a policy fails.

    Args:
        failing: What was found.
        words: The language of the reader.
    """
    asked, told = describe_asked(failing.sweep), [_tell(one) for one in failing.verdicts]
    chart = build_box(told, failing.conditions, failing.worse, asked, words)
    limits = [words.text("fails.how_tested", rules=len(told)), words.text("fails.limit_worlds")]
    limits.append(words.text("fails.signs" if failing.apart else "fails.one_seed"))
    limits.append(words.text("fails.apart" if failing.apart else "fails.not_apart"))
    table = pd.DataFrame([_row(one) for one in told])
    return _answer(failing.sweep, asked, "discover", chart, {"discover": table}, limits, words)


def answer_regret(regret: Regret, words: Words) -> Answer:
    """Answers what the robust choice is.

    Args:
        regret: What was found.
        words: The language of the reader.
    """
    asked = describe_asked(regret.sweep)
    table, signposts = regret.table, regret.signpost_table

    def name(policy: str) -> str:
        money = money_of(policy)
        return asked.name(policy, words) + (words.text(f"regret_money.{money}") if money else "")

    chart = build_regret(table, signposts, name, words)
    tables = {"regret": table, "signposts": signposts}
    worlds = max(choice.worlds for choice in regret.choices)
    policies = len(regret.sweep.design.policies)
    setting = (words.text("regret.asked", policies=policies, worlds=worlds),)
    limits = [words.text("regret.how"), words.text("regret.costs_only")]
    if regret.year_worth:
        euros = write_amount(regret.year_worth, "euro", 0, words.language)
        limits.append(words.text("regret.counts_health", euros=euros))
    limits.append(words.text("question.left_out"))
    return _answer(regret.sweep, asked, "regret", chart, tables, limits, words, setting)


def answer_directors(found: Directors, words: Words) -> Answer:
    """Answers how many directors.

    Args:
        found: What was found.
        words: The language of the reader.
    """
    asked, design = describe_asked(found.sweep), found.sweep.design
    there = design.scenario(0, design.baseline).plausible_worlds is not None
    fields = {
        "policy": asked.titles[design.baseline][words.language],
        "levels": found.table["level"].nunique(),
        "seeds": design.replications.most,
        "households": write_number(found.households, 0, words.language),
        "caseload": found.caseload,
    }
    setting = (
        words.text("directors.setting", **fields),
        words.text("directors.posts_booked" if found.posts == BOOKED else "directors.posts_existing"),
        _tell_worlds(found.worlds, there, "directors.worlds", words),
    )
    limits = (words.text("directors.how"), words.text("question.left_out"))
    chart = build_directors(found.table, DOCUMENTS, words)
    return _answer(found.sweep, asked, "directors", chart, {"directors": found.table}, limits, words, setting)


def answer_evaluation(found: Evaluation, words: Words) -> Answer:
    """Answers whether evaluations would see what family directors do.

    Args:
        found: What was found.
        words: The language of the reader.
    """
    trial = found.trial
    area = load_area(trial.area)
    title = area.title_nl if words.language == "nl" else area.title_en
    places = write_number(found.there, 0, words.language)
    played = words.text("evaluation.played" if found.there > 1 else "evaluation.played_one", places=places)
    gone = trial.places - found.there
    setting = (
        words.text(
            "evaluation.setting",
            households=trial.households,
            rule=words.text(f"directors_rule.{trial.rule}"),
        ),
        words.text("directors.posts_booked" if trial.posts == BOOKED else "directors.posts_existing"),
        _tell_worlds(trial.worlds, trial.base.plausible_worlds is not None, "evaluation.worlds", words),
    )
    return Answer(
        name="evaluation",
        source=write_asked(read_parts_manifest(found.folder), trial.describe(), title, played, words),
        missing=words.text("evaluation.missing", count=gone, places=trial.places) if gone else "",
        setting=setting,
        charts=(build_evaluation(found.table, words),),
        tables={"evaluation": found.table},
        limits=(words.text("evaluation.how"),),
        facts={"trial": trial.describe(), "places": trial.places, "finished": found.there},
    )


def _answer(
    sweep: Sweep,
    asked: Asked,
    name: str,
    chart: Chart,
    tables: Mapping[str, pd.DataFrame],
    limits: Sequence[str],
    words: Words,
    setting: Sequence[str] = (),
) -> Answer:
    """Makes the answer to a question that was asked of a sweep."""
    overview = sweep.overview
    return Answer(
        name=name,
        source=asked.source(words),
        missing=asked.missing(words),
        setting=tuple(setting),
        charts=(chart,),
        tables=tables,
        limits=tuple(limits),
        facts={
            "design": sweep.design.describe(),
            "runs": overview.runs,
            "finished": overview.finished,
            "failed": overview.failed,
            "not_played": overview.not_played,
        },
    )


def _tell_worlds(met: int, there: bool, key: str, words: Words) -> str:
    """Says how many plausible worlds were met, or that only the central one was played."""
    central = write_only_central({"drawn": [met] if met else [], "there": there}, words)
    return central or words.text(key, worlds=met)


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
    for name in ("share_worse", "coverage", "density"):
        share, low, high = getattr(told, name)
        row |= {name: share, f"{name}_low": low, f"{name}_high": high}
    return row
