"""`zorgbundel regret`: the robust choice over the plausible worlds, and what tells another is better."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dashboards.commands.options import check_policies, read_euros
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
    """Weighs the regret of policies in the plausible worlds, from a sweep that is there or is played."""
    source = source_or_policies(settings)
    year_worth = read_euros(settings, "year_worth", words)
    from experiments.regret.answer import check_regret

    def make() -> "Design":
        check_policies(settings.names, words)
        from experiments.regret import regret_design

        return regret_design(settings.names, **read_facts(settings, words), **read_series(settings, words))

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_regret
        from experiments.regret import find_regret

        return answer_regret(find_regret(sweep, year_worth), words)

    return ask(Question(make, check_regret, find, about=("--year-worth",)), source, settings, words)


COMMAND = Command(
    name="regret",
    work=work,
    names="regret_policies",
    metavar="source_or_policy",
    options=("regret_replicates", "year_worth", "years", *SHARED),
    most_names=1000,
)
