"""One run with its passport, ready to be kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.batch import tidy_summary
from experiments.passport import RunFacts, describe_scenarios, write_command
from results import store
from results.passport import build_passport
from simulation import Run, Scenario, simulate


@dataclass(frozen=True)
class SingleRun:
    """A run and where it came from."""

    run: Run
    passport: Mapping[str, Any]

    def save(self, out: str | Path) -> Path:
        """Keeps the run in a folder, as a whole or not at all.

        Args:
            out: A new or empty folder, or an earlier result that may be replaced.
        """
        run = self.run
        tables = {
            "summary.csv": run.summary.rename_axis("outcome").reset_index(name="value"),
            f"runs/{Path(run.scenario.policy).stem}.parquet": tidy_summary(run),
            "yearly.csv": run.yearly.reset_index(),
            "weekly.csv": run.weekly.reset_index(),
            "payers.csv": run.payers,
            "waits.csv": run.waits.reset_index(),
            "households.parquet": run.households,
            "conservation.csv": run.conservation,
        }
        return store.write_result(Path(out), self.passport, tables)


def play(
    scenario: Scenario, progress: Callable[[int, int], None] | None = None, workers: int | None = None
) -> SingleRun:
    """Plays one scenario and writes its passport.

    Args:
        scenario: What to play.
        progress: Called with weeks done and weeks in all.
        workers: Threads that play copies at the same time; all cores unless given. The result does not depend
            on it.
    """
    run = simulate(scenario, progress=progress, workers=workers)
    passport = build_passport(
        "run",
        write_command("run", [scenario.policy], scenario, world=scenario.world),
        partial=False,
        seeds=[scenario.seed],
        **describe_scenarios([scenario], [RunFacts.of(run)]),
    )
    return SingleRun(run, passport)
