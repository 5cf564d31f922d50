"""`zorgbundel directors`: what each next family director brings and costs, and where it stops paying."""

import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from dashboards.commands.answering import DONE, Answer, out_of, play_and_answer
from dashboards.commands.options import (
    check_area,
    check_policies,
    read_choice,
    read_optional_whole,
    read_whole,
    read_worlds,
)
from dashboards.commands.parser import Command
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.directors import Directors

NAME = "directors"


def work(settings: Namespace, words: Words) -> int:
    """Plays every number of households with a director as far as it is not there, and finds the curve."""
    check_policies(settings.names, words)
    check_area(settings.area, words)
    workers = read_optional_whole(settings, "workers", words)
    plausible = read_worlds(settings, words) == "plausible"
    years, warmup_weeks, replicates, seed = (
        read_whole(settings, name, words) for name in ("years", "warmup_weeks", "replicates", "seed")
    )
    out = out_of(settings, NAME)

    from dashboards.commands.sweep_table import show_plan
    from experiments.directors import count_directors, directors_design
    from experiments.directors.answer import USUAL_POLICY
    from experiments.evaluation.trial import POSTS
    from experiments.sweep import plan_sweep

    posts = read_choice(settings, "posts", POSTS, words)
    policy = settings.names[0] if settings.names else USUAL_POLICY
    design = directors_design(
        policy,
        settings.area,
        years=years,
        warmup_weeks=warmup_weeks,
        replicates=replicates,
        first_seed=seed,
        posts=posts,
        plausible=plausible,
    )
    if settings.plan:
        show_plan(design, plan_sweep(design, out, workers), words, sys.stdout, json=settings.json)
        return DONE

    def play(
        progress: "Callable[[Progress], None]", tell: Callable[[Callable[[TextIO], None]], None]
    ) -> Answer:
        found = count_directors(
            design,
            out,
            workers=workers,
            resume=settings.resume,
            progress=progress,
            tell=lambda plan: tell(lambda stream: show_plan(design, plan, words, stream)),
        )
        return _answer(found, posts, words)

    return play_and_answer(NAME, out, play, words, json=settings.json)


def _answer(found: "Directors", posts: str, words: Words) -> Answer:
    from dashboards.commands.plain_words import title_area, title_policy
    from experiments.directors.answer import DOCUMENTS
    from results.credits import write_only_central
    from results.figures.directors import build_directors

    design = found.sweep.design
    there = design.scenario(0, design.baseline).plausible_worlds is not None
    central = write_only_central({"drawn": [found.worlds] if found.worlds else [], "there": there}, words)
    title = words.text(
        "directors.title",
        area=title_area(design.area, words),
        policy=title_policy(design.baseline, words),
        levels=design.points["director"].nunique(),
        seeds=design.replications.most,
    )
    setting = (
        words.text("directors.setting", households=found.households, caseload=found.caseload),
        words.text("directors.posts_booked" if posts == "booked" else "directors.posts_existing"),
        central or words.text("directors.worlds", worlds=found.worlds),
    )
    chart = build_directors(found.table, DOCUMENTS, words)
    facts = {"sweep": design.describe(), "households": found.households, "caseload": found.caseload}
    return Answer(title, setting, chart, {"directors": found.table}, facts)


COMMAND = Command(
    name=NAME,
    work=work,
    names="directors_policy",
    metavar="policy",
    options=(
        "area",
        "years",
        "warmup_weeks",
        "replicates",
        "seed",
        "worlds",
        "posts",
        "workers",
        "out_directors",
        "plan_question",
        "resume_question",
        "json",
    ),
    most_names=1,
)
