"""`zorgbundel twins`: two lives of one household, and what contributed most to how they differ."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.layout import show_heading, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import check_area, check_policies, read_assignments, read_whole
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.two_lives import Twins

DONE, INTERRUPTED = 0, 130
_DEFAULT = ("fragmented", "krachtenbundeling")


def work(settings: Namespace, words: Words) -> int:
    """Lives both policies, picks a household and tells its two lives."""
    scenarios = _read_scenarios(settings, words)
    household = None if settings.household is None else read_whole(settings, "household", words)
    _check_way(settings.find, words)

    from simulation.two_lives import twins

    line = ProgressLine(words)
    try:
        line.prepare()
        choices = [household] if household is not None else _find(scenarios, settings.find, line)
        lives = twins(*scenarios, choices[0])
    except KeyboardInterrupt:
        line.stop(words.text("run.interrupted"))
        return INTERRUPTED
    line.end()
    if settings.json:
        show_json(_describe(lives, choices, words))
    else:
        how = "given" if household is not None else settings.find
        _show(lives, choices, how, scenarios, words)
    return DONE


def _read_scenarios(settings: Namespace, words: Words) -> "tuple[Scenario, Scenario]":
    names = settings.names or list(_DEFAULT)
    if len(names) != 2:
        raise bad(words, "two_policies", given=len(names))
    check_policies(names, words)
    numbers: dict[str, Any] = {name: read_whole(settings, name, words) for name in ("years", "warmup_weeks", "seed")}
    check_area(settings.area, words)
    changed = read_assignments(settings, words)

    from simulation import Scenario

    a, b = (Scenario(policy=name, area=settings.area, parameters=changed, **numbers) for name in names)
    return a, b


def _check_way(how: str, words: Words) -> None:
    from experiments.households_worth_telling import WAYS

    if how not in WAYS:
        raise unknown_name(words, "find", how, WAYS)


def _find(scenarios: "tuple[Scenario, Scenario]", how: str, line: ProgressLine) -> list[int]:
    from experiments.households_worth_telling import worth_telling
    from simulation import simulate

    a, b = (simulate(scenario, progress=line.show_weeks) for scenario in scenarios)
    found = worth_telling(a, b, how)
    return found or [0]


def _titles(lives: "Twins", words: Words) -> tuple[str, str]:
    from simulation.policies import policy

    a, b = (getattr(policy(name), f"title_{words.language}") for name in lives.policies)
    return a, b


def _products(words: Words) -> dict[str, str]:
    from simulation.products import rows

    return {row["product"]: row[f"title_{words.language}"] for row in rows()}


def _sentences(lives: "Twins", words: Words) -> list[str]:
    from results.stories import tell_chain

    return tell_chain(_lines(lives.chain()), _titles(lives, words), _products(words), words)


def _describe(lives: "Twins", choices: list[int], words: Words) -> dict[str, object]:
    return {
        "household": lives.household,
        "policies": list(lives.policies),
        "parted_week": lives.parted_week,
        "weeks": lives.weeks,
        "histories": [records(history) for history in lives.histories],
        "escalations": records(lives.escalations),
        "chain": records(lives.chain()),
        "sentences": _sentences(lives, words),
        "worth_telling": choices,
    }


def _show(
    lives: "Twins", choices: list[int], how: str, scenarios: "tuple[Scenario, Scenario]", words: Words
) -> None:
    from results.stories import tell_parting

    a, b = _titles(lives, words)
    show_heading(words.text("story.title", household=lives.household, a=a, b=b))
    way = words.find(f"twins.{how}", words.find(f"kind.{how}", how))
    show_text(words.text("twins.how", how=way))
    for sentence in tell_parting(lives.parted_week, lives.weeks, scenarios[0].weeks, words):
        show_text(sentence)
    both, only = _histories(lives, words)
    for heading, lines in ((words.text("twins.both"), both), (a, only[0]), (b, only[1])):
        show_heading(heading)
        for week, text in lines:
            show_text(words.text("twins.line", week=week, text=text), "  ")
    show_heading(words.text("twins.escalations", count=len(lives.escalations)))
    for sentence in _sentences(lives, words):
        show_text(sentence, "  ")
    if len(choices) > 1:
        show_text("\n" + words.text("twins.others", numbers=", ".join(map(str, choices[1:]))))


Told = list[tuple[int, str]]


def _histories(lives: "Twins", words: Words) -> tuple[Told, tuple[Told, Told]]:
    """What happened in both lives, and in each of them alone."""
    from results.stories import tell_line

    products = _products(words)
    told = [
        [(int(line["week"]), tell_line(line, products, words)) for line in _lines(history)]
        for history in lives.histories
    ]
    common = set(told[0]) & set(told[1])
    both = [line for line in told[0] if line in common]
    a, b = ([line for line in life if line not in common] for life in told)
    return both, (a, b)


def _lines(history: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in history.to_dict("records")]


COMMAND = Command(
    name="twins",
    work=work,
    names="twins_policies",
    metavar="policy",
    options=("household", "find", "area", "years", "warmup_weeks", "seed", "set", "json"),
    most_names=2,
)
