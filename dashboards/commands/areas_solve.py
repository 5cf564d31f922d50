"""`zorgbundel areas solve`: hours, event rates and background rest, found on fragmented working."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import Row, bold, show_table, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.progress import ProgressLine
from dashboards.commands.stopping import STOPPING
from results.numbers import write_number
from results.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from simulation.areas import Area
    from simulation.solving import Solved

DONE, INTERRUPTED = 0, 130
DECIMALS_OF_A_RATE = 5
DECIMALS_OF_A_FACTOR = 2


def work(names: Sequence[str], replicates: int, as_json: bool, words: Words) -> int:
    """Solves areas one after the other; each is written as soon as it is done.

    Args:
        names: Folders of areas.
        replicates: Number of seeds per round.
        as_json: Whether the result is for a machine.
        words: The language of the reader.

    Returns:
        0 done, 130 interrupted.
    """
    from simulation.areas import load_area
    from simulation.solving import check_writable

    folders = [read_folder(name, words) for name in names]
    for folder in folders:
        load_area(folder, solved=False)
        check_writable(folder)
    found = []
    line = ProgressLine(words)
    line.prepare()
    for folder in folders:
        try:
            solved, files = _solve(folder, replicates, line, words)
        except KeyboardInterrupt:
            line.stop(words.text("areas.solve_interrupted", folder=folder))
            return INTERRUPTED
        line.end()
        found.append(_describe(folder, solved, files))
        if not as_json:
            _show(folder, solved, files, replicates, words)
    if as_json:
        show_json(found)
    return DONE


def read_folder(name: str, words: Words) -> Path:
    """Reads a folder that was typed; an area that comes with zorgbundel must be given by its path.

    Args:
        name: What was typed.
        words: The language of the reader.

    Raises:
        BadInput: It is no folder, or the bare name of an area of ours.
    """
    from simulation.areas import area_names
    from simulation.areas.loader import area_folder

    if name in area_names():
        raise bad(words, "solve_own", name=name, path=area_folder(name))
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise bad(words, "solve_unknown", folder=name)
    return folder.resolve()


def _solve(
    folder: Path, replicates: int, line: ProgressLine, words: Words
) -> tuple["Solved", tuple[Path, ...]]:
    from simulation.solving import solve_area, write_solved

    solved = solve_area(folder, seeds=replicates, report=_reporter(folder, line))
    return solved, write_solved(folder, solved)


def _reporter(folder: Path, line: ProgressLine) -> Callable[[int, int], None]:
    first: list[float] = []

    def report(done: int, runs: int) -> None:
        """The first run may have to compile the rules, so it says nothing about the others."""
        STOPPING.check()
        now = time.monotonic()
        if first:
            line.show_runs(folder.name, done, runs, (now - first[0]) / (done - 1) * (runs - done))
        else:
            first.append(now)

    return report


def _show(folder: Path, solved: "Solved", files: Sequence[Path], replicates: int, words: Words) -> None:
    from simulation.areas import load_area
    from simulation.solving import YEARS

    area = load_area(folder)
    title = area.title_nl if words.language == "nl" else area.title_en
    print(f"\n{bold(words.text('areas.solved_title', area=title))}")
    show_text(
        words.text("areas.solved_setting", runs=solved.runs, years=words.years(YEARS), replicates=replicates),
        "  ",
    )
    print()
    headings = [words.text(f"areas.{name}") for name in ("event", "wanted", "got", "rate")]
    rows = []
    for (event, wanted, got), rate in zip(
        solved.events.itertuples(index=False), solved.rates["rate"], strict=True
    ):
        title = words.text(f"outcome.events_{event}_per_1000_households_per_year.title")
        cells = [write_number(float(number), 1, words.language) for number in (wanted, got)]
        rows.append(Row(title, (*cells, write_number(float(rate), DECIMALS_OF_A_RATE, words.language))))
    show_table(headings, rows)
    print()
    _show_waits(area, solved, words)
    print()
    show_text(words.text("areas.solved_files"))
    for path in files:
        print(f"  {path}")


def _show_waits(area: "Area", solved: "Solved", words: Words) -> None:
    from simulation.footing import LEAST_FACTOR, MOST_FACTOR

    headings = [words.text(f"areas.{name}") for name in ("list", "norm", "got_wait", "factor")]
    titles = _titles_of_lists(area, solved.waits, words)
    rows = []
    for title, (norm, got, factor) in zip(
        titles, solved.waits[["norm", "got", "factor"]].itertuples(index=False), strict=True
    ):
        cells = [write_number(float(number), 1, words.language) for number in (norm, got)]
        rows.append(Row(title, (*cells, write_number(float(factor), DECIMALS_OF_A_FACTOR, words.language))))
    show_table(headings, rows)
    missed = [title for title, met in zip(titles, solved.waits["met"], strict=True) if not met]
    limits = {
        name: write_number(limit, 1, words.language)
        for name, limit in (("least", LEAST_FACTOR), ("most", MOST_FACTOR))
    }
    print()
    if missed:
        show_text(words.text("areas.waits_missed", lists="; ".join(missed), **limits))
    else:
        show_text(words.text("areas.waits_met"))


def _titles_of_lists(area: "Area", waits: "pd.DataFrame", words: Words) -> list[str]:
    from simulation.areas.schema import products

    who = dict(zip(area.organisations["organisation"], area.organisations["title"], strict=True))
    return [
        f"{products()[product][f'title_{words.language}']}, {who[organisation]}"
        for organisation, product in waits[["organisation", "product"]].itertuples(index=False)
    ]


def _describe(folder: Path, solved: "Solved", files: Sequence[Path]) -> dict[str, object]:
    return {
        "folder": str(folder),
        "runs": solved.runs,
        "events": records(solved.events.assign(rate=solved.rates["rate"].astype(float))),
        "waits": records(solved.waits),
        "background_rest": records(
            solved.rest.assign(
                euros_per_resident_per_year=solved.rest["euros_per_resident_per_year"].astype(float)
            )
        ),
        "files": [str(path) for path in files],
    }
