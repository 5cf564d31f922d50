"""`zorgbundel twins`: two lives of one household, and what contributed most to how they differ."""

import textwrap
from argparse import Namespace
from collections import Counter
from typing import TYPE_CHECKING, Any

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.layout import SCREEN_WIDTH, Row, show_heading, show_table, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import check_area, check_policies, read_assignments, read_whole
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from results.stories import Teller
    from simulation import Scenario
    from simulation.two_lives import Twins

DONE, INTERRUPTED = 0, 130
MOST_TOLD, MOST_LINES = 3, 60
SEVERE = 3
TOTALS = ("registered", "worsens", "severe_weeks", "starts", "ends", "new_face")
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
        choices = [household] if household is not None else _find(scenarios, settings.find, line, words)
        lives = twins(*scenarios, choices[0])
    except KeyboardInterrupt:
        line.stop(words.text("run.interrupted"))
        return INTERRUPTED
    line.end()
    if settings.json:
        show_json(_describe(lives, choices, words))
    else:
        how = "given" if household is not None else settings.find
        _show(lives, choices, how, scenarios[0].weeks, words)
    return DONE


def _read_scenarios(settings: Namespace, words: Words) -> "tuple[Scenario, Scenario]":
    names = settings.names or list(_DEFAULT)
    if len(names) != 2:
        raise bad(words, "two_policies", given=len(names))
    check_policies(names, words)
    whole = ("years", "warmup_weeks", "seed", "world")
    numbers: dict[str, Any] = {name: read_whole(settings, name, words) for name in whole}
    check_area(settings.area, words)
    changed = read_assignments(settings, words)

    from simulation import Scenario

    a, b = (Scenario(policy=name, area=settings.area, parameters=changed, **numbers) for name in names)
    return a, b


def _check_way(how: str, words: Words) -> None:
    from experiments.households_worth_telling import WAYS

    if how not in WAYS:
        raise unknown_name(words, "find", how, WAYS)


def _find(scenarios: "tuple[Scenario, Scenario]", how: str, line: ProgressLine, words: Words) -> list[int]:
    from experiments.households_worth_telling import worth_telling
    from simulation import simulate

    a, b = (simulate(scenario, progress=line.show_weeks) for scenario in scenarios)
    found = worth_telling(a, b, how)
    if not found:
        raise bad(words, "nobody_found", how=how)
    return found


def _teller(lives: "Twins", words: Words) -> "Teller":
    from results.stories import Teller
    from simulation.policies import policy
    from simulation.products import rows

    titles = (getattr(policy(name), f"title_{words.language}") for name in lives.policies)
    a, b = (words.find(f"column.{name}", title) for name, title in zip(lives.policies, titles, strict=True))
    products = {row["product"]: row[f"title_{words.language}"] for row in rows()}
    return Teller((a, b), lives.ages, products, words)


def _describe(lives: "Twins", choices: list[int], words: Words) -> dict[str, object]:
    teller = _teller(lives, words)
    chains = [lives.chain(number) for number in range(len(lives.escalations))]
    return {
        "household": lives.household,
        "neighbourhood": lives.neighbourhood,
        "kind": lives.kind,
        "ages": list(lives.ages),
        "policies": list(lives.policies),
        "parted_week": lives.parted_week,
        "weeks": lives.weeks,
        "histories": [records(history) for history in lives.histories],
        "escalations": records(lives.escalations),
        "chains": [records(chain) for chain in chains],
        "sentences": [teller.chain(records(chain)) for chain in chains],
        "contributions": words.text("story.contributions"),
        "worth_telling": choices,
    }


def _show(lives: "Twins", choices: list[int], how: str, horizon: int, words: Words) -> None:
    teller = _teller(lives, words)
    show_heading(words.text("story.title", household=lives.household))
    show_text(teller.who(lives.neighbourhood, lives.kind))
    show_text(teller.start(_at_start(lives), lives.helpers))
    way = words.find(f"twins.{how}", words.find(f"household_group.{how}", how))
    show_text(words.text("twins.how", how=way))
    for sentence in teller.parting(lives.parted_week, lives.weeks, horizon):
        show_text(sentence)
    _show_histories(lives, teller, words)
    _show_chains(lives, teller, words)
    if len(choices) > 1:
        print()
        show_text(words.text("twins.others", numbers=", ".join(map(str, choices[1:]))))


def _at_start(lives: "Twins") -> list[dict[str, Any]]:
    """Gives how the needs stood in the first week."""
    standing = lives.standings[0]
    return records(standing[(standing["week"] == 0) & (standing["event"] == "stands")])


def _show_histories(lives: "Twins", teller: "Teller", words: Words) -> None:
    """Shows both lives week by week, each line with the life in which it happened."""
    show_heading(words.text("twins.happened"))
    names = (words.text("twins.same"), *teller.policies)
    width = max(map(len, names))
    lines = _side_by_side(lives, teller)
    for week, life, text in lines[:MOST_LINES]:
        before = words.text("twins.line", week=week, life=names[life].ljust(width))
        print(textwrap.fill(before + text, SCREEN_WIDTH, subsequent_indent=" " * len(before)))
    if len(lines) > MOST_LINES:
        show_text(words.text("twins.more_lines", count=len(lines) - MOST_LINES))
    show_text(words.text("twins.left_out" if lines else "twins.nothing"))
    print()
    headings = (words.text("twins.totals"), *teller.policies)
    show_table(headings, [_total(lives, name, words) for name in TOTALS])


def _total(lives: "Twins", name: str, words: Words) -> Row:
    """Counts something in both lives."""
    counts = []
    for history, standing in zip(lives.histories, lives.standings, strict=True):
        severe = (standing["event"] == "stands") & (standing["severity"] >= SEVERE)
        counts.append(int(severe.sum()) if name == "severe_weeks" else int((history["event"] == name).sum()))
    return Row(words.text(f"twins.total.{name}"), tuple(map(str, counts)))


def _side_by_side(lives: "Twins", teller: "Teller") -> list[tuple[int, int, str]]:
    """Week, life (0 both, 1 or 2) and what happened, in order of week."""
    from results.stories import worth_a_line

    told = [
        [(int(line["week"]), teller.line(line), line) for line in records(life)] for life in lives.histories
    ]
    common = Counter(line[:2] for line in told[0]) & Counter(line[:2] for line in told[1])
    found = []
    for number, life in enumerate(told, start=1):
        left = common.copy()
        for week, text, line in life:
            both = left[week, text] > 0
            left[week, text] -= both
            if worth_a_line(line, both) and (number == 1 or not both):
                found.append((week, 0 if both else number, text))
    return sorted(found, key=lambda line: line[:2])


def _show_chains(lives: "Twins", teller: "Teller", words: Words) -> None:
    """Shows what contributed most to the first escalations that happened in one life only."""
    found = lives.escalations
    show_heading(words.text("twins.escalations", count=len(found)))
    if found.empty:
        show_text(teller.chain([])[0])
        return
    known: list[list[str]] = []
    for number in range(min(MOST_TOLD, len(found))):
        first, *behind = teller.chain(records(lives.chain(number)))
        print()
        show_text(first)
        for sentence in [words.text("twins.as_before")] if behind in known else behind:
            show_text(f"- {sentence}", "  ", hanging=2)
        known.append(behind)
    print()
    if len(found) > MOST_TOLD:
        show_text(words.text("twins.more", count=len(found) - MOST_TOLD))
    show_text(words.text("story.contributions"))


COMMAND = Command(
    name="twins",
    work=work,
    names="twins_policies",
    metavar="policy",
    options=("household", "find", "area", "years", "warmup_weeks", "seed", "world", "set", "json"),
    most_names=2,
)
