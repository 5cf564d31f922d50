"""`zorgbundel run`: one policy, played once."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import show_kept
from dashboards.commands.machine import describe_outcome, records, show_json
from dashboards.commands.options import (
    check_area,
    check_policies,
    read_assignments,
    read_optional_whole,
    read_whole,
)
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from dashboards.commands.run_table import show_run, weekly_figures
from results.words import Words

if TYPE_CHECKING:
    from experiments.single import SingleRun
    from simulation import Scenario

DONE, INTERRUPTED = 0, 130


def work(settings: Namespace, words: Words) -> int:
    """Plays a policy once and shows its years and weeks."""
    scenario = _read_scenario(settings, words)
    workers = read_optional_whole(settings, "workers", words)
    out = None if settings.out is None else Path(settings.out)

    from experiments.single import play
    from results import store

    if out is not None:
        store.check_folder(out)
    line = ProgressLine(words)
    try:
        line.prepare()
        result = play(scenario, line.show_weeks, workers)
    except KeyboardInterrupt:
        line.stop(words.text("run.interrupted"))
        return INTERRUPTED
    line.end()
    if settings.json:
        folder = None if out is None else str(result.save(out))
        show_json(_describe(result, folder, words))
        return DONE
    show_run(result, words)
    if out is not None:
        result.save(out)
        show_kept(out, words)
    return DONE


def _read_scenario(settings: Namespace, words: Words) -> "Scenario":
    if not settings.names:
        from simulation.policies import policies

        raise bad(words, "no_policy", allowed=", ".join(policies()))
    check_policies(settings.names, words)
    names = ("years", "warmup_weeks", "seed", "world", "copies")
    numbers: dict[str, Any] = {name: read_whole(settings, name, words) for name in names}
    check_area(settings.area, words)
    changed = read_assignments(settings, words)

    from simulation import Scenario

    return Scenario(policy=settings.names[0], area=settings.area, parameters=changed, **numbers)


def _describe(result: "SingleRun", folder: str | None, words: Words) -> dict[str, object]:
    run = result.run
    return {
        "passport": result.passport,
        "fingerprint": run.fingerprint,
        "summary": [
            {**describe_outcome(str(name), words), "value": value} for name, value in run.summary.items()
        ],
        "yearly": records(run.yearly.reset_index()),
        "weekly": {
            name: column.to_list() for name, column in weekly_figures(run.weekly).reset_index().items()
        },
        "weekly_counts": {name: column.to_list() for name, column in run.weekly.items()},
        "payers": records(run.payers),
        "waits": records(run.waits.reset_index()),
        "conservation": records(run.conservation),
        "out": folder,
    }


COMMAND = Command(
    name="run",
    work=work,
    names="run_policy",
    metavar="policy",
    options=("area", "years", "warmup_weeks", "seed", "world", "set", "copies", "workers", "out", "json"),
    most_names=1,
)
