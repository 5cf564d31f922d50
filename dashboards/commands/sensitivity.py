"""`zorgbundel sensitivity`: which unknown numbers decide most of an outcome, and of what a policy changes."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import unknown_name
from dashboards.commands.options import read_optional_whole, read_whole
from dashboards.commands.parser import Command
from dashboards.commands.question import BASE, SHARED, ask, read_facts
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

    def find(sweep: "Sweep") -> "Answer":
        from experiments.answers import answer_matters
        from experiments.sensitivity import what_matters

        return answer_matters(what_matters(sweep), words)

    return ask(settings, words, lambda: _make(settings, words), find, TABLES_SHOWN)


def _make(settings: Namespace, words: Words) -> "Design":
    """Makes the design: over the numbers that were named or screened, or over every free number."""
    from experiments.sensitivity import choose_factors, matters_design, screened_factors
    from experiments.sweep import open_sweep

    names = list(settings.factor)
    if settings.screened is not None:
        names += screened_factors(open_sweep(Path(settings.screened)), read_whole(settings, "most", words))
    points = read_optional_whole(settings, "points", words) or POINTS[settings.method]
    seed = read_whole(settings, "seed", words)
    facts = read_facts(settings, words)
    policies = (BASE, settings.policy) if settings.policy != BASE else (BASE,)
    return matters_design(policies, settings.method, points, choose_factors(names), seed, **facts)


COMMAND = Command(
    name="sensitivity",
    work=work,
    names="question_source",
    metavar="sweep",
    options=("method", "factor", "screened", "most", "design_points", "question_replicates", *SHARED),
    most_names=1,
)
