"""`zorgbundel directors`: what each next family director brings and costs, and where it stops paying."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.options import check_policies, read_choice, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.question import (
    SHARED,
    Question,
    ask,
    read_facts,
    read_series,
    source_or_policies,
)
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Design, Sweep
    from results.question import Answer


def work(settings: Namespace, words: Words) -> int:
    """Finds what each number of directors brings, from a sweep that is there or is played."""
    from experiments.directors.answer import USUAL_POLICY, check_directors
    from experiments.evaluation.trial import POSTS

    plausible = read_worlds(settings, words) == "plausible"
    posts = read_choice(settings, "posts", POSTS, words)

    def make() -> "Design":
        check_policies(settings.names, words)
        from experiments.directors import directors_design

        facts = read_facts(settings, words) | read_series(settings, words)
        policy = settings.names[0] if settings.names else USUAL_POLICY
        return directors_design(policy, posts=posts, plausible=plausible, **facts)

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_directors
        from experiments.directors import count_directors

        return answer_directors(count_directors(sweep), words)

    return ask(Question(make, check_directors, find), source_or_policies(settings), settings, words)


COMMAND = Command(
    name="directors",
    work=work,
    names="directors_policy",
    metavar="source_or_policy",
    options=("replicates", "worlds", "posts", "years", *SHARED),
    most_names=1,
)
