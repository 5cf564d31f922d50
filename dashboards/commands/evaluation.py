"""`zorgbundel evaluation`: evaluations inside the model, and how far off each of them is."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

from dashboards.commands.answering import DONE, Answer, out_of, play_and_answer
from dashboards.commands.machine import plain
from dashboards.commands.options import (
    check_area,
    read_assignments,
    read_choice,
    read_optional_whole,
    read_whole,
    read_worlds,
)
from dashboards.commands.parser import Command
from dashboards.commands.stopping import STOPPING
from results.numbers import write_duration
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.evaluation import Evaluation, Trial, TrialPlan

NAME = "evaluation"


def work(settings: Namespace, words: Words) -> int:
    """Plays every place that is not there, and judges what evaluators would see."""
    check_area(settings.area, words)
    workers = read_optional_whole(settings, "workers", words)
    out = out_of(settings, NAME)

    from experiments.evaluation import evaluate, plan_evaluation

    trial = _read_trial(settings, words)
    if settings.plan:
        _show_plan(plan_evaluation(trial, out, workers), words, sys.stdout, as_json=settings.json)
        return DONE

    def play(
        progress: "Callable[[Progress], None]", tell: Callable[[Callable[[TextIO], None]], None]
    ) -> Answer:
        found = evaluate(
            trial,
            out,
            workers=workers,
            resume=settings.resume,
            progress=progress,
            tell=lambda plan: tell(lambda stream: _show_plan(plan, words, stream)),
            check=STOPPING.check,
        )
        return _answer(found, words)

    return play_and_answer(NAME, out, play, words, json=settings.json)


def _read_trial(settings: Namespace, words: Words) -> "Trial":
    from experiments.evaluation import Trial
    from experiments.evaluation.trial import POSTS, RULES

    names = ("households", "years", "places", "warmup_weeks")
    return Trial(
        area=settings.area,
        first_seed=read_whole(settings, "seed", words),
        rule=read_choice(settings, "rule", RULES, words),
        posts=read_choice(settings, "posts", POSTS, words),
        plausible=read_worlds(settings, words) == "plausible",
        parameters=read_assignments(settings, words),
        **{name: read_whole(settings, name, words) for name in names},
    )


def _show_plan(plan: "TrialPlan", words: Words, stream: TextIO, *, as_json: bool = False) -> None:
    if as_json:
        print(json.dumps(plain({"plan": asdict(plan)})), file=stream)
        return
    time = write_duration(plan.seconds, words.language)
    print(words.text("evaluation.plan", **asdict(plan), time=time), file=stream, flush=True)


def _answer(found: "Evaluation", words: Words) -> Answer:
    from dashboards.commands.plain_words import title_area
    from results.credits import write_only_central
    from results.figures.evaluation import build_evaluation

    trial = found.trial
    there = trial.base.plausible_worlds is not None
    central = write_only_central({"drawn": [trial.worlds] if trial.worlds else [], "there": there}, words)
    title = words.text(
        "evaluation.title",
        area=title_area(trial.area, words),
        households=trial.households,
        rule=words.text(f"directors_rule.{trial.rule}"),
        places=trial.places,
        years=trial.years,
    )
    setting = (
        words.text("evaluation.how"),
        words.text("directors.posts_booked" if trial.posts == "booked" else "directors.posts_existing"),
        central or words.text("evaluation.worlds", worlds=trial.worlds),
    )
    chart = build_evaluation(found.table, words)
    return Answer(title, setting, chart, {"evaluation": found.table}, {"trial": trial.describe()})


COMMAND = Command(
    name=NAME,
    work=work,
    options=(
        "area",
        "households",
        "rule",
        "posts",
        "evaluation_years",
        "places",
        "warmup_weeks",
        "seed",
        "worlds",
        "set",
        "workers",
        "out_evaluation",
        "plan_question",
        "resume_question",
        "json",
    ),
)
