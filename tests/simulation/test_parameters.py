"""The register of numbers is complete, consistent, and refuses what it should refuse."""

import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.errors import InputError, nearest, unknown
from simulation.parameters import Parameter, digest, entries, nulls, record, resolve
from simulation.parameters.entry import ALLOWED, REQUIRED
from simulation.parameters.register import FOLDER, read_folder

ENTRIES = list(entries().values())
DOMAINS = ("housing", "money", "parenting", "work", "learning", "mental", "addiction", "daily", "connection")
TIMED_PRODUCTS = (
    *(
        "social_work",
        "client_support",
        "guidance",
        "day_activity",
        "household_help",
        "youth_help",
        "ggz",
        "nursing",
    ),
    *("youth_mental_health", "specialised_youth", "guardian", "debt_help", "work_support", "practice_nurse"),
    "addiction_care",
)
GOOD = {
    "text_nl": "Wat het is.",
    "text_en": "What it is.",
    "symbol": "",
    "value": 1,
    "unit": "weeks",
    "low": 0,
    "high": 2,
    "distribution": "uniform",
    "null": 0,
    "grade": "D",
    "source": "model 8.1",
    "date": "2026-11",
    "scope": "universal",
    "kind": "model",
    "submodel": "8.1",
}


def write(folder: Path, text: str, file: str = "some.toml") -> Path:
    """Write one parameter file in a folder of its own."""
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def as_toml(changes: dict[str, object] | None = None) -> str:
    """Write a good entry with some fields changed, or left out where the change is None."""
    fields = {**GOOD, **(changes or {})}
    lines = [f"{key} = {value!r}" for key, value in fields.items() if value is not None]
    return "[thing]\n" + "\n".join(lines) + "\n"


def message(excinfo: pytest.ExceptionInfo[InputError]) -> str:
    """Give the message after checking that it is one line."""
    text = str(excinfo.value)
    assert text and "\n" not in text
    return text


# ---- what the register holds


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_entry_is_complete_and_consistent(entry: Parameter) -> None:
    assert entry.low <= entry.value <= entry.high
    assert entry.low <= entry.null <= entry.high
    assert entry.low < entry.high
    assert entry.low <= entry.plausible[0] <= entry.value <= entry.plausible[1] <= entry.high
    assert all(math.isfinite(number) for number in (entry.value, entry.low, entry.high, entry.null))
    assert entry.grade in "ABCD"
    assert entry.scope in ("universal", "local", "choice")
    assert entry.unit and entry.submodel
    assert re.fullmatch(r"(model|own:|pop:|prog:|seed:).*", entry.source)
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", entry.date)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_texts_are_one_sentence_in_two_languages(entry: Parameter) -> None:
    for text in (entry.text_nl, entry.text_en):
        assert text[0].isupper() and text.endswith(".")
        assert len(text.split()) >= 5
        assert "\n" not in text and ". " not in text
        assert "_" not in text, "a care professional does not speak in names with underscores"
    assert entry.text_nl != entry.text_en


def test_no_two_entries_have_the_same_text() -> None:
    for field in ("text_nl", "text_en"):
        texts = [getattr(entry, field) for entry in ENTRIES]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_distribution_follows_the_rule(entry: Parameter) -> None:
    if entry.distribution in ("integer", "choice"):
        assert all(number == int(number) for number in (entry.value, entry.low, entry.high, entry.null))
    elif entry.low > 0 and entry.high / entry.low > 5:
        assert entry.distribution == "log-uniform"
    else:
        assert entry.distribution == "uniform"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_only_choices_have_labels(entry: Parameter) -> None:
    expected = entry.high - entry.low + 1 if entry.distribution == "choice" else 0
    assert len(entry.choices) == expected


def test_families_are_whole() -> None:
    names = set(entries())
    for domain in DOMAINS:
        assert {f"onset_hazard_{domain}", f"severity_speed_{domain}"} <= names
    for product in TIMED_PRODUCTS:
        assert {f"hours_{product}_2", f"hours_{product}_3", f"wait_norm_{product}"} <= names
    assert {f"up_hazard_{level}" for level in (1, 2, 3)} <= names
    assert {f"disutility_{level}" for level in (1, 2, 3, 4)} <= names


def test_levers_are_exactly_the_policy_entries() -> None:
    levers = {name for name, entry in entries().items() if entry.kind == "policy"}
    switches = {"intake", "queue", "plan", "account", "outreach", "hours_change"}
    front_door = {
        "disciplines_consulted",
        "door_hours_share",
        "intake_depth",
        "admission",
        "longest_case_weeks",
    }
    staff = {"home_base_hours", "joint_recruitment", "joint_traineeships", "pilot_selection"}
    money = {"budget", "budget_change", "zvw_pool_share", "saving_handed_over"}
    project = {"project_cost_per_year", "project_years", "project_payer"}
    directors = {"director", "plan_followed"}
    directors |= {f"director_{part}" for part in ("caseload", "hours", "least_domains", "posts", "selects")}
    assert levers == switches | front_door | staff | money | project | directors | {"meeting_hours"}
    assert {entries()[name].scope for name in levers} == {"choice"}


def test_values_of_the_model_description() -> None:
    values = resolve()
    assert 0.1 * 0.002 <= values["onset_hazard_money"] <= 4 * 0.002  # start value and range of the model
    assert values["help_speeds_recovery"] == 3
    assert values["spill_over"] == 0.12
    assert values["wait_norm_ggz"] == 24
    assert values["down_hazard_1"] > values["down_hazard_2"] > values["down_hazard_3"]
    assert values["up_hazard_1"] < values["up_hazard_2"] < values["up_hazard_3"]
    assert values["age_17_to_18_rate"] == pytest.approx(1 / 52)


def test_sick_share_of_staff_is_the_published_one() -> None:
    values = resolve()
    strain = -0.17  # mean under fragmented working, docs/ODD.md
    onset, recovery = values["sickness_onset_rate"] * math.exp(strain), values["sickness_recovery_rate"]
    assert onset / (onset + recovery) == pytest.approx(0.067, abs=0.002)


def test_shares_of_lasting_limitations_cannot_exceed_one() -> None:
    light, moderate = entries()["floor_level_1_share"], entries()["floor_level_2_share"]
    assert light.high + moderate.high <= 1


def test_first_help_can_always_be_right_when_the_effect_is_absent() -> None:
    absent = nulls()
    assert min(absent["first_product_right"], absent["first_product_right_max"]) == 1


def test_entries_are_sorted_and_cannot_be_changed() -> None:
    assert list(entries()) == sorted(entries())
    assert all(name == entry.name for name, entry in entries().items())
    with pytest.raises(TypeError):
        entries()["plan_conflict"] = ENTRIES[0]  # type: ignore[index]


# ---- asking for other values


def test_resolve_gives_every_value_and_takes_overrides() -> None:
    assert set(resolve()) == set(entries())
    changed = resolve({"plan_conflict": 0.0})
    assert changed["plan_conflict"] == 0.0
    assert {name for name in changed if changed[name] != resolve()[name]} == {"plan_conflict"}


def test_nulls_are_accepted_and_differ_from_the_values() -> None:
    assert resolve(nulls()) == nulls()
    assert nulls()["plan_conflict"] == 0
    assert nulls()["wait_discouragement_weeks"] == 1e9
    assert nulls() != resolve()


def test_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(InputError) as excinfo:
        resolve({"plan_conflct": 0.0})
    assert "'plan_conflct'" in message(excinfo) and "'plan_conflict'" in message(excinfo)


@pytest.mark.parametrize("value", [-0.001, 0.101, 1e300])
def test_value_out_of_range_names_the_range(value: float) -> None:
    with pytest.raises(InputError) as excinfo:
        resolve({"plan_conflict": value})
    assert "plan_conflict" in message(excinfo) and "0 to 0.1" in message(excinfo)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, np.float64("nan"), "0.05", None, True, [0.05]]
)
def test_what_is_not_a_finite_number_is_refused(value: object) -> None:
    with pytest.raises(InputError) as excinfo:
        resolve({"plan_conflict": value})  # type: ignore[dict-item]
    assert "plan_conflict" in message(excinfo) and "not a finite number" in message(excinfo)


@pytest.mark.parametrize("name", ["admission", "asking_threshold", "disciplines_consulted"])
def test_whole_numbers_are_whole(name: str) -> None:
    assert resolve({name: 1})[name] == 1
    with pytest.raises(InputError) as excinfo:
        resolve({name: 1.5})
    assert "whole number" in message(excinfo) or "(worst first)" in message(excinfo)


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(ENTRIES))
def test_a_value_is_accepted_exactly_within_its_bounds(value: float, entry: Parameter) -> None:
    inside = entry.low <= value <= entry.high and (not entry.whole or value.is_integer())
    if inside:
        assert resolve({entry.name: value})[entry.name] == value
    else:
        with pytest.raises(InputError):
            resolve({entry.name: value})


# ---- the record and the fingerprint


def test_record_has_one_field_per_entry() -> None:
    values = resolve({"plan_conflict": 0.07})
    row = record(values)
    assert row.shape == (1,)
    assert row.dtype.names == tuple(sorted(entries()))
    assert row.dtype.isalignedstruct
    assert {row.dtype[name] for name in row.dtype.names or ()} == {np.dtype("f8")}
    assert row[0].plan_conflict == 0.07
    assert {name: float(row[name][0]) for name in values} == values


def test_record_and_digest_need_every_number() -> None:
    values = resolve()
    del values["plan_conflict"]
    for function in (record, digest):
        with pytest.raises(InputError) as excinfo:
            function(values)
        assert "plan_conflict" in message(excinfo)
        with pytest.raises(InputError, match="did you mean 'plan_conflict'"):
            function({**resolve(), "plan_conflicts": 0.0})


@pytest.mark.parametrize("name", sorted(entries()))
def test_digest_changes_with_each_value(name: str) -> None:
    values = resolve()
    entry = entries()[name]
    other = entry.low if entry.value != entry.low else entry.high
    assert digest({**values, name: other}) != digest(values)
    if not entry.whole:
        assert digest({**values, name: math.nextafter(entry.value, math.inf)}) != digest(values)


def test_digest_does_not_depend_on_order_or_number_type() -> None:
    values = resolve()
    assert digest(dict(reversed(values.items()))) == digest(values)
    assert digest({**values, "plan_review_weeks": 26}) == digest(
        {**values, "plan_review_weeks": np.float64(26)}
    )


def test_digest_is_the_same_in_another_process() -> None:
    code = "from simulation.parameters import digest, resolve; print(digest(resolve()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == digest(resolve())


# ---- broken files


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = read_folder(write(tmp_path, as_toml()))
    assert found["thing"].value == 1.0
    assert found["thing"].plausible == (0.0, 2.0)


@pytest.mark.parametrize("field", sorted(REQUIRED))
def test_missing_field_is_named(tmp_path: Path, field: str) -> None:
    with pytest.raises(InputError) as excinfo:
        read_folder(write(tmp_path, as_toml({field: None})))
    for part in ("some.toml", "'thing'", field):
        assert part in message(excinfo)


BROKEN: list[tuple[dict[str, object], str]] = [
    ({"value": 3}, "value is 3"),
    ({"value": "1"}, "value is '1'"),
    ({"null": -1}, "null is -1"),
    ({"grade": "E"}, "grade is 'E'"),
    ({"scope": "everywhere"}, "scope is"),
    ({"kind": "lever"}, "kind is"),
    ({"distribution": "normal"}, "distribution is"),
    ({"distribution": "log-uniform"}, "log-uniform needs a low above 0"),
    ({"distribution": "integer", "value": 0.5}, "whole number"),
    ({"distribution": "choice", "choices": ["one"]}, "choices has 1 labels"),
    ({"plausible": [1.5, 2]}, "contain the value"),
    ({"plausible": [1]}, "pair of numbers"),
    ({"text_nl": " "}, "text_nl is empty"),
    ({"source": 7}, "source is 7"),
    ({"valeu": 1}, "did you mean 'value'"),
]


@pytest.mark.parametrize(("changes", "expected"), BROKEN, ids=[expected for _, expected in BROKEN])
def test_broken_entry_is_refused(tmp_path: Path, changes: dict[str, object], expected: str) -> None:
    with pytest.raises(InputError) as excinfo:
        read_folder(write(tmp_path, as_toml(changes)))
    for part in ("some.toml", "'thing'", expected):
        assert part in message(excinfo)


def test_an_entry_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, as_toml(), "first.toml")
    write(tmp_path, as_toml(), "second.toml")
    with pytest.raises(InputError, match=r"second.toml.*'thing'.*exists already"):
        read_folder(tmp_path)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as excinfo:
        read_folder(write(tmp_path, "[thing\nvalue == 1"))
    assert "some.toml" in message(excinfo)


def test_a_loose_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as excinfo:
        read_folder(write(tmp_path, "thing = 1\n"))
    assert "must be a table" in message(excinfo)


def test_shipped_files_use_no_unknown_field() -> None:
    assert set(ALLOWED) - set(REQUIRED) == {"choices", "plausible"}
    assert len(list(FOLDER.glob("*.toml"))) > 10


# ---- names that look alike


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Plan_Conflict", "plan_conflict"),
        ("plan-conflict", "plan_conflict"),
        ("plan conflict", "plan_conflict"),
        ("plan_conflct", "plan_conflict"),
        ("wlz_rate", "wlz_rate_67_plus"),
        ("qqqqqqqq", None),
        ("", None),
    ],
)
def test_nearest_name(given_name: str, expected: str | None) -> None:
    assert nearest(given_name, entries()) == expected


def test_unknown_is_one_line_and_lists_a_short_choice() -> None:
    error = unknown("colour", "gren\n", ["green", "red"])
    assert str(error) == "unknown colour 'gren\\n': did you mean 'green'? (allowed: green, red)"
    assert "there are none" in str(unknown("colour", "green", []))
