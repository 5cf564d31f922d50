"""The list of faults fits the program as it is, and whoever plays them tells noticed from not noticed."""

import ast
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.page import TOP
from simulation.errors import InputError
from tests.mutation import PASS_MARK, Fault, Notebook, Result, describe, load_faults, run_tests, try_fault

LISTED = load_faults()


def test_twenty_faults_are_listed() -> None:
    assert len(LISTED) == 20 >= PASS_MARK
    assert len({fault.id for fault in LISTED}) == len({fault.what for fault in LISTED}) == len(LISTED)
    assert {fault.file.split("/")[0] for fault in LISTED} == {"agents", "simulation"}


@pytest.mark.parametrize("fault", LISTED, ids=lambda fault: fault.id)
def test_every_fault_still_fits(fault: Fault) -> None:
    """Its text is there exactly once, what comes out is still a program, and its tests exist."""
    wrong = fault.applied_to(TOP)
    assert ast.dump(ast.parse(wrong)) != ast.dump(ast.parse((TOP / fault.file).read_text(encoding="utf-8")))
    assert fault.tests
    for test in (*fault.tests, *fault.later):
        file, name = test.split("::")
        tree = ast.parse((TOP / file).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name.split("[")[0] in names


# ---- a program of one rule, with faults in it


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with one rule and three tests of it."""
    top = tmp_path / "top"
    (top / "agents").mkdir(parents=True)
    (top / "tests").mkdir()
    (top / "agents" / "__init__.py").touch()
    (top / "agents" / "sums.py").write_text("def double(number):\n    return number + number\n")
    (top / "tests" / "test_sums.py").write_text(
        textwrap.dedent("""
            from agents.sums import double
            def test_two(): assert double(2) == 4
            def test_three(): assert double(3) == 6
            def test_wrong(): assert double(1) == 3
            """)
    )
    return top


def fault_with(new: str, *names: str, later: tuple[str, ...] = ()) -> Fault:
    """A fault in the one rule of the tree."""
    tests, more = (tuple(f"tests/test_sums.py::{name}" for name in given) for given in (names, later))
    return Fault("X", "Wrong", "agents/sums.py", "number + number", new, tests, more)


@pytest.mark.slow
def test_a_fault_is_noticed_or_not_and_a_later_test_is_told_apart(tree: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    square = fault_with("number * number", "test_two", later=("test_two", "test_three"))
    result = try_fault(Notebook(tree, kept), square)
    assert not result.first.is_red
    assert result.later is not None and result.later.failed == ("test_three",) and result.later.tests == 2
    assert result.is_noticed_now
    assert "number + number" in (tree / "agents" / "sums.py").read_text(), "the tree itself stays as it is"
    known = len(list(kept.iterdir()))
    assert try_fault(Notebook(tree, kept), square) == result and len(list(kept.iterdir())) == known == 4
    told = describe([result], 2)
    assert "Played so far: 1 of 2" in told and "Played so far" not in describe([result], 1)
    assert "notice 0 of 1" in told and "1 of 1" in told and "**not noticed** | noticed by 1 of 2" in told
    (tree / "agents" / "sums.py").write_text("def double(number):\n    return 0 + number + number\n")
    try_fault(Notebook(tree, kept), square)
    assert len(list(kept.iterdir())) == 2 * known, "another program is played anew"


@pytest.mark.slow
def test_what_cannot_be_judged_is_refused(tree: Path, tmp_path: Path) -> None:
    notebook = Notebook(tree, tmp_path / "kept")
    square = fault_with("number * number", "test_two")
    with pytest.raises(InputError, match="fault X: test_wrong fails without it"):
        try_fault(notebook, replace(square, tests=("tests/test_sums.py::test_wrong",)))
    with pytest.raises(InputError, match=r"fault X: agents/sums\.py holds its text 3 times"):
        try_fault(notebook, replace(square, old="number"))
    with pytest.raises(InputError, match="pytest could not run them"):
        run_tests(tree, ["tests/test_sums.py::test_gone"])
    with pytest.raises(InputError, match="pytest could not run them"):
        try_fault(notebook, fault_with("number +", "test_two"))


def test_a_program_that_never_ends_is_noticed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.mutation.HANGS_AFTER", 5)
    (tree / "agents" / "sums.py").write_text("def double(number):\n    while True: pass\n")
    outcome = run_tests(tree, ["tests/test_sums.py::test_two"])
    assert outcome.is_red and "never ends" in Result(LISTED[0], outcome, None).first.describe()
