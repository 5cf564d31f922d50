"""`zorgbundel sensitivity`: which unknown numbers decide most of an outcome, and of what a policy changes."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import unknown_name
from dashboards.commands.options import check_policies, read_optional_whole, read_whole
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

MORRIS, SOBOL = "morris", "sobol"
POINTS = {MORRIS: 10, SOBOL: 64}
"""Trajectories of Morris and base points of Sobol, where nobody asks for another number."""
TABLES_SHOWN = 2


def work(settings: Namespace, words: Words) -> int:
    """Says what matters, from a sweep of Morris or Sobol that is there or is played."""
    if settings.method not in POINTS:
        raise unknown_name(words, "method", settings.method, POINTS)
    from experiments.sensitivity.matters import check_matters

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_matters
        from experiments.sensitivity import what_matters

        return answer_matters(what_matters(sweep), words)

    question = Question(lambda: _make(settings, words), check_matters, find, TABLES_SHOWN)
    return ask(question, named_source(settings), settings, words)


def _make(settings: Namespace, words: Words) -> "Design":
    """Makes the design: over the numbers that were named or screened, or over every free number."""
    from experiments.sensitivity import choose_factors, matters_design, screened_factors
    from experiments.sweep import open_sweep

    names = list(settings.factor)
    if settings.screened is not None:
        names += screened_factors(open_sweep(Path(settings.screened)), read_whole(settings, "most", words))
    points = read_optional_whole(settings, "points", words) or POINTS[settings.method]
    seed = read_whole(settings, "seed", words)
    check_policies([settings.policy], words)
    facts = read_facts(settings, words) | {"replications": read_replications(settings, words)}
    policies = (BASE, settings.policy) if settings.policy != BASE else (BASE,)
    return matters_design(policies, settings.method, points, choose_factors(names), seed, **facts)


COMMAND = Command(
    name="sensitivity",
    work=work,
    names="question_source",
    metavar="sweep",
    options=(
        "method",
        "factor",
        "screened",
        "most",
        "design_points",
        "question_replicates",
        "policy",
        "years",
        *SHARED,
    ),
    most_names=1,
)
