"""`zorgbundel discover`: under which conditions a bundle fails, as a rule that was tested."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.options import check_policies, read_optional_whole, read_whole, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.question import (
    BASE,
    SHARED,
    Question,
    ask,
    named_source,
    read_facts,
    read_replications,
)
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Design, Sweep
    from results.question import Answer

POINTS = 300
NO_TABLES = 0


def work(settings: Namespace, words: Words) -> int:
    """Looks for rules in a sweep of worlds that is there or is played."""
    plausible = read_worlds(settings, words) == "plausible"
    from experiments.discovery.failing import check_worlds
    from experiments.discovery.peeling import check_workbench

    check_workbench()

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_failing
        from experiments.discovery import where_it_fails

        return answer_failing(where_it_fails(sweep), words)

    question = Question(lambda: _make(settings, words, plausible), check_worlds, find, NO_TABLES)
    return ask(question, named_source(settings), settings, words)


def _make(settings: Namespace, words: Words, plausible: bool) -> "Design":
    """Makes the design: all plausible worlds of the area; ranges where it has none or numbers are named."""
    from experiments.discovery import ranges_design, worlds_design
    from experiments.sensitivity import choose_factors

    check_policies([settings.policy], words)
    facts = read_facts(settings, words) | {"replications": read_replications(settings, words)}
    policies = (BASE, settings.policy)
    points = read_optional_whole(settings, "points", words)
    if plausible and points is None and not settings.factor:
        worlds = worlds_design(policies, **facts)
        if worlds is not None:
            return worlds
    factors = choose_factors(list(settings.factor))
    return ranges_design(policies, points or POINTS, factors, read_whole(settings, "seed", words), **facts)


COMMAND = Command(
    name="discover",
    work=work,
    names="question_source",
    metavar="sweep",
    options=(
        "factor",
        "design_points",
        "question_replicates",
        "question_worlds",
        "policy",
        "years",
        *SHARED,
    ),
    most_names=1,
)
