"""`zorgbundel areas`: the areas, and for one area every marginal wanted against got."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad, unknown_name, write_input_error
from dashboards.commands.layout import WIDEST_HEADING, Row, bold, dim, show_heading, show_table, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import check_area, read_optional_whole
from dashboards.commands.parser import Command
from results.numbers import write_number
from results.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from simulation.areas import Area

NEW, SOLVE = "new", "solve"
MOST_NAMES = 100
COUNTED = ("residents", "households")
PAIRS_BESIDE_EACH_OTHER = 5
NOT_COMPARED = "–"


def work(settings: Namespace, words: Words) -> int:
    """Lists the areas, shows how well the people of one fit what is known of it, or makes or solves one."""
    first, *others = settings.names or [""]
    if first == SOLVE:
        return _solve(others, settings, words)
    if settings.replicates is not None:
        raise unknown_name(words, "option", "--replicates", ("--json", "--lang", "--help"), "areas --help")
    if first == NEW:
        return _new(others, settings, words)
    if others:
        raise bad(words, "too_many", value=others[0], command="areas")
    if not settings.names:
        return _show_all(settings, words)
    check_area(first, words)
    return _show_one(settings, words)


def _new(names: Sequence[str], settings: Namespace, words: Words) -> int:
    from dashboards.commands import areas_new

    if not names:
        raise bad(words, "new_no_folder")
    if len(names) > 1:
        raise bad(words, "too_many", value=names[1], command="areas")
    return areas_new.work(Path(names[0]).expanduser(), settings.json, words)


def _solve(names: Sequence[str], settings: Namespace, words: Words) -> int:
    from dashboards.commands import areas_solve

    if not names:
        raise bad(words, "solve_no_folder")
    replicates = read_optional_whole(settings, "replicates", words) or _usual_replicates()
    return areas_solve.work(names, replicates, settings.json, words)


def _usual_replicates() -> int:
    from simulation.solving import SEEDS

    return SEEDS


def _show_all(settings: Namespace, words: Words) -> int:
    from simulation.areas import area_names, load_area

    areas = {name: load_area(name) for name in area_names()}
    if settings.json:
        show_json([_describe(name, area) for name, area in areas.items()])
        return 0
    print(words.text("areas.title"))
    for name, area in areas.items():
        title = area.title_nl if words.language == "nl" else area.title_en
        derived = f" ({words.text('areas.derived')})" if area.derived else ""
        show_heading(f"{area.name} · {title}{derived}")
        _show_facts(area, words)
        _show_worlds(name, area, words)
    return 0


def _show_one(settings: Namespace, words: Words) -> int:
    from simulation.areas import load_area
    from simulation.marginals import TOLERANCE, marginals_table
    from simulation.parameters import resolve
    from simulation.population import build_population

    area = load_area(settings.names[0])
    people = build_population(area, resolve())
    table = marginals_table(area, people)
    counts = {"residents": len(people.residents), "households": len(people.households)}
    if settings.json:
        show_json(
            {
                **_describe(settings.names[0], area),
                **counts,
                "tolerance": TOLERANCE,
                "marginals": records(table),
            }
        )
        return 0
    title = area.title_nl if words.language == "nl" else area.title_en
    derived = f" ({words.text('areas.derived')})" if area.derived else ""
    print(bold(words.text("areas.check_title", area=title) + derived))
    _show_facts(area, words)
    _show_worlds(settings.names[0], area, words)
    people_counts = {name: write_number(count, 0, words.language) for name, count in counts.items()}
    on_paper = write_number(area.residents_on_paper, 0, words.language)
    show_text(words.text("areas.people", **people_counts, on_paper=on_paper), "  ")
    _show_marginals(table, words)
    _show_verdict(table, TOLERANCE, words)
    if area.derived:
        show_text(words.text("areas.circular"))
    return 0


def _show_marginals(table: "pd.DataFrame", words: Words) -> None:
    neighbourhoods = [str(name) for name in dict.fromkeys(table["neighbourhood"])]
    for start in range(0, len(neighbourhoods), PAIRS_BESIDE_EACH_OTHER):
        shown = neighbourhoods[start : start + PAIRS_BESIDE_EACH_OTHER]
        headings = [
            words.text("areas.marginal"),
            *(_column(name, words) for name in shown),
            words.text("areas.difference"),
        ]
        print()
        show_table(headings, _marginal_rows(table, shown, words))
    show_text(words.text("areas.pairs"), "  ")


def _column(neighbourhood: str, words: Words) -> str:
    name = words.find(f"marginal.{neighbourhood}", neighbourhood)
    half = len(name) // 2
    broken = name if len(name) <= WIDEST_HEADING else f"{name[:half]}\N{SOFT HYPHEN}{name[half:]}"
    return words.find(f"column.{neighbourhood}", broken)


def _marginal_rows(table: "pd.DataFrame", shown: Sequence[str], words: Words) -> list[Row]:
    rows = []
    for title, counts in (("areas.count_unit", True), ("areas.percent", False)):
        rows.append(Row(words.text(title)))
        part = table[table["marginal"].isin(COUNTED) == counts]
        for marginal, same in part.groupby("marginal", sort=False):
            pairs = (_pair(same, name, 0 if counts else 1, words) for name in shown)
            known = same["difference"][same["neighbourhood"].isin(shown)]
            difference = NOT_COMPARED
            if len(known):
                largest = float(known.iloc[int(known.abs().to_numpy().argmax())])
                difference = write_number(largest, 2, words.language, signed=True) + ("%" if counts else " ")
            label = words.find(f"marginal.{marginal}", str(marginal))
            rows.append(Row(label, (*pairs, difference)))
    return rows


def _pair(same: "pd.DataFrame", name: str, decimals: int, words: Words) -> str:
    own = same[same["neighbourhood"] == name]
    if own.empty:
        return NOT_COMPARED
    wanted, got = (
        write_number(float(own[part].iloc[0]), decimals, words.language) for part in ("wanted", "got")
    )
    return f"{wanted} {got:>5}"


def _show_verdict(table: "pd.DataFrame", tolerance: float, words: Words) -> None:
    outside = int((~table["within"]).sum())
    print()
    show_text(
        words.text(
            "areas.some_outside" if outside else "areas.all_within",
            count=len(table),
            outside=outside,
            limit=write_number(tolerance, 1, words.language),
            largest=write_number(float(table["difference"].abs().max()), 2, words.language),
        )
    )


def _show_facts(area: "Area", words: Words) -> None:
    residents = write_number(area.residents_on_paper, 0, words.language)
    names = ", ".join(area.neighbourhoods)
    show_text(words.text("areas.residents", residents=residents, neighbourhoods=names), "  ")
    text = area.text_nl if words.language == "nl" else area.text_en
    if text:
        show_text(text, "  ")
    for source in area.sources:
        show_text(dim(" · ".join(str(part) for part in source.values())), "  ")


def _show_worlds(name: str, area: "Area", words: Words) -> None:
    """Shows how many plausible worlds an area has, or why its file of them cannot be used."""
    from simulation.errors import InputError

    try:
        count = _count_worlds(name, area)
    except InputError as error:
        show_text(write_input_error(error, words), "  ")
        return
    show_text(words.text("worlds.area_count" if count else "worlds.area_none", count=count), "  ")


def _count_worlds(name: str, area: "Area") -> int:
    from simulation.worlds import load_worlds

    return len(load_worlds(name, area) or ())


def _describe(name: str, area: "Area") -> dict[str, object]:
    names = (
        "name",
        "title_nl",
        "title_en",
        "text_nl",
        "text_en",
        "neighbourhoods",
        "residents_on_paper",
        "derived",
        "digest",
    )
    facts = {part: getattr(area, part) for part in names}
    return {**facts, "sources": list(area.sources), "worlds": _count_worlds(name, area)}


COMMAND = Command(
    name="areas",
    work=work,
    names="areas_area",
    metavar="area_or_action",
    options=("solve_replicates", "json"),
    most_names=MOST_NAMES,
)
