"""The parts of a calibration on tiny known functions: emulators, implausibility, what is left."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.calibration.emulator import Data, Emulator, hold_back
from experiments.calibration.plausible import CUT, Fact, facts_of, implausibility, worst
from experiments.calibration.points import Effort, Ground, Played
from experiments.calibration.sampling import sample_left
from experiments.calibration.screening import choose_free, ends_of, moves_of, silent_of
from experiments.calibration.space import HELD, Floats, Space, candidates, elsewhere, unknown_only
from experiments.targets import load_targets, targets_used
from simulation import Scenario, simulate
from simulation.errors import InputError
from simulation.parameters import entries
from tests.simulation.neighbourhood import KLEIN

SPACE = Space(("asking_threshold", "help_speeds_recovery", "up_hazard_2"))


def known(unit: Floats) -> Floats:
    found: Floats = 3 * unit[:, 0] + np.sin(4 * unit[:, 1]) * unit[:, 2]
    return found


def played(points: int, luck: float = 0.2) -> Data:
    rng = np.random.default_rng(5)
    unit = rng.random((points, 3))
    runs = known(unit)[:, None] + luck * (0.5 + unit[:, :1]) * rng.normal(size=(points, 2))
    return Data(unit, runs.mean(axis=1), runs.var(axis=1, ddof=1), np.full(points, 2.0))


def test_values_and_places_belong_together() -> None:
    unit = SPACE.fill(12, 1)
    values = SPACE.values(unit)
    assert set(values["asking_threshold"]) == {1.0, 2.0, 3.0}
    back = SPACE.unit(values)
    assert np.abs(back[:, 1:] - unit[:, 1:]).max() < 1e-9
    assert np.abs(back[:, 0] - unit[:, 0]).max() <= 1 / 6 + 1e-9
    for one in SPACE.parameters:
        assert values[one.name].between(*one.plausible).all()


def test_each_part_of_a_range_is_hit_once() -> None:
    parts = np.sort(np.floor(SPACE.fill(20, 3) * 20).astype(int), axis=0)
    assert (parts == np.arange(20)[:, None]).all()


def test_no_lever_and_no_norm_may_be_freed() -> None:
    names = {entry.name for entry in candidates()}
    assert {entries()[name].kind for name in names} == {"model"}
    assert not any(name.startswith(("wait_norm_", "registration_")) for name in names)
    assert {"help_speeds_recovery", "frailty_sd_household", "intake_hours"} <= names
    with pytest.raises(InputError, match="unknown"):
        Space(("bundling_effect",))


def test_what_works_under_policies_only_leaves_fragmented_working_as_it_is() -> None:
    """All numbers of that kind at once, at either end, give the same history to the last bit."""
    names = [entry.name for entry in elsewhere()]
    assert not set(names) & {entry.name for entry in candidates()}
    assert {"generalist_slowdown", "immaturity_loss", "pool_overuse", "director_closes"} <= set(names)
    base = Scenario(area=str(KLEIN), years=1, warmup_weeks=104)
    plain = simulate(base).fingerprint
    for name in HELD:
        own = {name: float(entries()[name].plausible[1])}
        assert simulate(replace(base, parameters=own)).fingerprint != plain
    for end in (0, 1):
        values = {name: float(entries()[name].plausible[end]) for name in names}
        assert simulate(replace(base, parameters=values)).fingerprint == plain
    bundled = replace(base, policy="krachtenbundeling")
    assert simulate(bundled).fingerprint != simulate(replace(bundled, parameters=values)).fingerprint


def test_only_numbers_that_change_nothing_at_all_are_silent() -> None:
    def told(number: int, values: dict[str, float], seen: float, hours: float = 1.0) -> Played:
        return Played(number, values, [hours], [0.1], {"a": [seen, seen], "b": [float("nan")]})

    played = [
        told(0, {}, 2.0),
        told(1, {"quiet": 0.0}, 2.0),
        told(2, {"quiet": 1.0}, 2.0),
        told(3, {"loud": 0.0}, 2.0),
        told(4, {"loud": 1.0}, np.nextafter(2.0, 3.0)),
        told(5, {"late": 0.0}, 2.0),
        told(6, {"late": 1.0}, 2.0, hours=1.1),
    ]
    assert silent_of(played) == ("quiet",)
    assert unknown_only(["pool_overuse", "director_comparator"]) == ("pool_overuse",)


def test_an_emulator_foretells_mean_luck_and_its_own_doubt() -> None:
    emulator = Emulator(played(120))
    unit = np.random.default_rng(9).random((400, 3))
    guess = emulator.guess(unit)
    error = known(unit) - guess.mean
    assert 1 - (error**2).mean() / known(unit).var() > 0.95
    assert 0.85 < (np.abs(error) < 1.96 * np.sqrt(guess.variance)).mean() <= 1.0
    luck = (0.2 * (0.5 + unit[:, 0])) ** 2
    assert 0.6 < guess.luck.mean() / luck.mean() < 1.6
    assert np.corrcoef(guess.luck, luck)[0, 1] > 0.5


def test_held_back_points_show_a_good_emulator_and_a_useless_one() -> None:
    data = played(120)
    trust = hold_back(data)
    assert trust.q2 > 0.9 and trust.coverage > 0.88 and trust.points == 120 and trust.moved > 0.8
    shuffled = np.random.default_rng(1).permutation(data.mean)
    assert hold_back(Data(data.unit, shuffled, data.variance, data.runs), tested=2).q2 < 0.3


def test_implausibility_counts_everything_that_may_explain_a_distance() -> None:
    facts = (Fact("a", 10.0, 1.0), Fact("b", 5.0, 4.0))
    means = np.array([[14.0, 5.0], [10.0, np.nan]])
    found = implausibility(facts, means, np.array([[2.0, 0.0]] * 2), np.array([[1.0, 0.0]] * 2))
    assert found[0].tolist() == [2.0, 0.0]
    assert found[1].tolist() == [0.0, np.inf]
    assert worst(found, 1).tolist() == [2.0, np.inf] and worst(found, 2).tolist() == [0.0, 0.0]


def test_facts_hold_band_and_discrepancy_and_can_be_widened() -> None:
    target = load_targets()[0]
    plain, wide = facts_of([target])[0], facts_of([target], {target.id: 2.0})[0]
    band = (target.high - target.low) ** 2 / 12
    assert plain.variance == pytest.approx(band + target.discrepancy**2)
    assert wide.variance == pytest.approx(band + 4 * target.discrepancy**2)


def test_what_is_left_is_found_however_small() -> None:
    centre = np.array([0.3, 0.7, 0.5, 0.1])

    def height(unit: Floats) -> Floats:
        found: Floats = np.abs(unit - centre).max(axis=1) / 0.02
        return found

    left = sample_left(height, 4, 150, CUT, 1, spread=False)
    assert left.reached and len(left.unit) == 150 and height(left.unit).max() <= CUT
    assert 0.3 < left.share / 0.12**4 < 3.0
    assert np.abs(left.unit.mean(axis=0) - centre).max() < 0.02
    spread = left.unit.std(axis=0) / (0.12 / np.sqrt(12))
    assert (spread > 0.7).all() and (spread < 1.3).all()


def test_nothing_left_is_said() -> None:
    left = sample_left(lambda unit: 9.0 + unit[:, 0], 2, 10, CUT, 1)
    assert not left.reached and left.level > CUT


def test_numbers_that_move_a_target_are_freed() -> None:
    facts = (Fact("a", 0.0, 1.0), Fact("b", 0.0, 1.0))
    points = ends_of(SPACE.parameters)
    assert [tuple(point.values) for point in points] == [(), *[(n,) for n in SPACE.names for _ in "lh"]]
    told = [(0, 0), (0, 0), (0, 0), (-3, 0), (1, 0), (0, 0.9), (0, 0)]
    ends = [
        Played(point.number, dict(point.values), told={"a": [float(a)] * 2, "b": [float(b)] * 2})
        for point, (a, b) in zip(points, told, strict=True)
    ]
    moves = moves_of(ends, facts)
    assert moves.loc["help_speeds_recovery", "a"] == pytest.approx(4.0)
    assert moves.loc["up_hazard_2", "b"] == pytest.approx(0.9)
    assert choose_free(moves, 5) == ["help_speeds_recovery"]
    assert choose_free(pd.concat([moves * 2]), 1) == ["help_speeds_recovery"]


def test_calibration_lives_fragmented_working_only() -> None:
    world = Scenario(area=str(KLEIN), policy="krachtenbundeling", years=1)
    with pytest.raises(InputError, match="no policy is ever tuned"):
        Ground(world, targets_used("fitted"))
    ground = Ground(Scenario(area=str(KLEIN), years=1), targets_used("fitted"))
    assert ground.scenario({"intake_hours": 3.0}, 4).policy == "fragmented"


def test_effort_counts_its_runs() -> None:
    assert Effort((1, 2, 3), 10).runs == 16
