"""No word is missing in a language and none is there for nothing."""

import re
import string
from functools import cache
from pathlib import Path

import pytest

from agents.domains import DOMAINS, EVENTS, SEVERITIES
from agents.household import HOUSEHOLD_KINDS
from dashboards.commands.plain_words import REASONS
from dashboards.commands.run_table import WEEKLY_FORMS
from dashboards.commands.twins import TOTALS
from dashboards.measures.phases import phases_of_week
from experiments.directors.answer import GAINS
from experiments.evaluation.place import MEASURES as REGISTERED
from experiments.evaluation.samples import DESIGNS
from experiments.evaluation.trial import RULES
from experiments.households_worth_telling import HOW
from experiments.regret.answer import LESS, MORE
from experiments.regret.losses import LOSSES, NET
from experiments.sensitivity.switches import find_switches
from experiments.sweep.runs import STAGES
from results.figures.equity import SHOWN
from results.figures.payers import LINES, ROWS
from results.findings import VERDICTS
from results.numbers import Language
from results.outcomes import load_outcomes
from results.payer_account import MEASURES
from results.primary import AIMS, BETTER, UNCLEAR, WORSE
from results.store import FIGURES
from results.words import LANGUAGES, load_input_words, load_words
from simulation.areas import area_names, load_area
from simulation.areas.loader import ENTRIES
from simulation.areas.schema import SOLVED_TABLES, TABLES
from simulation.cells import INCOMES
from simulation.diary import HAPPENINGS
from simulation.errors import InputError, english_sentences
from simulation.groups import DIMENSIONS
from simulation.marginals import marginals_table
from simulation.pair import STANDING
from simulation.parameters import entries, resolve
from simulation.parameters.entry import DISTRIBUTIONS, KINDS, SCOPES
from simulation.policies import policies
from simulation.population import build_population
from simulation.tracing_back import HAZARDS, WHAT_BECAME
from simulation.tracing_back import KINDS as STEPS_BACK

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(  # quotes of one kind, so that a key is found inside an f-string too
    path.read_text(encoding="utf-8").replace("'", '"')
    for room in ("results", "experiments", "dashboards")
    for path in sorted((ROOT / room).rglob("*.py"))
)


AREA = "maastricht-noordoost"
FRAME_OF_TWINS = {"how", "given", "happened", "same", "line", "left_out", "nothing", "totals", "escalations"}
FRAME_OF_TWINS |= {"as_before", "more", "more_lines", "others"}
SHAPES = {**TABLES, **SOLVED_TABLES}
TOLD_BY_VERDICT = set(FIGURES) - {"aim"}


def unit_key(unit: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_")


def neighbourhoods() -> set[str]:
    return {name for area in area_names() for name in load_area(area).neighbourhoods}


def marginals() -> set[str]:
    area = load_area(AREA)
    return set(marginals_table(area, build_population(area, resolve()))["marginal"])


def area_columns() -> set[str]:
    """Gives the columns of areas; one that means something else in each table is named with its table."""
    tables = {(table, column.name) for table, (columns, _) in SHAPES.items() for column in columns}
    named = {key.partition(".")[2] for key in load_words("nl").entries if key.startswith("area_column.")}
    return {f"{table}_{name}" if f"{table}_{name}" in named else name for table, name in tables}


def headlines() -> set[str]:
    """Gives the keys of sentences: one for each headline outcome and for each outcome that is primary."""
    names = {outcome.name for outcome in load_outcomes().values() if outcome.headline} | set(AIMS)
    sentences = {f"{name}.{verdict}" for name in names for verdict in ("more", "less", "none")}
    return sentences | {"primary", "explore", "tail", "equal", "one", "unknown", "holm_no"}


def stories() -> set[str]:
    """Gives the keys of sentences about two lives, from what can happen and contribute."""
    steps = {"from_other" if name.startswith("from_") else name for name in STEPS_BACK} - {"no_help"}
    steps |= {"no_help_never", "no_help_after", "conflict_of_fewer"}
    parts = {
        "happening": set(HAPPENINGS) - set(STANDING),
        "after": {"nothing", *WHAT_BECAME},
        "level": {str(level) for level in range(len(SEVERITIES))},
        "short": {str(level) for level in range(len(SEVERITIES))},
        "event": set(EVENTS),
        "size": set(HAZARDS),
        "size_many": set(HAZARDS),
    }
    frame = {"title", "who", "and", "never", "parted", "until", "none", "by_luck", "contributions"}
    frame |= {"start", "stands", "no_trouble", "resident", "resident_only", "need"}
    frame |= {"other_started", "other_nothing", "some_help"}
    return steps | frame | {f"{part}.{name}" for part, names in parts.items() for name in names}


@cache
def families() -> dict[str, set[str]]:
    """Gives the keys that are put together while running, from the lists they are made of."""
    outcomes = load_outcomes().values()
    return {
        "outcome": {f"{outcome.name}.{part}" for outcome in outcomes for part in ("title", "unit")},
        "group": {outcome.group for outcome in outcomes} | {"headline", "other"},
        "unit": {unit_key(entry.unit) for entry in entries().values()},
        "choice": {unit_key(label) for entry in entries().values() for label in entry.choices},
        "reason": {"at", *REASONS.values()},
        "distribution": set(DISTRIBUTIONS),
        "parameter_kind": set(KINDS),
        "parameter_scope": set(SCOPES),
        "domain": set(DOMAINS),
        "payer": set(ROWS),
        "payer_short": set(LINES),
        "payer_measure": set(MEASURES),
        "aim_name": set(AIMS.values()),
        "aim_verdict": {BETTER, WORSE, UNCLEAR},
        "equity_dimension": set(DIMENSIONS),
        "equity_short": set(SHOWN),
        "household_group": {*HOUSEHOLD_KINDS, *INCOMES},
        "headline": headlines(),
        "weekly": {"week", *WEEKLY_FORMS},
        "besides": set(VERDICTS),
        "finding": {
            "uncertainty",
            *(f"part.{verdict}" for verdict in VERDICTS),
            *(f"{figure}.{kind}" for figure in TOLD_BY_VERDICT for kind in (*VERDICTS, "many")),
        },
        "phase": set(phases_of_week()),
        "sweep_stage": set(STAGES),
        "regret_who": {*LOSSES, NET},
        "regret_money": {LESS, MORE},
        "regret_head": {"policy", "worst", "worst_checked", "mean", "mean_checked", "best"},
        "directors_gainer": set(GAINS),
        "directors_rule": set(RULES),
        "directors_head": {"level", "total", "interval", "next", "falling"},
        "evaluation_design": set(DESIGNS),
        "evaluation_measure": set(REGISTERED),
        "evaluation_head": {
            *("design", "years", "households", "truth", "estimate"),
            *("bias", "interval", "power", "wrong", "alarm", "had"),
        },
        "switch": switches(),
        "story": stories(),
        "twins": {*HOW, *FRAME_OF_TWINS, *(f"total.{name}" for name in TOTALS)},
        "marginal": marginals() | {"total"},
        "area_table": {*SHAPES, "area"},
        "area_column": area_columns(),
        "area_entry": set(ENTRIES),
    }


@cache
def optional_families() -> dict[str, set[str]]:
    """Gives the keys of which only some need words, because the name itself is well enough."""
    return {"column": set(policies()) | neighbourhoods()}


def switches() -> set[str]:
    """Gives the parts of bundles: the levers of every preset that can be taken apart, in their groups."""
    found = set()
    for name in policies():
        try:
            found |= {switch.name for switch in find_switches(name)}
        except InputError:
            continue
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_have_the_same_words(language: Language) -> None:
    assert list(load_words(language).entries) == list(load_words("nl").entries)


def test_both_languages_have_the_same_blanks() -> None:
    dutch, english = load_words("nl").entries, load_words("en").entries
    assert [key for key in dutch if blanks(dutch[key]) != blanks(english[key])] == []


def test_wrong_input_has_the_same_sentences_and_blanks_in_both_languages() -> None:
    """English is spoken by the simulation itself."""
    dutch, english = load_input_words("nl"), english_sentences()
    assert load_input_words("en") == {}
    assert list(dutch) == list(english)
    assert [key for key in dutch if blanks(dutch[key]) != blanks(english[key])] == []


def test_no_sentence_about_wrong_input_is_there_for_nothing() -> None:
    """Keys are put together from a prefix and a name, so the name stands in quotes or after a point."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "simulation").rglob("*.py"))
    together = {"thing", "kind", "allowed"}
    unused = [
        key
        for key in english_sentences()
        if key.partition(".")[0] not in together
        and not re.search(rf'"({key}|{key.partition(".")[2]})"', sources)
    ]
    assert unused == []


def test_no_word_is_empty() -> None:
    assert [
        key for name in LANGUAGES for key, text in load_words(name).entries.items() if not text.strip()
    ] == []


@pytest.mark.parametrize("family", families())
def test_every_name_has_words(family: str) -> None:
    have = {key.partition(".")[2] for key in load_words("nl").entries if key.startswith(f"{family}.")}
    assert have == families()[family]


@pytest.mark.parametrize("family", optional_families())
def test_words_are_for_names_that_exist(family: str) -> None:
    have = {key.partition(".")[2] for key in load_words("nl").entries if key.startswith(f"{family}.")}
    assert have <= optional_families()[family]


def test_every_word_is_used() -> None:
    known = set(families()) | set(optional_families()) | {"metavar", "error", "help", "areas", "run"}
    known |= {"valid", "worth", "dash"}
    unused = [
        key
        for key in load_words("nl").entries
        if key.partition(".")[0] not in known and f'"{key}"' not in SOURCES
    ]
    assert unused == []


@pytest.mark.parametrize("prefix", ["error", "help", "metavar", "areas", "run"])
def test_every_part_of_a_prefix_is_used(prefix: str) -> None:
    names = [key.partition(".")[2] for key in load_words("nl").entries if key.startswith(f"{prefix}.")]
    unused = [name for name in names if f'"{name}"' not in SOURCES and f'"{prefix}.{name}"' not in SOURCES]
    assert unused == []


@pytest.mark.parametrize("prefix", ["valid", "worth", "dash"])
def test_every_word_of_a_page_is_used(prefix: str) -> None:
    """Some are put together from a beginning and a name, such as `count_{use}`."""
    unused = []
    for key in load_words("nl").entries:
        group, _, name = key.partition(".")
        if group != prefix:
            continue
        beginnings = [name[:place] for place, letter in enumerate(name, 1) if letter == "_"]
        together = any(f'"{prefix}.{beginning}{{' in SOURCES for beginning in beginnings)
        by_name = f'"{prefix}.{{' in SOURCES and f'"{name}"' in SOURCES
        if f'"{key}"' not in SOURCES and not together and not by_name:
            unused.append(key)
    assert unused == []


def test_every_word_asked_for_exists() -> None:
    asked = set(re.findall(r'text\(\s*"([a-z_]+\.[a-z_0-9]+)"', SOURCES))
    assert asked
    assert asked <= set(load_words("nl").entries)
