"""`zorgbundel directors`: what each next family director brings and costs, and where it stops paying."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.answering import Answer, answer_design
from dashboards.commands.options import (
    check_area,
    check_policies,
    read_choice,
    read_whole,
    read_worlds,
)
from dashboards.commands.parser import Command
from results.words import Words

if TYPE_CHECKING:
    from experiments.directors import Directors

NAME = "directors"


def work(settings: Namespace, words: Words) -> int:
    """Plays every number of households with a director as far as it is not there, and finds the curve."""
    check_policies(settings.names, words)
    check_area(settings.area, words)
    plausible = read_worlds(settings, words) == "plausible"
    years, warmup_weeks, replicates, seed = (
        read_whole(settings, name, words) for name in ("years", "warmup_weeks", "replicates", "seed")
    )
    from experiments.directors import count_directors, directors_design
    from experiments.directors.answer import USUAL_POLICY
    from experiments.evaluation.trial import POSTS

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
    return answer_design(
        NAME, design, settings, words, lambda played: _answer(count_directors(played), posts, words)
    )


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
