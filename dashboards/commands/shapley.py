"""`zorgbundel shapley`: which part of a bundle does the work, per outcome and payer."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.options import check_policies, read_whole, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.question import SHARED, Question, ask, named_source, read_facts, read_replications
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Design, Sweep
    from results.question import Answer

TABLES_SHOWN = 5


def work(settings: Namespace, words: Words) -> int:
    """Shares the effect of a policy out over its switches, from a sweep that is there or is played."""
    plausible = read_worlds(settings, words) == "plausible"
    from experiments.sensitivity.bundle import check_bundle

    def make() -> "Design":
        from experiments.sensitivity import bundle_design

        check_policies([settings.policy], words)
        seeds = read_replications(settings, words, plausible=plausible)
        facts = read_facts(settings, words) | {"replications": seeds}
        pairs = read_whole(settings, "pairs", words)
        return bundle_design(settings.policy, pairs, seed=read_whole(settings, "seed", words), **facts)

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_parts
        from experiments.sensitivity import bundle_parts

        return answer_parts(bundle_parts(sweep), words)

    question = Question(make, check_bundle, find, TABLES_SHOWN)
    return ask(question, named_source(settings), settings, words)


COMMAND = Command(
    name="shapley",
    work=work,
    names="question_source",
    metavar="sweep",
    options=("pairs", "shapley_replicates", "question_worlds", "policy", "years", *SHARED),
    most_names=1,
)
