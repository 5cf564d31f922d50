"""`zorgbundel evaluation`: evaluations inside the model, and how far off each of them is."""

import json as machine_words
from argparse import Namespace
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from dashboards.commands.answer_table import keep_and_show
from dashboards.commands.options import check_area, read_assignments, read_choice, read_whole, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.playing import DONE, play
from dashboards.commands.question import OF_A_FOLDER, SHARED, named_source, refuse_idle
from dashboards.commands.stopping import STOPPING
from results.numbers import write_duration
from results.words import Words

if TYPE_CHECKING:
    from experiments.evaluation import Evaluation, Trial, TrialPlan

NAME = "evaluation"


@dataclass(frozen=True)
class TrialWork:
    """An evaluation that is to be played.

    Attributes:
        trial: What it consists of.
        words: The language of the reader.
    """

    trial: "Trial"
    words: Words

    @property
    def name(self) -> str:
        """The name of the question."""
        return NAME

    def plan(self, out: Path, workers: int | None) -> "TrialPlan":
        """Finds what the evaluation takes."""
        from experiments.evaluation import plan_evaluation

        return plan_evaluation(self.trial, out, workers)

    def show(self, plan: "TrialPlan", stream: TextIO, *, json: bool = False) -> None:
        """Shows what the evaluation takes."""
        said = asdict(plan)
        if json:
            from dashboards.commands.machine import plain

            told = machine_words.dumps(plain({"trial": self.trial.describe(), "plan": said}))
        else:
            time = write_duration(plan.seconds, self.words.language)
            told = self.words.text("evaluation.plan", **said, time=time)
        print(told, file=stream, flush=True)

    def play(self, out: Path, **how: Any) -> "Evaluation":
        """Plays the places that are missing."""
        from experiments.evaluation import evaluate

        return evaluate(self.trial, out, check=STOPPING.check, **how)


def work(settings: Namespace, words: Words) -> int:
    """Judges what evaluators would see, in places that are there or are played."""

    def finish(played: "Evaluation", out: Path) -> None:
        from experiments.answers import answer_evaluation

        keep_and_show(answer_evaluation(played, words), out, settings, words)

    folder = named_source(settings)
    if folder is None:
        return play(TrialWork(_read_trial(settings, words), words), settings, words, finish)
    refuse_idle(settings, folder, OF_A_FOLDER, words)
    from experiments.evaluation import open_evaluation

    finish(open_evaluation(folder, STOPPING.check), folder)
    return DONE


def _read_trial(settings: Namespace, words: Words) -> "Trial":
    from experiments.evaluation import Trial
    from experiments.evaluation.trial import POSTS, RULES

    check_area(settings.area, words)
    names = ("households", "years", "places", "warmup_weeks")
    return Trial(
        area=settings.area,
        first_seed=read_whole(settings, "seed", words),
        rule=read_choice(settings, "rule", RULES, words),
        posts=read_choice(settings, "posts", POSTS, words),
        plausible=read_worlds(settings, words) == "plausible",
        parameters=read_assignments(settings, words),
        **{name: read_whole(settings, name, words) for name in names},
    )


COMMAND = Command(
    name=NAME,
    work=work,
    names="evaluation_folder",
    metavar="folder",
    options=("households", "rule", "posts", "places", "worlds", "evaluation_years", *SHARED),
    most_names=1,
)
