"""The paired table on screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from dashboards.commands.layout import Row, bold, show_heading, show_table, show_text
from results.credits import write_changes, write_only_central
from results.headlines import Headlines, write_headlines
from results.hundred_worlds import tells_worlds, write_not_knowing, write_worlds
from results.number_tables import write_same_side
from results.outcomes import Outcome, group_outcomes, title_group
from results.tables import Measured, read_rows
from results.words import Words

if TYPE_CHECKING:
    from experiments.compare import Comparison

WORLD_COLUMNS = ("worlds.column", "worlds.not_knowing")


def show_comparison(result: "Comparison", words: Words) -> None:
    """Shows a comparison: what was played, and the table of each policy against the first."""
    baseline, *others = result.policies
    _show_setting(result, words)
    whole = len(others) == 1
    for policy in others:
        if not whole:
            show_heading(
                words.text(
                    "compare.against",
                    policy=_title(result, policy, words),
                    baseline=_title(result, baseline, words),
                )
            )
        _show_pair(result, baseline, policy, whole, words)


def _show_setting(result: "Comparison", words: Words) -> None:
    scenario = result.passport["scenarios"][0]
    area = result.passport["area"]["title"][words.language]
    *first, last = (_title(result, policy, words) for policy in result.policies)
    policies = f"{', '.join(first)} {words.text('compare.and')} {last}"
    print(bold(words.text("compare.title", policies=policies, area=area)))
    worlds = len(set(result.worlds) - {0})
    key = "compare.setting" if len(result.seeds) > 1 else "compare.setting_one"
    setting = words.text(
        "worlds.setting" if worlds > 1 else key,
        years=words.years(scenario["years"]),
        warmup=scenario["warmup_weeks"],
        replicates=len(result.seeds),
        worlds=worlds,
    )
    show_text(setting)
    central = write_only_central(result.passport["worlds"], words)
    if central:
        show_text(central)
    if scenario["copies"] > 1:
        show_text(words.text("compare.copies", copies=scenario["copies"]))
    changed = write_changes(result.passport["scenarios"], words)
    if changed:
        show_text(bold(changed))
    if result.partial:
        show_text(
            bold(words.text("compare.partial", finished=len(result.seeds), replicates=result.replicates))
        )
    print()


def _show_pair(result: "Comparison", baseline: str, policy: str, whole: bool, words: Words) -> None:
    table = read_rows(result.table)
    worlds = tells_worlds(table)
    headings = [
        words.text("table.outcome"),
        words.find(f"column.{baseline}", _title(result, baseline, words)),
        words.find(f"column.{policy}", _title(result, policy, words)),
        words.text("table.difference"),
        words.text("table.interval"),
        *(words.text(key) for key in (WORLD_COLUMNS if worlds else ("table.same_sign",))),
    ]
    names = list(dict.fromkeys(outcome for outcome, _ in table))
    groups = group_outcomes(names)
    shown = groups if whole else {"headline": groups["headline"]}
    rows = [
        row
        for group, outcomes in shown.items()
        for row in _group_rows(table, group, outcomes, (baseline, policy), worlds, words)
    ]
    show_table(headings, rows)
    left_out = len(names) - sum(map(len, shown.values()))
    if left_out:
        show_text(words.text("compare.more_in_store", count=left_out), "  ")
    print()
    _show_legend(result, baseline, policy, worlds, words)
    _show_headlines(write_headlines(table, names, policy, baseline, words), words)


def _show_legend(result: "Comparison", baseline: str, policy: str, worlds: bool, words: Words) -> None:
    """Shows how to read the columns, which depends on the worlds that were met."""
    titles = {"policy": _title(result, policy, words), "baseline": _title(result, baseline, words)}
    few = "worlds.legend_few" if any(result.worlds) else "compare.legend"
    show_text(words.text("worlds.legend" if worlds else few, **titles))


def _show_headlines(told: Headlines, words: Words) -> None:
    """Shows a sentence for each headline outcome, the primary ones first."""
    for key, sentences in (("headline.primary", told.primary), ("headline.explore", told.explore)):
        show_heading(words.text(key))
        for sentence in sentences:
            show_text(f"· {sentence}", "  ")


def _group_rows(
    table: Measured,
    group: str,
    outcomes: list[Outcome],
    policies: tuple[str, str],
    worlds: bool,
    words: Words,
) -> Iterator[Row]:
    title, said = title_group(group, outcomes, words)
    yield Row(title)
    for outcome in outcomes:
        first, second = (table[outcome.name, policy] for policy in policies)
        fine = outcome.finer_for(second["difference"])
        sure = (
            (write_worlds(outcome, second, words), write_not_knowing(second, words))
            if worlds
            else (write_same_side(second, words),)
        )
        cells = (
            outcome.write(first["mean"], words),
            outcome.write(second["mean"], words),
            fine.write(second["difference"], words, signed=True),
            write_interval(fine, second["low"], second["high"], words),
        )
        yield Row(outcome.label(words, said), (*cells, *sure))


def write_interval(outcome: Outcome, low: float, high: float, words: Words) -> str:
    """Writes an interval of a difference, or a dash when there is none."""
    if pd.isna(low):
        return outcome.write(low, words)
    ends = (outcome.write(value, words, signed=True, bare=True) for value in (low, high))
    return words.text("table.between", **dict(zip(("low", "high"), ends, strict=True)))


def _title(result: "Comparison", policy: str, words: Words) -> str:
    return str(result.passport["policy_titles"][policy][words.language])
