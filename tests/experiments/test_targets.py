"""The table of published facts: complete, sourced, split beforehand, and never about a policy."""

from dataclasses import replace

import numpy as np
import pytest

from agents.domains import EVENTS
from experiments.page import replace_block
from experiments.registers import OVER_YEARS, YEARLY, concentration
from experiments.sources_page import evidence
from experiments.targets import (
    LEAST_KEPT,
    Observed,
    Target,
    check_target,
    load_targets,
    load_widening,
    mean_wait,
    observe,
    targets_used,
)
from experiments.targets_page import TARGETS_PAGE, build_blocks
from results.outcomes import load_outcomes
from simulation import Scenario
from simulation.errors import InputError
from simulation.products import PRODUCT_NAMES
from tests.simulation.neighbourhood import KLEIN

WORLD = Scenario(area=str(KLEIN), years=2, warmup_weeks=26)


@pytest.fixture(scope="module")
def observed() -> Observed:
    return observe(WORLD)


def test_every_target_is_sourced_and_sane() -> None:
    names = [target.id for target in load_targets()]
    assert len(set(names)) == len(names)
    for target in load_targets():
        check_target(target)
        assert target.text_nl and target.text_en and target.quantity and target.adjustment, target.id
        assert all(source in evidence() for source in target.sources), target.id
        assert target.sources or (target.grade == "D" and target.use == "construction"), target.id
        assert target.discrepancy < target.high, target.id
        euros = target.name.startswith("cost") or target.name == "dearest_household"
        assert bool(target.price_level) == euros, target.id


def test_measures_exist() -> None:
    known = {
        "outcome": set(load_outcomes()),
        "wait": set(PRODUCT_NAMES),
        "event": set(EVENTS),
        "hours": {"registration"},
        "register": {*YEARLY, *OVER_YEARS},
    }
    for target in load_targets():
        assert target.name in known[target.kind], target.id


def test_what_the_issue_names_is_there() -> None:
    by_id = {target.id: target for target in load_targets()}
    assert {"registration", *(f"event_{event}" for event in EVENTS)} <= {
        name for name, target in by_id.items() if target.use == "construction"
    }
    assert (by_id["indicated"].low, by_id["indicated"].high) == (0.23, 0.25)
    assert (by_id["pile_up"].low, by_id["pile_up"].high) == (0.009, 0.015)
    assert (by_id["helpers_heavy"].low, by_id["helpers_heavy"].high) == (11, 18)


def test_at_least_a_quarter_is_kept() -> None:
    kept, fitted = len(targets_used("kept")), len(targets_used("fitted"))
    assert kept / (kept + fitted) >= LEAST_KEPT


def test_every_fitted_target_can_be_told_by_a_short_run() -> None:
    assert not any(target.over_years for target in targets_used("fitted"))


def test_widening_names_every_fitted_target_once() -> None:
    assert sorted(load_widening().order) == sorted(target.id for target in targets_used("fitted"))
    assert load_widening().factor > 1


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"low": 30.0}, "must be below high"),
        ({"discrepancy": 0.0}, "above 0"),
        ({"use": "sometimes"}, "allowed: fitted, kept, construction"),
        ({"source": "prog:Z99"}, "does not stand in"),
        ({"measure": "policy:gain"}, "allowed: outcome"),
        ({"measure": "register:gain"}, "no register tells"),
    ],
)
def test_an_impossible_target_is_refused(change: dict[str, object], wrong: str) -> None:
    target = replace(load_targets()[0], **change)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=wrong):
        check_target(target)


def test_only_fragmented_working_is_held_against_facts() -> None:
    with pytest.raises(InputError, match="no policy is tuned"):
        observe(replace(WORLD, policy="krachtenbundeling"))


def test_every_target_that_a_short_run_can_tell_is_told(observed: Observed) -> None:
    values = observed.values()
    known = [target.id for target in load_targets() if not target.over_years and target.kind != "wait"]
    missing = [name for name in known if not np.isfinite(values[name])]
    assert set(missing) <= {"strict_cost", "violence_repeated"}  # nobody so heavy may live in a small area
    assert values["helpers_most"] == observed.run.summary["helpers_max"]
    assert 1 <= values["wmo_provisions"] <= 4 and 0 < values["wmo_one_provision"] <= 1


def test_events_are_told_per_15000_residents(observed: Observed) -> None:
    counted = sum(value for name, value in observed.values().items() if name.startswith("event_"))
    per_area = observed.lived.events_a_year().sum()
    on_paper = observed.run.scenario.loaded_area.residents_on_paper
    assert counted == pytest.approx(per_area * 15_000 / on_paper)


def test_a_miss_is_told_in_discrepancies() -> None:
    target: Target = replace(load_targets()[0], low=10.0, high=20.0, discrepancy=2.0)
    assert [target.misses_by(value) for value in (10.0, 20.0, 9.0, 25.0)] == [0.0, 0.0, 0.5, 2.5]


def test_wait_of_nobody_is_unknown(observed: Observed) -> None:
    weekly = observed.run.weekly.assign(started_ggz=0)
    assert np.isnan(mean_wait(weekly, "ggz"))


def test_concentration() -> None:
    persons = np.full(100, 1)
    even = concentration(np.full(100, 7), persons)
    assert even == pytest.approx((0.01, 0.8), abs=0.011)
    one_pays = np.zeros(100, np.int64)
    one_pays[3] = 5
    assert concentration(one_pays, persons) == (1.0, 0.01)


def test_the_page_is_up_to_date() -> None:
    text = page = TARGETS_PAGE.read_text(encoding="utf-8")
    for name, content in build_blocks().items():
        text = replace_block(text, name, content)
    assert text == page, "make it again: uv run python -m experiments.targets_page"
