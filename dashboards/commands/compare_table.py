"""The paired table on screen."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from dashboards.commands.layout import Row, bold, show_heading, show_table, show_text
from results.credits import write_changes
from results.headlines import Headlines, write_headlines
from results.numbers import write_number
from results.outcomes import Outcome, group_outcomes, title_group
from results.words import Words

if TYPE_CHECKING:
    from experiments.compare import Comparison

type Table = dict[tuple[str, str], dict[str, float]]


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
    key = "compare.setting" if len(result.seeds) > 1 else "compare.setting_one"
    show_text(
        words.text(
            key,
            years=scenario["years"],
            warmup=scenario["warmup_weeks"],
            replicates=len(result.seeds),
            first=result.seeds[0],
        )
    )
    if scenario["copies"] > 1:
        show_text(words.text("compare.copies", copies=scenario["copies"]))
    changed = write_changes(scenario["parameters"], words)
    if changed:
        show_text(bold(changed))
    if result.partial:
        show_text(
            bold(words.text("compare.partial", finished=len(result.seeds), replicates=result.replicates))
        )
    print()


def _show_pair(result: "Comparison", baseline: str, policy: str, whole: bool, words: Words) -> None:
    headings = [
        words.text("table.outcome"),
        words.find(f"column.{baseline}", _title(result, baseline, words)),
        words.find(f"column.{policy}", _title(result, policy, words)),
        words.text("table.difference"),
        words.text("table.interval"),
        words.text("table.same_sign"),
    ]
    names = [str(name) for name in dict.fromkeys(result.table.index.get_level_values("outcome"))]
    groups = group_outcomes(names)
    shown = groups if whole else {"headline": groups["headline"]}
    table: Table = {
        (str(outcome), str(name)): {str(column): float(value) for column, value in row.items()}
        for (outcome, name), row in zip(result.table.index, result.table.to_dict("records"), strict=True)
    }
    rows = [
        row
        for group, outcomes in shown.items()
        for row in _group_rows(table, group, outcomes, baseline, policy, words)
    ]
    show_table(headings, rows)
    left_out = len(names) - sum(map(len, shown.values()))
    if left_out:
        show_text(words.text("compare.more_in_store", count=left_out), "  ")
    print()
    show_text(
        words.text(
            "compare.legend", policy=_title(result, policy, words), baseline=_title(result, baseline, words)
        )
    )
    _show_headlines(write_headlines(table, names, policy, baseline, words), words)


def _show_headlines(told: Headlines, words: Words) -> None:
    """Shows a sentence for each headline outcome, the primary ones first."""
    for key, sentences in (("headline.primary", told.primary), ("headline.explore", told.explore)):
        show_heading(words.text(key))
        for sentence in sentences:
            show_text(f"· {sentence}", "  ")


def _group_rows(
    table: Table, group: str, outcomes: list[Outcome], baseline: str, policy: str, words: Words
) -> Iterator[Row]:
    title, said = title_group(group, outcomes, words)
    yield Row(title)
    for outcome in outcomes:
        yield Row(outcome.label(words, said), _cells(table, outcome, baseline, policy, words))


def _cells(table: Table, outcome: Outcome, baseline: str, policy: str, words: Words) -> tuple[str, ...]:
    first = table[outcome.name, baseline]
    second = table[outcome.name, policy]
    fine = outcome.finer_for(second["difference"])
    return (
        outcome.write(first["mean"], words),
        outcome.write(second["mean"], words),
        fine.write(second["difference"], words, signed=True),
        write_interval(fine, second["low"], second["high"], words),
        write_same_sign(second, words),
    )


def write_interval(outcome: Outcome, low: float, high: float, words: Words) -> str:
    """Writes an interval of a difference, or a dash when there is none."""
    if pd.isna(low):
        return outcome.write(low, words)
    ends = (outcome.write(value, words, signed=True, bare=True) for value in (low, high))
    return words.text("table.between", **dict(zip(("low", "high"), ends, strict=True)))


def write_same_sign(row: Mapping[str, float], words: Words) -> str:
    """Writes in how many replicates the difference has the sign of the mean: 28/30, or that all are equal."""
    pairs = int(row["pairs"])
    if not pairs:
        return write_number(float("nan"), 0, words.language)
    if row["equal_share"] == 1.0:
        return words.text("table.equal")
    if pd.isna(row["same_sign_share"]):
        return write_number(float("nan"), 0, words.language)
    return f"{round(row['same_sign_share'] * pairs)}/{pairs}"


def _title(result: "Comparison", policy: str, words: Words) -> str:
    return str(result.passport["policy_titles"][policy][words.language])
