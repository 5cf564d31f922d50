"""`zorgbundel shapley`: which part of a bundle does the work, per outcome and payer."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.options import read_whole, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.question import SHARED, ask, read_facts
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Design, Sweep
    from results.question import Answer

TABLES_SHOWN = 5


def work(settings: Namespace, words: Words) -> int:
    """Shares the effect of a policy out over its switches, from a sweep that is there or is played."""
    plausible = read_worlds(settings, words) == "plausible"

    def make() -> "Design":
        from experiments.sensitivity import bundle_design

        facts = read_facts(settings, words, plausible=plausible)
        pairs = read_whole(settings, "pairs", words)
        return bundle_design(settings.policy, pairs, seed=read_whole(settings, "seed", words), **facts)

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_parts
        from experiments.sensitivity import bundle_parts

        return answer_parts(bundle_parts(sweep), words)

    return ask(settings, words, make, find, TABLES_SHOWN)


COMMAND = Command(
    name="shapley",
    work=work,
    names="question_source",
    metavar="sweep",
    options=("pairs", "shapley_replicates", "question_worlds", *SHARED),
    most_names=1,
)
