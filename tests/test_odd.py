"""docs/ODD.md describes every submodel, and names only what exists."""

import ast
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from agents.case import CASE
from agents.domains import DOMAINS, EVENTS, PAYERS, PILLARS
from agents.household import HOUSEHOLD
from agents.need import NEED
from agents.organisation import ORGANISATION, WAITING_LIST
from agents.professional import PROFESSIONAL
from agents.resident import RESIDENT
from results.outcomes import load_outcomes
from simulation.columns import NAMES
from simulation.laws import LAWS
from simulation.parameters import entries
from simulation.policies import policies
from simulation.products import PRODUCT_NAMES
from simulation.submodels import SUBMODELS

TOP = Path(__file__).resolve().parents[1]
ODD = (TOP / "docs" / "ODD.md").read_text(encoding="utf-8")
ELEMENTS = (
    "1. Purpose and patterns",
    "2. Entities, state variables and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
)
LINES = ("Rules", "Parameters", "Null", "Rationale", "Why changed")
RECORDS = (CASE, HOUSEHOLD, NEED, ORGANISATION, WAITING_LIST, PROFESSIONAL, RESIDENT)
WORDS = {
    *entries(),
    *load_outcomes(),
    *NAMES,
    *LAWS,
    *policies(),
    *PRODUCT_NAMES,
    *DOMAINS,
    *EVENTS,
    *PAYERS,
    *PILLARS,
    *(name for record in RECORDS for name in record.names or ()),
}


def sections(text: str, mark: str) -> dict[str, str]:
    """Split a text at its headings of one depth."""
    parts = re.split(rf"(?m)^{mark} (.+)$", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SUBMODEL_TEXTS = sections(sections(ODD, "##")["7. Submodels"], "###")


def title(number: int) -> str:
    submodel = next(submodel for submodel in SUBMODELS if submodel.id == number)
    return f"{number} {submodel.name_en}"


def ticked(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def line(text: str, name: str) -> str:
    """The point of a submodel that begins with a name, without that name."""
    found = re.search(rf"(?ms)^- {name}: (.+?)(?=^- |\Z)", text)
    return found.group(1) if found else ""


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((TOP / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_seven_elements_come_in_their_order() -> None:
    heads = [head for head in sections(ODD, "##") if head[0].isdigit()]
    assert tuple(heads) == ELEMENTS


def test_every_submodel_has_its_text() -> None:
    assert [head for head in SUBMODEL_TEXTS if head[0].isdigit()] == [title(part.id) for part in SUBMODELS]


@pytest.mark.parametrize("head", SUBMODEL_TEXTS)
def test_a_submodel_is_described_in_full(head: str) -> None:
    text = SUBMODEL_TEXTS[head]
    assert len(text.split("\n- ")[0].split()) >= 10
    for name in LINES:
        assert line(text, name), f"{head}: no point '- {name}:'"
    assert any(word.endswith("()") for word in ticked(line(text, "Rules")))


@pytest.mark.parametrize("head", SUBMODEL_TEXTS)
def test_parameters_of_a_submodel_exist(head: str) -> None:
    patterns = ticked(line(SUBMODEL_TEXTS[head], "Parameters"))
    assert patterns
    for pattern in patterns:
        assert any(fnmatch(name, pattern) for name in entries()), f"{head}: no parameter {pattern}"


@pytest.mark.parametrize("head", SUBMODEL_TEXTS)
def test_nulls_are_those_of_the_register(head: str) -> None:
    told = re.findall(r"`(\w+)` = ([\d.e+]+\d|\d)", line(SUBMODEL_TEXTS[head], "Null"))
    for name, value in told:
        assert entries()[name].null == float(value), name


def test_values_that_changed_are_those_of_the_register() -> None:
    """Retuned? Then say so in docs/ODD.md, submodel 1, "Why changed"."""
    told = re.findall(r"`(\w+)` [\d.]+ → ([\d.]*\d)", ODD)
    assert told
    assert {name: float(value) for name, value in told} == {name: entries()[name].value for name, _ in told}


def test_every_parameter_is_named() -> None:
    patterns = set(ticked(ODD))
    for name in entries():
        assert any(fnmatch(name, pattern) for pattern in patterns), f"docs/ODD.md does not name {name}"


def test_every_parameter_stands_with_its_submodel() -> None:
    for name, entry in entries().items():
        number = entry.submodel.removeprefix("8.")
        if not entry.submodel.startswith("8."):
            continue
        parameters = ticked(line(SUBMODEL_TEXTS[title(int(number))], "Parameters"))
        assert any(fnmatch(name, pattern) for pattern in parameters), (
            f"{name} is not under {title(int(number))}"
        )


def test_only_files_that_exist_are_named() -> None:
    paths = [word for word in ticked(ODD) if "/" in word]
    assert len(paths) > 40
    for path in paths:
        assert (TOP / path).exists(), path


def rules_with_files() -> list[tuple[str, str]]:
    """Under "Rules" a file stands before its rules; elsewhere it reads `rule()` in `file`."""
    found = []
    points = re.findall(r"(?ms)^- Rules: .+?(?=^- )", ODD)
    for point in points:
        path = ""
        for word in ticked(point):
            path = word if "/" in word else path
            found += [(word, path)] if word.endswith("()") else []
    rest = ODD
    for point in points:
        rest = rest.replace(point, "")
    path = ""
    for word in reversed(ticked(rest)):
        path = word if word.endswith(".py") else path
        found += [(word, path)] if word.endswith("()") else []
    return found


def test_only_rules_that_exist_are_named_with_their_file() -> None:
    named = rules_with_files()
    assert len(named) > 100
    for rule, path in named:
        assert rule.removesuffix("()") in functions(path), f"{rule} is not in {path}"


def test_only_words_that_exist_are_named() -> None:
    for word in ticked(ODD):
        if "/" in word or word.endswith("()") or word.startswith("zorgbundel "):
            continue
        assert any(fnmatch(known, word) for known in WORDS), f"docs/ODD.md names {word}, which does not exist"
