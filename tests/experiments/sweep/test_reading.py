"""A design is refused before any work, with the place, the value, what is allowed and what to do."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from experiments.sweep import read_design
from results.words import load_input_words, load_words
from simulation.errors import InputError
from simulation.parameters import entries
from tests.experiments.sweep.designs import KLEIN, POLICIES, SMALL, read

TWO = {"plan_conflict": [0.0, 0.05]}
UNTIL = {"least": 5, "most": 20, "half_width": {"cost_per_household_per_year": 10.0}}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "part": ({"desing": {}}, r"small.toml.*'desing'.*'design'"),
    "part is no table": ({"factors": 3}, r"factors is 3; it must be a table"),
    "key": ({"sweep": {**SMALL, "yers": 1}}, r"\[sweep\].*'yers'.*'years'"),
    "no policies": ({"sweep": {"area": KLEIN}}, r"policies is None; it must be a list"),
    "policy twice": ({"sweep": {**SMALL, "policies": ["fragmented"] * 2}}, "different names"),
    "policy": ({"sweep": {**SMALL, "policies": ["fragmentd"]}}, "'fragmentd'.*'fragmented'"),
    "area": ({"sweep": {**SMALL, "area": "masstricht-noordoost"}}, "did you mean 'maastricht-noordoost'"),
    "area is no name": ({"sweep": {**SMALL, "area": 3}}, "area is 3; it must be the name"),
    "years": ({"sweep": {**SMALL, "years": 0}}, "years is 0; it must be a whole number from 1 to 50"),
    "years half": ({"sweep": {**SMALL, "years": 1.5}}, "years is 1.5"),
    "levers of": ({"sweep": {**SMALL, "levers_of": ["breed"]}}, "policy 'breed'.*fragmented"),
    "no kind": ({"design": {}}, "kind is missing"),
    "kind": ({"design": {"kind": "gird"}}, "'gird'.*'grid'"),
    "points of a grid": ({"design": {"kind": "grid", "points": 3}}, r"\[design\].*'points'"),
    "no points": ({"design": {"kind": "latin-hypercube"}, "factors": TWO}, "points is missing"),
    "power": ({"design": {"kind": "sobol", "points": 100}, "factors": TWO}, "100.*points = 128"),
    "levels": ({"design": {"kind": "morris", "points": 4, "levels": 5}, "factors": TWO}, "levels = 6"),
    "switch": ({"design": {"kind": "sobol", "points": 4, "second_order": 1}, "factors": TWO}, "true or"),
    "no factors": ({"design": {"kind": "sobol", "points": 4}}, "there is no factor"),
    "factor": ({"factors": {"plan_conflct": [0.0]}}, "'plan_conflct'.*'plan_conflict'"),
    "policy as factor": ({"factors": {"policy": ["fragmented"]}}, r"policies = \[...\] under \[sweep\]"),
    "seed as factor": ({"factors": {"seed": [1, 2]}}, r"seeds = 10 under \[replications\]"),
    "out of range": ({"factors": {"plan_conflict": [0.0, 7.0]}}, "'plan_conflict' got 7: allowed is"),
    "range out of range": ({"factors": {"plan_conflict": {"low": -1.0}}}, "'plan_conflict' got -1"),
    "range upside down": (
        {"factors": {"plan_conflict": {"low": 0.1, "high": 0.0, "steps": 2}}},
        "low must be below high",
    ),
    "logarithm of nothing": (
        {"factors": {"plan_conflict": {"low": 0.0, "high": 0.1, "spread": "log-uniform"}}},
        "must begin above 0",
    ),
    "range key": ({"factors": {"plan_conflict": {"lowest": 0.0}}}, "plan_conflict: .*'lowest'.*'low'"),
    "spread": ({"factors": {"plan_conflict": {"spread": "normal"}}}, "spread 'normal'"),
    "steps": ({"factors": {"plan_conflict": {"steps": 1}}}, "steps is 1"),
    "too many steps": ({"factors": {"years": {"low": 1, "high": 3, "steps": 5}}}, "fewer whole numbers"),
    "half a range of years": ({"factors": {"years": {"low": 1}}}, "high is missing"),
    "no values": ({"factors": {"plan_conflict": []}}, "must be a list of values"),
    "value twice": ({"factors": {"plan_conflict": [0.0, 0]}}, "a value twice"),
    "range in a grid": ({"factors": {"plan_conflict": "plausible"}}, "a grid takes values"),
    "three levels": (
        {"design": {"kind": "fractional-factorial"}, "factors": {"plan_conflict": [0.0, 0.01, 0.02]}},
        "takes two",
    ),
    "world that is not there": ({"factors": {"world": [0, 4]}}, "world 4"),
    "years as factor": ({"factors": {"years": [1, 99]}}, "years is 99.*from 1 to 50"),
    "area as range": ({"factors": {"area": "plausible"}}, "area is 'plausible'"),
    "parameter": ({"parameters": {"plan_conflct": 0.1}}, "did you mean 'plan_conflict'"),
    "parameter value": ({"parameters": {"plan_conflict": "x"}}, "'plan_conflict' got 'x'"),
    "fixed and varied": ({"parameters": {"plan_conflict": 0.1}, "factors": TWO}, "is a factor as well"),
    "seeds": ({"replications": {"seeds": 0}}, "seeds is 0"),
    "luck": ({"replications": {"luck": "others"}}, "luck 'others'"),
    "most without a wish": ({"replications": {"most": 9}}, "most belongs to a wished half_width"),
    "seeds and a wish": ({"replications": {**UNTIL, "seeds": 4}}, "leave out one"),
    "too small a first stage": ({"replications": {**UNTIL, "least": 2}}, "least is 2.*from 5"),
    "most below least": ({"replications": {**UNTIL, "most": 4}}, "most is 4.*from 5"),
    "no most": ({"replications": {"half_width": UNTIL["half_width"]}}, "most is missing"),
    "wish": ({"replications": {**UNTIL, "half_width": {"cost": 1.0}}}, "outcome 'cost'"),
    "width": ({"replications": {**UNTIL, "half_width": {"staff_strain": 0}}}, "staff_strain is 0; .*above 0"),
    "no widths": ({"replications": {**UNTIL, "half_width": 5.0}}, "half_width is 5.0"),
    "wish of one": (
        {"sweep": {**SMALL, "policies": ["fragmented"]}, "replications": UNTIL},
        "takes two policies",
    ),
    "wish in worlds": ({"replications": {**UNTIL, "worlds": "plausible"}}, "leave out worlds"),
    "worlds twice": (
        {"factors": {"world": [0]}, "replications": {"worlds": "plausible"}},
        "leave out one of them",
    ),
    "too many": (
        {
            "design": {"kind": "latin-hypercube", "points": 20_000},
            "factors": TWO,
            "replications": {"seeds": 99},
        },
        r"20000 points with 99 seeds and 2 policies are 3960000 runs; allowed are 2000000",
    ),
    "seeds too high": ({"replications": {"first_seed": 2**63}}, "first_seed is"),
    "factors of a table": ({"design": {"kind": "table", "file": "a.csv"}, "factors": TWO}, "leave out"),
    "no table": ({"design": {"kind": "table"}}, "file is missing"),
    "absent table": ({"design": {"kind": "table", "file": "no.csv"}}, "no.csv cannot be read"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_meant_is_refused_in_both_languages(wrong: str) -> None:
    parts, message = WRONG[wrong]
    with pytest.raises(InputError, match=message) as refused:
        read(**parts)
    assert "\n" not in str(refused.value)
    assert refused.value.sentence is not None
    dutch = refused.value.sentence.write({**load_words("nl").entries, **load_input_words("nl")})
    assert dutch != str(refused.value)


TABLES = {
    "": "has no points",
    "plan_conflict\n": "has no points",
    "plan_conflict,nothing\n0.1,2\n": "factor 'nothing'",
    "plan_conflict,plan_conflict\n0.1,0.2\n": "column plan_conflict is there twice",
    "plan_conflict\n0.1,0.2\n": "line 2 has 2 cells, and there are 1 columns",
    "# remark\n\nplan_conflict\n0.1\nx\n": "points.csv:5: .*'plan_conflict' got 'x'",
    "plan_conflict\n9\n": "points.csv:2: .*got 9: allowed",
}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_that_cannot_be_used_is_refused(text: str, tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=TABLES[text]):
        read(design={"kind": "table", "file": str(table)})


def test_a_table_beside_the_design_gives_its_points(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("# mine\nyears, plan_conflict\n1,0.02\n2,0.03\n", encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(
        f'[sweep]\npolicies = ["fragmented"]\narea = "{KLEIN}"\n'
        '[design]\nkind = "table"\nfile = "points.csv"\n',
        encoding="utf-8",
    )
    design = read_design(file)
    assert design.name == "mine" and design.count == 2
    assert design.scenario(1, "fragmented").years == 2
    assert design.scenario(1, "fragmented").parameters == {"plan_conflict": 0.03}


@pytest.mark.parametrize("text", ["[sweep", "\xff"])
def test_a_file_that_is_no_design_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"mine.toml cannot be read"):
        read_design(file)
    with pytest.raises(InputError, match="No such file"):
        read_design(tmp_path / "absent.toml")


def test_levers_are_set_for_the_policies_that_are_compared() -> None:
    lever = next(name for name, entry in entries().items() if entry.kind == "policy" and entry.whole)
    high = entries()[lever].high
    own = {"factors": {lever: [high], "plan_conflict": [0.01]}}
    usual, other = read(**own), read(**own, sweep={**SMALL, "levers_of": POLICIES})
    assert usual.scenario(0, POLICIES[0]).parameters == {"plan_conflict": 0.01}
    assert usual.scenario(0, POLICIES[1]).parameters == {"plan_conflict": 0.01, lever: high}
    assert other.scenario(0, POLICIES[0]).parameters == {"plan_conflict": 0.01, lever: high}
    assert usual.digest != other.digest


def test_the_digest_holds_everything_that_decides_a_run(tmp_path: Path) -> None:
    first = read(factors=TWO)
    assert first.digest == read(factors=TWO).digest
    others = [
        read(factors={"plan_conflict": [0.0, 0.04]}),
        read(factors=TWO, replications={"seeds": 2}),
        read(factors=TWO, sweep={**SMALL, "years": 2}),
        read(factors=TWO, parameters={"reckoning_step": entries()["reckoning_step"].low}),
    ]
    assert len({design.digest for design in (first, *others)}) == 5


def test_the_example_of_every_kind_is_read() -> None:
    kinds = {"latin-hypercube": 3, "sobol": 4, "morris": 3}
    for kind, points in kinds.items():
        text = f'kind = "{kind}"\npoints = {points}\n'
        assert read(design=tomllib.loads(text), factors={"plan_conflict": "plausible"}).count >= points
    assert read(design={"kind": "fractional-factorial"}, factors=TWO).count == 2
