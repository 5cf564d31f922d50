"""A traced run writes everything down, changes nothing, and takes its hazards apart without a rest (T6)."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from agents.contributions import AFTER_HELP, CONTRIBUTIONS, NO_HELP
from agents.domains import DOMAINS, EVENTS
from agents.need import next_severity, share_of_week
from simulation import Run, Scenario, simulate, tracing
from simulation.columns import NAMES as COLUMNS
from simulation.draws import LADDER, draw, stream
from simulation.errors import InputError
from simulation.handle import held
from simulation.pair import STANDING
from simulation.parameters import entries
from simulation.startup import branch, started
from simulation.tables import each_row
from simulation.tracing import diary_table, keep_diary, write_weeks
from tests.simulation.neighbourhood import KLEIN, NO_TURNOVER, scenario

NAMES = list(CONTRIBUTIONS)
FROM_OTHERS = NAMES[: len(DOMAINS)]
HELP = NAMES[NO_HELP:AFTER_HELP]
CLOSE = 1e-12
BUNDLED = "krachtenbundeling"
WEEKS = 52


def of(area: Path, policy: str = BUNDLED, **changes: Any) -> Scenario:
    """One year after a start-up in which lists and helpers have come."""
    return scenario(area, policy, **{"warmup_weeks": 52, **changes})


@cache
def traced(one: Scenario) -> Run:
    """A traced run."""
    return simulate(one, trace=True)


def life(one: Scenario, household: int, weeks: int = WEEKS) -> pd.DataFrame:
    """Everything that happened to one household, and what might have."""
    world = keep_diary(branch(started(one), one), household)
    return diary_table(list(write_weeks(world, held(world), 0, weeks)), world, one)


def heaviest(one: Scenario, count: int) -> list[int]:
    """The households with trouble in most domains when the policy begins."""
    found = np.argsort(-started(one).households.heavy_domains, kind="stable")[:count]
    return [int(place) for place in found]


def count(events: pd.DataFrame, *names: str) -> int:
    """How often something happened."""
    return int(events["event"].isin(names).sum())


def columns_of(block: str) -> list[str]:
    """Weekly columns of a block."""
    return [name for name in COLUMNS if name.startswith(f"{block}_")]


# ---- it changes nothing


@pytest.mark.parametrize("policy", ["fragmented", BUNDLED, "zorgzame-wijken"])
def test_a_trace_changes_nothing(area: Path, policy: str) -> None:
    one = of(area, policy)
    plain = simulate(one)
    assert traced(one).fingerprint == plain.fingerprint
    assert traced(one).households.equals(plain.households)
    assert (traced(one).deviations == 0).all()
    assert simulate(one, trace=True, check_every=7).events.equals(traced(one).events)


def test_one_household_in_the_diary_is_what_a_whole_trace_says_of_it(area: Path) -> None:
    one = of(area)
    whole = traced(one).events
    for household in heaviest(one, 3):
        alone = life(one, household)
        alone = alone[~alone["event"].isin(STANDING)].reset_index(drop=True)
        assert len(alone) > 0
        mine = whole[whole["household"] == household].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, mine)


# ---- it is complete


def test_every_happening_that_is_counted_is_written_down(area: Path) -> None:
    run = traced(of(area))
    events, weekly = run.events, run.weekly.loc[0:]
    of_products = {
        "asked": ("asks",),
        "started": ("starts",),
        "ended": ("ends",),
        "left": ("leaves_list",),
        "closed_before_start": ("passed", "wrong_product", "stopped", "conversation"),
    }
    for block, names in of_products.items():
        counted = weekly[columns_of(block)].to_numpy().sum()
        assert count(events, *names) == counted > 0, block
    for block, name in (("onsets", "begins"), ("ups", "worsens"), ("downs", "recovers")):
        mine = events[events["event"] == name]["domain"].value_counts()
        assert {domain: mine[domain] for domain in DOMAINS} == {
            domain: weekly[f"{block}_{domain}"].sum() for domain in DOMAINS
        }
    registered = events[events["event"] == "registered"]
    for event in EVENTS:
        assert (registered["product"] == f"event_{event}").sum() == weekly[f"events_{event}"].sum()
    assert count(events, "walks_in") == weekly["total_walk_in_joined"].sum()
    assert count(events, "refuses_helper") == weekly["total_helpers_refused"].sum()
    assert count(events, "wants_help") == weekly[columns_of("wishes")].to_numpy().sum()
    assert count(events, "comes_of_age") == weekly["moves_of_age"].sum()
    costs = weekly[columns_of("cost_events")].to_numpy().sum()
    assert registered["euros"].sum() == pytest.approx(costs / 100.0)


# ---- contributions


def reference(events: pd.DataFrame, one: Scenario) -> np.ndarray:
    """Hazard of a step without anything that contributes to it, from the parameters alone."""
    p, ladder = one.values, started(one).ladder
    found = []
    for row in each_row(events[["event", "domain", "severity"]]):
        onset, speed = ladder[DOMAINS.index(row.domain), :2]
        if row.event == "begins":
            found.append(onset)
        elif row.event in ("worsens", "stands"):
            found.append(p[f"up_hazard_{row.severity}"] * speed * (1.0 - p["help_prevents_worsening"]))
        else:
            found.append(p[f"down_hazard_{row.severity}"] * speed * (1.0 + p["help_speeds_recovery"]))
    return np.array(found)


def steps(events: pd.DataFrame) -> pd.DataFrame:
    """Steps, and lines about steps that may come, but for those out of a crisis."""
    kinds = ("begins", "worsens", "recovers", "stands", "may_recover")
    return events[events["event"].isin(kinds) & (events["severity"] < 4) & (events["hazard"] > 0)]


@pytest.mark.parametrize("policy", ["fragmented", BUNDLED])
def test_contributions_add_up_to_the_hazard_of_every_step(area: Path, policy: str) -> None:
    one = of(area, policy)
    events = steps(traced(one).events)
    assert set(events["event"]) == {"begins", "worsens", "recovers"}
    product = reference(events, one) * np.exp(events[NAMES].sum(axis=1))
    np.testing.assert_allclose(events["hazard"], product, rtol=CLOSE)


def test_contributions_add_up_for_what_may_happen_too(area: Path) -> None:
    one = of(area)
    for household in heaviest(one, 3):
        events = steps(life(one, household))
        product = reference(events, one) * np.exp(events[NAMES].sum(axis=1))
        np.testing.assert_allclose(events["hazard"], product, rtol=CLOSE)


def test_registered_events_and_asking_add_up(area: Path) -> None:
    one = of(area)
    events, world = traced(one).events, started(one)
    registered = events[(events["event"] == "registered") & (events["hazard"] > 0)]
    rates = [world.event_rate[EVENTS.index(name.removeprefix("event_"))] for name in registered["product"]]
    product = np.array(rates) * np.exp(registered[NAMES].sum(axis=1))
    np.testing.assert_allclose(registered["hazard"], product, rtol=CLOSE)
    np.testing.assert_allclose(registered["chance"], -np.expm1(-registered["hazard"]), rtol=CLOSE)
    wishes = events[events["event"] == "wants_help"]
    bare = wishes["chance"] / np.exp(wishes[NAMES].sum(axis=1))
    known = [one.values[f"asking_rate_{kind}"] for kind in ("money", "adult_mental", "other")]
    assert np.isclose(np.array(bare)[:, None], known, rtol=1e-9).any(axis=1).all()


def test_the_chances_written_down_are_those_by_which_the_run_decided(area: Path) -> None:
    """The draw of each need and week, compared with them, gives the steps that were taken."""
    one = of(area, parameters={name: 0.0 for name in NO_TURNOVER})
    world = started(one)
    seen = 0
    for household in heaviest(one, 4):
        table = life(one, household)
        happened = {
            (row.week, row.resident, row.domain): row.severity_after
            for row in each_row(table[table["event"].isin(("worsens", "recovers"))])
        }
        first = int(world.households.first_resident[household])
        keys = {
            (int(need.resident - first) if need.resident >= 0 else -1, DOMAINS[need.domain]): need.key
            for need in world.needs[world.needs.household == household]
        }
        ups, downs = (table[table["event"] == name].reset_index(drop=True) for name in STANDING[:2])
        caused = table[table["product"] == "caused"]["week"]
        for up, down in zip(each_row(ups), each_row(downs), strict=True):
            if not caused.empty and up.week > caused.min():
                break
            if up.severity < 4:
                total = up.hazard + down.hazard
                assert up.chance == pytest.approx(share_of_week(up.hazard, total), rel=CLOSE)
                assert down.chance == pytest.approx(share_of_week(down.hazard, total), rel=CLOSE)
            u = draw(keys[up.resident, up.domain], np.uint64(stream(world.seed_key[0], up.week, LADDER)))
            after = next_severity(up.severity, up.chance, down.chance, u)
            assert happened.get((up.week, up.resident, up.domain), up.severity) == after
            seen += after != up.severity
    assert seen > 20


def test_contributions_have_the_sign_of_what_they_are(area: Path) -> None:
    events = traced(of(area)).events
    worse = events[events["event"].isin(("begins", "worsens"))]
    assert (worse[[*FROM_OTHERS, "network_worn", *HELP]] >= -CLOSE).all().all()
    assert worse["network"].min() < 0.0 < worse["network"].max()
    better = events[events["event"] == "recovers"]
    assert (better[[*HELP, "bottleneck"]] <= 0.0).all().all()
    assert (better[FROM_OTHERS] == 0.0).all().all()
    asks = events[events["event"] == "wants_help"]
    assert (asks[["distrust", "perceived_wait"]] <= 0.0).all().all()
    others = events[~events["event"].isin(("begins", "worsens", "recovers", "registered", "wants_help"))]
    assert (others[NAMES] == 0.0).all().all()


NULLS = (
    ({"spill_over": 0.0}, FROM_OTHERS),
    ({"network_protection": 0.0}, ["network", "network_worn"]),
    ({"help_prevents_worsening": 0.0, "help_speeds_recovery": 0.0}, HELP),
    ({"bottleneck_recovery": 1.0}, ["bottleneck"]),
    ({"plan_conflict": 0.0}, ["conflict"]),
    ({"immaturity_loss": 0.0}, ["new_team", "new_director"]),
    ({"wrong_plan_chance": 0.0}, ["wrong_plan"]),
    ({"first_product_right": 1.0, "first_product_right_max": 1.0}, ["wrong_product"]),
    ({"wait_discouragement_weeks": entries()["wait_discouragement_weeks"].null}, ["perceived_wait"]),
)


@pytest.mark.parametrize(("parameters", "names"), NULLS, ids=lambda value: str(value)[:40])
def test_what_has_no_effect_contributes_nothing(
    area: Path, parameters: dict[str, float], names: list[str]
) -> None:
    with_it, without = (traced(of(area, parameters=given)).events[names] for given in ({}, parameters))
    assert (with_it.abs() > 1e-3).any().any()
    assert (without.abs() < 1e-6).all().all()  # the longest patience is not without end


def test_every_contribution_is_met_somewhere(area: Path) -> None:
    """Also those that rarely bind: a worn-out owner of a case, and budgets that are used up."""
    tight = {"budget_change": 0.5, "bought_over_budget": 0.0, "capacity_follows_share": 0.5}
    tight["ownership_loss"] = 0.17
    runs = [of(area), of(area, "fragmented", warmup_weeks=104, years=2, parameters=tight)]
    met = pd.concat([traced(one).events[NAMES] for one in runs])
    assert [name for name in NAMES if not (met[name].abs() > 1e-9).any()] == []


# ---- what does not fit


def test_what_cannot_be_traced_is_refused() -> None:
    several = Scenario(area=str(KLEIN), years=1, warmup_weeks=0, copies=2)
    with pytest.raises(InputError, match="trace True: copies is 2"):
        simulate(several, trace=True)
    with pytest.raises(InputError, match=r"events: this run kept no diary; .* trace=True"):
        _ = simulate(Scenario(area=str(KLEIN), years=1, warmup_weeks=0)).events


def test_a_diary_that_is_full_is_not_passed_over(area: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "LEAST_LINES", 5)
    monkeypatch.setattr(tracing, "LINES_A_HOUSEHOLD", 0)
    with pytest.raises(RuntimeError, match="lines found no room in the diary"):
        simulate(of(area), trace=True)
