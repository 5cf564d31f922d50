"""Plays a sweep: checks, tells what it will take, does the work, and says what it shows."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.batch import Progress, compile_rules
from experiments.sweep.design import Design
from experiments.sweep.local import LocalWorkers
from experiments.sweep.plan import Plan, make_plan
from experiments.sweep.reading import read_design
from experiments.sweep.refusals import refuse
from experiments.sweep.summary import Overview, read_block, read_differences, write_differences
from experiments.sweep.task import all_first_tasks, all_more_tasks, blocks
from experiments.sweep.work import Players, Work
from results.errors import StoreError
from results.parts import Parts, check_parts_folder, claim_parts
from results.passport import build_passport
from simulation.run import count_cores
from simulation.scenario import whole_number

MOST_WORKERS, MOST_SEED = 1024, 2**63 - 1


@dataclass(frozen=True)
class Sweep:
    """A sweep that was played.

    Attributes:
        design: What was played.
        parts: Where every run is kept.
        overview: How many runs are there and failed, and how the differences lie over points.
        plan: What it was expected to take; none where nothing was left to play.
    """

    design: Design
    parts: Parts
    overview: Overview
    plan: Plan | None

    @property
    def folder(self) -> Path:
        """The folder it is kept in."""
        return self.parts.folder

    @property
    def table(self) -> pd.DataFrame:
        """One row per point, policy and outcome; all in memory at once, see `pieces` for many points."""
        return pd.concat(self.pieces(), ignore_index=True)

    def pieces(self) -> Iterator[pd.DataFrame]:
        """Gives the same table some points at a time."""
        return read_differences(self.folder)

    def runs(self) -> Iterator[pd.DataFrame]:
        """Gives every run, one row each, some points at a time, in order of point, seed and policy."""
        for points in blocks(self.design):
            yield read_block(self.design, points, self.parts)[0]


def sweep(
    design: Design | str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[Plan], None] | None = None,
) -> Sweep:
    """Plays every run of a design that is not in the folder yet.

    Whatever ends it (Ctrl-C, a full disk, the power), running it again goes on where it was.

    Args:
        design: The design, or the path of its file.
        out: An absent or empty folder, or one with parts of this sweep.
        workers: Threads; all cores unless given. The result does not depend on it.
        cluster: Address of a Dask scheduler whose workers play instead of these threads; docs/cluster.md.
        resume: Refuse to begin a new sweep: the folder must hold parts of this one.
        progress: Called a few times a second, one call at a time, by whichever thread; it counts runs.
        tell: Called before the work with what it will take; without it nothing is tried out.

    Returns:
        The sweep; all its runs are there, those that failed with the reason.

    Raises:
        InputError: The design cannot be used.
        StoreError: The folder holds something else or a damaged part, somebody works there, or it is full;
            or the cluster cannot be used.
        KeyboardInterrupt: Interrupted; what was finished is kept.
    """
    wanted = check_sweep(design, out, resume=resume)
    passport = describe_sweep(wanted)
    with (
        hired(workers, cluster) as players,
        claim_parts(Path(out), wanted.digest, wanted.code, passport) as parts,
    ):
        names = prepare(wanted, progress)
        work = Work(wanted, parts, names, players, progress)
        plan = None
        there = count_there(wanted, parts)
        if tell is not None and there < wanted.fewest_runs:
            plan = make_plan(wanted, names, there, players.workers)
            tell(plan)
        work.do()
        return Sweep(wanted, parts, write_differences(wanted, parts, names), plan)


def plan_sweep(
    design: Design | str | Path, out: str | Path, workers: int | None = None, cluster: str | None = None
) -> Plan:
    """Tells what a sweep will take, and writes nothing.

    Args:
        design: The design, or the path of its file.
        out: Where it would be kept; what is there already is counted.
        workers: Threads; all cores unless given.
        cluster: Address of a Dask scheduler whose workers would play.

    Raises:
        InputError: The design cannot be used.
        StoreError: The folder holds something else or a damaged part.
    """
    wanted = check_sweep(design, out)
    parts = Parts(Path(out).resolve(), wanted.digest, wanted.code)
    if check_parts_folder(parts.folder, wanted.digest, wanted.code):
        parts.find()
    with hired(workers, cluster) as players:
        return make_plan(wanted, prepare(wanted, None), count_there(wanted, parts), players.workers)


@contextmanager
def hired(workers: int | None, cluster: str | None) -> Iterator[Players]:
    """Finds who plays the tasks: threads of this process, or the workers of a cluster.

    Args:
        workers: Threads; all cores unless given.
        cluster: Address of a Dask scheduler, none to play here.

    Raises:
        InputError: The number of threads is impossible, or given together with a cluster.
        StoreError: The cluster cannot be used.
    """
    if cluster is None:
        threads = count_cores() if workers is None else workers
        yield LocalWorkers(whole_number("workers", threads, 1, MOST_WORKERS))
        return
    if workers is not None:
        raise refuse("cluster_and_workers", workers=workers)
    from experiments.sweep.cluster import Cluster

    with closing(Cluster(cluster)) as players:
        yield players


def check_sweep(design: Design | str | Path, out: str | Path, *, resume: bool = False) -> Design:
    """Reads and checks a design and the folder it will go to, before any work is done.

    Args:
        design: The design, or the path of its file.
        out: The folder.
        resume: Whether there must be parts already.
    """
    wanted = design if isinstance(design, Design) else read_design(design)
    wanted.check()
    last = wanted.replications.seed(wanted.count - 1, wanted.replications.most - 1)
    if last > MOST_SEED:
        raise refuse("sweep_seeds_too_high", design=wanted.name, last=last, most=MOST_SEED)
    there = check_parts_folder(Path(out).resolve(), wanted.digest, wanted.code)
    if resume and not there:
        raise StoreError("error.sweep_no_sweep", folder=out)
    return wanted


def prepare(design: Design, progress: Callable[[Progress], None] | None) -> tuple[str, ...]:
    """Has the rules compiled, and gives the names of the outcomes."""
    if progress is not None:
        progress(Progress(0, design.fewest_runs, 0.0, 0.0, preparing=True))
    run = compile_rules(design.scenario(0, design.baseline))
    return tuple(str(name) for name in run.summary.index)


def count_there(design: Design, parts: Parts) -> int:
    """Gives how many runs are finished already."""
    tasks = chain(all_first_tasks(design), all_more_tasks(design, parts))
    return len(design.policies) * sum(task.pairs for task in tasks if parts.has(task.name))


def describe_sweep(design: Design) -> dict[str, Any]:
    """Writes the passport of a sweep."""
    command = f"uv run zorgbundel {design.command or f'sweep {design.name}.toml'}"
    return build_passport("sweep", command, sweep=design.describe())
