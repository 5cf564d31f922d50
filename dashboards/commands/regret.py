"""`zorgbundel regret`: the robust choice over the plausible worlds, and what tells another is better."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.answering import Answer, answer_design
from dashboards.commands.options import check_area, check_policies, read_whole
from dashboards.commands.parser import Command
from results.words import Words

if TYPE_CHECKING:
    from experiments.regret import Regret
    from experiments.sweep import Design

NAME = "regret"


def work(settings: Namespace, words: Words) -> int:
    """Plays every policy in the plausible worlds as far as it is not there, and weighs regret."""
    check_policies(settings.names, words)
    check_area(settings.area, words)
    numbers = {name: read_whole(settings, name, words) for name in ("years", "warmup_weeks", "replicates")}
    seed = read_whole(settings, "seed", words)

    from experiments.regret import find_regret, regret_design

    design = regret_design(settings.names, settings.area, first_seed=seed, **numbers)
    return answer_design(
        NAME, design, settings, words, lambda played: _answer(design, find_regret(played), words)
    )


def _answer(design: "Design", found: "Regret", words: Words) -> Answer:
    from dashboards.commands.plain_words import title_area, title_policy
    from results.figures.regret import build_regret

    chart = build_regret(found.table, found.signpost_table, lambda policy: title_policy(policy, words), words)
    setting = [words.text("regret.how")]
    if found.missing:
        setting.append(words.text("regret.missing", count=found.missing))
    return Answer(
        words.text(
            "regret.title",
            area=title_area(design.area, words),
            policies=len(design.policies),
            worlds=max(choice.worlds for choice in found.choices),
        ),
        tuple(setting),
        chart,
        {"regret": found.table, "signposts": found.signpost_table},
        {"sweep": design.describe(), "failed": found.missing},
    )


COMMAND = Command(
    name=NAME,
    work=work,
    names="regret_policies",
    metavar="policy",
    options=(
        "area",
        "years",
        "warmup_weeks",
        "regret_replicates",
        "seed",
        "workers",
        "out_regret",
        "plan_question",
        "resume_question",
        "json",
    ),
    most_names=1000,
)
