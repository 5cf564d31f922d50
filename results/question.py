"""An answer to a question, and what was played for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from results.chart import Chart
from results.evidence import LONGEST_NAME, SOFT_HYPHEN
from results.findings import join
from results.numbers import write_date, write_number
from results.words import Words

LONGEST_MEANING = 110


@dataclass(frozen=True)
class Asked:
    """What was played for a question.

    Attributes:
        manifest: The passport of the sweep.
        titles: Policy or area -> its title in each language.
        meanings: Number or lever -> what it means, in each language.
        points: Points of the design.
        seeds: Seeds at each point, at most.
        runs: Runs there should be.
        finished: Runs that came to their end.
    """

    manifest: Mapping[str, Any]
    titles: Mapping[str, Mapping[str, str]]
    meanings: Mapping[str, Mapping[str, str]]
    points: int
    seeds: int
    runs: int
    finished: int

    def name(self, policy: str, words: Words) -> str:
        """Gives the short name of a policy."""
        title = self.titles.get(policy, {}).get(words.language, policy)
        name = words.find(f"column.{policy}", title).replace(SOFT_HYPHEN, "")
        return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

    def meaning(self, number: str, words: Words) -> str:
        """Says what a number means, as part of a sentence, with its name."""
        said = self.meanings.get(number, {}).get(words.language, "").split(";")[0].rstrip(".")
        if not said:
            return number
        said = f"{said[0].lower()}{said[1:]}"
        short = said if len(said) <= LONGEST_MEANING else said[: LONGEST_MEANING - 1].rsplit(" ", 1)[0] + "…"
        return f"{short} ({number})"

    def source(self, words: Words) -> str:
        """Writes where the numbers come from, in a line."""
        sweep = self.manifest["sweep"]
        area = self.titles.get(sweep["area"], {}).get(words.language, sweep["area"])
        points, runs = (write_number(count, 0, words.language) for count in (self.points, self.runs))
        fields = {"seeds": self.seeds, "runs": runs}
        if self.points == 1:
            played = words.text("question.played_one", **fields)
        else:
            played = words.text("question.played", points=points, **fields)
        return write_asked(self.manifest, sweep, area, played, words)

    def missing(self, words: Words) -> str:
        """Says how many runs are missing; nothing where all are there."""
        gone = self.runs - self.finished
        return words.text("question.missing", count=gone, runs=self.runs) if gone else ""


@dataclass(frozen=True)
class Answer:
    """An answer, ready to be shown and kept.

    Attributes:
        name: Name of the question and of its page.
        source: What was played for it, in a line.
        missing: What is missing of that; empty where all is there.
        setting: What must be known to read it.
        charts: Its figures, each with its finding and numbers.
        tables: Name of a file -> every number in it, for a spreadsheet.
        limits: What must be read with it.
        facts: What a machine is told besides: what was played.
    """

    name: str
    source: str
    missing: str
    setting: tuple[str, ...]
    charts: tuple[Chart, ...]
    tables: Mapping[str, pd.DataFrame]
    limits: tuple[str, ...]
    facts: Mapping[str, Any]

    def said(self) -> list[str]:
        """Gives the findings, each as a sentence, the most important first."""
        return [sentence for chart in self.charts for sentence in (f"{chart.finding}.", *chart.besides)]

    def paragraph(self) -> str:
        """Gives the answer in plain words, with what must be read with it."""
        return " ".join([*self.said(), *self.limits])


def write_asked(
    manifest: Mapping[str, Any], setting: Mapping[str, Any], area: str, played: str, words: Words
) -> str:
    """Writes where the numbers of an answer come from, in a line.

    Args:
        manifest: The passport of what was played.
        setting: What holds for all of it: years and weeks of start-up.
        area: Title of the area.
        played: How much was played, in words.
        words: The language of the reader.
    """
    return words.text(
        "question.source",
        version=manifest["version"],
        area=area,
        years=words.years(setting["years"]),
        warmup=setting["warmup_weeks"],
        played=played,
        date=write_date(datetime.fromisoformat(manifest["made"]).date(), words.language),
    )


def join_some(names: Sequence[str], words: Words) -> str:
    """Writes names as a list with semicolons, for names that hold commas themselves."""
    return join(names, words) if all("," not in name for name in names) else "; ".join(names)
