"""One run on screen: by year, by domain and by week."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from dashboards.commands.layout import Row, bold, show_heading, show_table, show_text
from results.numbers import Form, write_amount, write_number
from results.outcomes import Outcome, group_outcomes, title_group
from results.words import Words

if TYPE_CHECKING:
    from experiments.single import SingleRun

YEARS_BESIDE_EACH_OTHER = 5
WEEKS_AT_EACH_END = 6
SECONDS_PER_HOUR, CENTS_PER_EURO, THOUSAND = 3600, 100, 1000
WEEKLY_FORMS: dict[str, tuple[Form, int]] = {
    "events": ("number", 0),
    "helped_households": ("number", 0),
    "helpers_per_household": ("number", 2),
    "asked": ("number", 0),
    "started": ("number", 0),
    "left": ("number", 0),
    "waiting": ("number", 0),
    "direct_hours": ("number", 0),
    "thousand_euros": ("number", 0),
}


def show_run(result: "SingleRun", words: Words) -> None:
    """Shows a run: what was played, its years, waits and weeks, and the checks."""
    run, passport = result.run, result.passport
    scenario = passport["scenarios"][0]
    policy = passport["policy_titles"][scenario["policy"]][words.language]
    area = passport["area"]["title"][words.language]
    print(bold(words.text("run.title", policy=policy, area=area)))
    setting = words.text(
        "run.setting",
        years=words.years(scenario["years"]),
        warmup=scenario["warmup_weeks"],
        seed=scenario["seed"],
    )
    show_text(setting)
    if scenario["world"]:
        show_text(words.text("worlds.run", world=scenario["world"]))
    show_text(words.text("run.alone"))
    _show_years(run.summary, run.yearly, words)
    _show_waits(run.waits, words)
    _show_weeks(run.weekly, words)
    _show_checks(run.conservation, run.fingerprint, words)


def weekly_figures(weekly: pd.DataFrame) -> pd.DataFrame:
    """Makes the figures of a week that a reader follows from the raw counts.

    Args:
        weekly: One row a week, with the counts of the model (cases, seconds, cents).
    """

    def total(prefix: str) -> "pd.Series[float]":
        return weekly[[name for name in weekly.columns if name.startswith(prefix)]].sum(axis=1)

    kinds = ("own", "outside", "events", "background", "budget", "write_off", "project")
    costs = pd.concat([total(f"cost_{kind}_") for kind in kinds], axis=1).sum(axis=1)
    return pd.DataFrame(
        {
            "events": total("events_"),
            "helped_households": weekly["helpers_households"],
            "helpers_per_household": weekly["helpers_sum"] / weekly["helpers_households"],
            "asked": total("asked_"),
            "started": total("started_"),
            "left": total("left_"),
            "waiting": total("pending_"),
            "direct_hours": weekly["hours_direct"] / SECONDS_PER_HOUR,
            "thousand_euros": costs / CENTS_PER_EURO / THOUSAND,
        }
    )


def _show_years(summary: "pd.Series[float]", yearly: pd.DataFrame, words: Words) -> None:
    groups = group_outcomes([str(name) for name in summary.index])
    for start in range(0, len(yearly), YEARS_BESIDE_EACH_OTHER):
        years = yearly.iloc[start : start + YEARS_BESIDE_EACH_OTHER]
        show_heading(words.text("run.yearly"))
        headings = [words.text("table.outcome"), words.text("run.summary")]
        headings += [words.text("run.year", year=year) for year in years.index]
        rows = [
            row
            for group, outcomes in groups.items()
            for row in _year_rows(group, outcomes, summary, years, words)
        ]
        show_table(headings, rows)


def _year_rows(
    group: str, outcomes: list[Outcome], summary: "pd.Series[float]", years: pd.DataFrame, words: Words
) -> Iterator[Row]:
    title, said = title_group(group, outcomes, words)
    yield Row(title)
    for outcome in outcomes:
        told = outcome.name in years.columns
        cells = [outcome.write(value, words) for value in years[outcome.name]] if told else [""] * len(years)
        whole = outcome.write(summary[outcome.name], words)
        yield Row(outcome.label(words, said), (whole, *cells))


def _show_waits(waits: pd.DataFrame, words: Words) -> None:
    show_heading(words.text("run.waits"))
    headings = [words.text(f"run.{key}") for key in ("domain", "asked", "mean_weeks", "without_help")]
    rows = [
        Row(
            words.text(f"domain.{domain}"),
            (
                write_number(row["asked"], 0, words.language),
                write_number(row["mean_weeks"], 1, words.language),
                write_amount(row["without_help_share"], "share", 1, words.language),
            ),
        )
        for domain, row in waits.iterrows()
    ]
    show_table(headings, rows)


def _show_weeks(weekly: pd.DataFrame, words: Words) -> None:
    figures = weekly_figures(weekly)
    policy = figures[figures.index >= 0]
    ends = WEEKS_AT_EACH_END
    short = len(policy) <= 2 * ends
    shown = policy if short else pd.concat([policy.iloc[:ends], policy.iloc[-ends:]])
    rows = [
        Row(
            str(week),
            tuple(
                write_amount(row[name], form, decimals, words.language)
                for name, (form, decimals) in WEEKLY_FORMS.items()
            ),
        )
        for week, row in shown.iterrows()
    ]
    if not short:
        rows.insert(ends, Row("...", ("",) * len(WEEKLY_FORMS)))
    show_heading(words.text("run.weekly"))
    show_table([words.text("weekly.week"), *(words.text(f"weekly.{name}") for name in WEEKLY_FORMS)], rows)
    if not short:
        show_text(words.text("run.weekly_abridged", first=ends, last=ends, count=len(policy)), "  ")


def _show_checks(conservation: pd.DataFrame, fingerprint: str, words: Words) -> None:
    print()
    largest = f"{conservation['largest_deviation'].max():g}"
    print(words.text("run.checks", largest=largest, count=len(conservation)))
    print(words.text("run.fingerprint", fingerprint=fingerprint[:16]))
