"""Two lives of one household: where they part, where they end, and what contributed most."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from agents.contributions import CONTRIBUTIONS
from simulation import Scenario, Twins, simulate, twins
from simulation.errors import InputError
from simulation.pair import STANDING, Pair, told
from simulation.startup import started
from simulation.tables import each_row
from simulation.tracing_back import COLUMNS, ESCALATIONS, HAZARDS, KINDS, MOST_STEPS, WAS_WORSE, trace_back
from tests.simulation.neighbourhood import UNLIMITED, scenario
from tests.simulation.test_limiting_cases import NO_EFFECTS

BUNDLED = "krachtenbundeling"


def of(area: Path, policy: str = "fragmented", **changes: Any) -> Scenario:
    """Two years after a start-up in which lists and helpers have come."""
    return scenario(area, policy, **{"warmup_weeks": 52, "years": 2, **changes})


@cache
def events_of(one: Scenario) -> pd.DataFrame:
    """Everything that happened."""
    return simulate(one, trace=True).events


@cache
def lives(area: Path) -> tuple[Twins, ...]:
    """The two lives of the households with most escalations, and of some with newcomers."""
    a, b = of(area), of(area, BUNDLED)
    both = pd.concat([events_of(a), events_of(b)])
    severe = both[(both["event"] == "registered") | (both["severity_after"] >= 3)]
    chosen = severe["household"].value_counts(sort=True).index[:12].tolist()
    caused = both[both["product"] == "caused"]["household"].unique()[:3].tolist()
    return tuple(twins(a, b, int(number)) for number in dict.fromkeys(chosen + caused))


def chains(area: Path) -> list[pd.DataFrame]:
    """What is behind every escalation of these lives."""
    return [found.chain(number) for found in lives(area) for number in range(len(found.escalations))]


# ---- where they part


@pytest.mark.parametrize("policy", ["fragmented", BUNDLED])
def test_twins_under_one_policy_never_part(area: Path, policy: str) -> None:
    one = of(area, policy)
    busy = events_of(one)["household"].value_counts().index[:3]
    for household in busy:
        found = twins(one, one, int(household))
        assert len(found.histories[0]) > 20
        assert found.parted_week is None
        assert found.escalations.empty and found.chain().empty
        assert list(found.chain().columns) == list(COLUMNS)


def test_without_effects_and_with_unlimited_hours_twins_never_part(area: Path) -> None:
    """R3, told for single households; with effects the same households part."""
    parameters = {**NO_EFFECTS, **UNLIMITED}
    a, b = (of(area, policy, parameters=parameters) for policy in ("fragmented", BUNDLED))
    steps = events_of(a)["household"].value_counts().index[:5]
    for household in steps:
        found = twins(a, b, int(household))
        assert found.escalations.empty
        for event in ("begins", "worsens", "recovers", "registered", "wants_help"):
            here, there = (history[history["event"] == event] for history in found.histories)
            columns = ["week", "resident", "domain", "severity_after"]
            pd.testing.assert_frame_equal(
                here[columns].reset_index(drop=True), there[columns].reset_index(drop=True)
            )
    assert any(found.parted_week is not None for found in lives(area))


def test_the_week_in_which_lives_part_is_the_first_with_a_difference(area: Path) -> None:
    parted = [found for found in lives(area) if found.parted_week is not None]
    assert parted
    for found in parted:
        week = found.parted_week
        before = [history[history["week"] < week] for history in found.histories]
        upto = [history[history["week"] <= week] for history in found.histories]
        kinds = [sorted(told(part)) for part in (*before, *upto)]
        assert kinds[0] == kinds[1] and kinds[2] != kinds[3]


# ---- what is told


def test_histories_are_those_of_the_traced_runs(area: Path) -> None:
    for found in lives(area):
        for policy, history in zip(found.policies, found.histories, strict=True):
            whole = events_of(of(area, policy))
            mine = whole[whole["household"] == found.household].reset_index(drop=True)
            pd.testing.assert_frame_equal(history, mine.iloc[: len(history)])
            left = mine.iloc[len(history) :]
            assert left.empty or left["week"].min() >= found.weeks - 1


def test_twins_end_at_the_first_move_that_is_not_common(area: Path) -> None:
    ended = 0
    for found in lives(area):
        moves = [history[history["product"] == "caused"] for history in found.histories]
        if all(move.empty for move in moves):
            assert found.weeks == 104
            continue
        ended += 1
        assert min(int(move["week"].iloc[0]) for move in moves if not move.empty) == found.weeks - 1
        for move, history in zip(moves, found.histories, strict=True):
            assert move.empty or move.index[0] == history.index[-1]
        assert all(table["week"].max() < found.weeks for table in (*found.histories, *found.standings))
    assert ended > 0


def test_common_moves_do_not_end_twins(area: Path) -> None:
    events = events_of(of(area))
    moved = events[(events["event"] == "household_moves") & (events["product"] == "common")]
    quiet = moved[~moved["household"].isin(events[events["product"] == "caused"]["household"])]
    found = twins(of(area), of(area), int(quiet["household"].iloc[0]))
    assert found.weeks == 104
    assert (found.histories[0]["event"] == "household_moves").any()


def test_who_lives_here_is_who_lived_here_when_the_policies_began(area: Path) -> None:
    found, world = lives(area)[0], started(of(area))
    home = world.households[found.household]
    assert len(found.ages) == home.persons and found.helpers == home.helpers
    assert found.neighbourhood == of(area).loaded_area.neighbourhoods[home.neighbourhood]


# ---- back from an escalation


def test_escalations_are_those_of_one_life_only(area: Path) -> None:
    for found in lives(area):
        pair = Pair(found.histories, found.standings)
        for row in each_row(found.escalations):
            mine, other = found.histories[row.world], found.histories[1 - row.world]
            assert ((mine["week"] == row.week) & (mine["event"] == row.event)).any()
            if row.event == "worsens":
                assert row.severity_after >= 3
                assert pair.after(1 - row.world, row.week, (row.resident, row.domain)) < row.severity_after
            else:
                same = (other["week"] == row.week) & (other["product"] == row.product)
                assert not same.any() or (other[same]["resident"] != row.resident).all()


def test_a_chain_goes_back_in_at_most_five_steps(area: Path) -> None:
    found = chains(area)
    assert len(found) > 10
    for chain in found:
        assert 1 <= len(chain) <= 1 + MOST_STEPS
        assert chain["step"].tolist() == list(range(len(chain)))
        assert chain["contribution"].iloc[0] in ESCALATIONS
        assert chain["contribution"].isin(KINDS).all()
        assert chain["week"].is_monotonic_decreasing
        assert chain["world"].nunique() == 1
        sized = chain[chain["about"] != ""]
        assert sized["about"].isin(HAZARDS).all() and (sized["difference"] > 0).all()
        worse = chain[chain["contribution"].str.startswith("from_") | (chain["contribution"] == WAS_WORSE)]
        assert (worse["severity"] > worse["severity_other"]).all()
        ends = chain["contribution"].isin(CONTRIBUTIONS) & ~chain["contribution"].str.startswith("from_")
        ends &= chain["contribution"] != "no_help"
        assert not ends.iloc[:-1].any()
    assert max(map(len, found)) > 3
    assert {"was_worse"} < set(pd.concat(found)["contribution"]) - set(ESCALATIONS)


def test_a_step_names_what_differed_most_at_that_moment(area: Path) -> None:
    """Looked up again in what was written down that week in both lives."""
    seen = 0
    for found in lives(area):
        pair = Pair(found.histories, found.standings)
        for number in range(len(found.escalations)):
            chain = found.chain(number)
            for last, step in pairwise(each_row(chain)):
                if step.about not in ("worsening", "recovery"):
                    continue
                event = "stands" if step.about == "worsening" else "may_recover"
                sign = 1.0 if step.about == "worsening" else -1.0
                here, there = (
                    pair.standing(event, world, last.week, (last.resident, last.domain))
                    for world in (step.world, 1 - step.world)
                )
                assert here is not None and there is not None
                difference = {name: sign * (here[name] - there[name]) for name in CONTRIBUTIONS}
                assert max(difference.values()) == pytest.approx(step.difference)
                assert difference[step.contribution] == pytest.approx(step.difference)
                seen += 1
    assert seen > 5


def need(week: int, event: str, severity: int, **more: Any) -> dict[str, Any]:
    """A line about the money need of a household."""
    after = more.pop("after", severity)
    parts = {name: 0.0 for name in CONTRIBUTIONS}
    line = {"week": week, "resident": -1, "domain": "money", "event": event, "product": "", "helpers": 0}
    return {**line, "severity": severity, "severity_after": after, **parts, **more}


def made_up() -> Pair:
    """Here debt help is waited for and the debts get worse; there it started, because they asked."""
    stands = [[need(week, "stands", 2, waiting=0.5 * (1 - world)) for week in range(6)] for world in (0, 1)]
    here = [need(1, "asks", 2, product="debt_help"), need(5, "worsens", 2, after=3)]
    there = [need(1, "asks", 2, product="debt_help"), need(3, "starts", 2, product="debt_help", helpers=1)]
    return Pair((pd.DataFrame(here), pd.DataFrame(there)), (pd.DataFrame(stands[0]), pd.DataFrame(stands[1])))


def test_a_chain_of_a_made_up_household() -> None:
    escalation = pd.Series({"world": 0, "week": 5, "resident": -1, "domain": "money", "event": "worsens"})
    chain = trace_back(made_up(), pd.concat([escalation, pd.Series({"product": ""})]))
    assert chain["contribution"].tolist() == ["worsens", "waiting"]
    step = chain.iloc[1]
    assert (step["product"], step["happening"], step["happening_week"]) == ("debt_help", "asks", 1)
    assert step["other_week"] == 3 and step["difference"] == 0.5 and step["about"] == "worsening"
    assert (step["helpers"], step["helpers_other"]) == (0, 1)


# ---- what does not fit


def test_what_are_no_twins_is_refused(area: Path) -> None:
    one = of(area)
    most = started(one).households.size - 1
    for wrong in (-1, most + 1, True, 1.0):
        with pytest.raises(
            InputError, match=f"there are {most + 1} households; give a number from 0 to {most}$"
        ):
            twins(one, of(area, BUNDLED), wrong)  # type: ignore[arg-type]
    for other in (of(area, seed=2), of(area, warmup_weeks=51), of(area, parameters={"plan_conflict": 0.1})):
        with pytest.raises(InputError, match="twins need the same area, seed, start-up"):
            twins(one, other, 0)
    with pytest.raises(InputError, match="years 1: give both scenarios 2 years"):
        twins(one, of(area, years=1), 0)
    with pytest.raises(InputError, match="copies 2: twins live in one copy"):
        twins(one, of(area, BUNDLED, copies=2), 0)


def test_an_escalation_that_is_not_there_is_refused(area: Path) -> None:
    found = next(pair for pair in lives(area) if len(pair.escalations))
    with pytest.raises(InputError, match=rf"escalation {len(found.escalations)}: .* give 0 to"):
        found.chain(len(found.escalations))
    quiet = twins(of(area), of(area), 0)
    with pytest.raises(InputError, match=r"escalation 1: 0 happened .* there is nothing to trace back"):
        quiet.chain(1)


def test_lines_about_what_may_happen_are_not_in_the_histories(area: Path) -> None:
    for found in lives(area)[:3]:
        assert not any(history["event"].isin(STANDING).any() for history in found.histories)
        assert all(standing["event"].isin(STANDING).all() for standing in found.standings)
