"""Pages by the standards of the field: every item is answered, and every link leads to what it names."""

import re
from pathlib import Path

import pytest

from simulation.parameters import entries
from tests.docs.conftest import DOCS

PAGES = ("stress_abs", "cheers", "data_use", "model_card", "trace")
LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]*)(?:#[^)]*)?\)")


def read(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def misled(text: str, folder: Path = DOCS) -> list[str]:
    """Links that lead to no file, or to a file that does not define the name they promise."""
    wrong = []
    for shown, target in LINK.findall(text):
        path = folder / target
        name = re.fullmatch(r"`(\w+)(?:\(\))?`", shown)
        if target.startswith("http") or not target:
            continue
        if not path.is_file():
            wrong.append(target)
        elif name and path.suffix == ".py" and not defines(path, name[1]):
            wrong.append(f"{name[1]} in {target}")
    return wrong


def defines(path: Path, name: str) -> bool:
    """Whether a file defines a function, class or constant of this name."""
    text = path.read_text(encoding="utf-8")
    return re.search(rf"(?m)^(?:\s*def|class) {name}\b|^{name}\b.*=", text) is not None


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_what_it_names(page: str) -> None:
    text = read(page)
    assert len(LINK.findall(text)) >= 10
    assert misled(text) == []


def test_a_link_behind_the_code_is_noticed() -> None:
    assert misled("[gone](../simulation/gone.py)") == ["../simulation/gone.py"]
    assert misled("[`gone()`](../simulation/week.py)") == ["gone in ../simulation/week.py"]
    assert misled("[`live_week()`](../simulation/week.py)") == []


def test_every_item_of_the_checklists_is_answered() -> None:
    rows = [re.split(r"\s*\|\s*", row.strip("| ")) for row in read("stress_abs").splitlines()]
    items = [row for row in rows if re.match(r"\d\.\d", row[0])]
    numbers = [item[0].split()[0] for item in items]
    assert numbers == [
        *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4"),
        *("3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1"),
    ]
    assert all(len(item) == 4 and item[2] and item[3].startswith(("whole", "partly")) for item in items)
    cheers = [row for row in read("cheers").splitlines() if re.match(r"\| \d+ ", row)]
    assert [int(row.split()[1]) for row in cheers] == list(range(1, 29))
    assert all(row.split("|")[2].strip() for row in cheers)


def test_what_is_said_of_the_parameters_is_true() -> None:
    assumed = [entry for entry in entries().values() if entry.grade == "D"]
    assert len(assumed) > 0.9 * len(entries())
    for page in ("model_card", "trace"):
        assert "ore than nine in ten" in read(page)
    rates = (entries()[name].value for name in ("discount_rate_costs", "discount_rate_effects"))
    assert "costs {:.0%}, health {:.1%}".format(*rates) in read("cheers")


def test_the_card_says_what_the_model_must_not_be_used_for() -> None:
    refused = read("model_card").split("## What it must not be used for")[1].split("\n## ")[0]
    for word in ("forecast", "budgeted saving", "decision about a person", "evaluation", "one set of values"):
        assert word in refused
