"""The presets say what the model description says, and a policy file of your own is checked."""

import pickle
from pathlib import Path

import pytest

from simulation import Scenario
from simulation.errors import InputError
from simulation.parameters import entries, resolve
from simulation.policies import ALL, Policy, policies, policy
from simulation.startup import branch, started
from simulation.submodels import SUBMODELS

PRESETS = list(policies().values())
SWITCHES = (
    *("intake", "queue", "plan", "director", "outreach"),
    *("budget", "account", "collective", "custom", "partners", "own_choice"),
)
TABLE = {
    "fragmented": (0, 0, 0, 0, 0, 0, 0, 0.2, 0, 0, 0),
    "kaasschaaf": (0, 0, 0, 0, 0, 0, 0, 0.2, 0, 0, 0),
    "proeftuin": (0.6, 0, 0.6, 24, 0.4, 0, 0, 0.5, 0, 0, 0.5),
    "blauwe-zorg": (0.3, 0, 0.4, 14, 0.5, 0.2, 0.2, 0.4, 0.3, 0, 0.7),
    "vijftig-gezinnen": (0, 0, 0, 6, 0, 0, 0, 0.2, 0.2, 0, 0),
    "krachtenbundeling": (0.8, 0.8, 0.8, 24, 0.5, 0.8, 0.5, 0.5, 0.5, 0, 0.7),
    "zorgzame-wijken": (0.7, 0.6, 0.5, 0, 0.5, 0.3, 0.3, 0.9, 0.1, 0.4, 0.8),
    "breed": (0.8, 0.8, 0.8, 24, 0.5, 0.8, 0.5, 0.5, 0.5, 0.8, 0.7),
    "papieren-bundeling": (0.8, 0.2, 0.2, 0, 0, 0, 0, 0.2, 0, 0, 0.2),
    "alleen-voordeur": (0.8, 0, 0, 0, 0, 0, 0, 0.2, 0, 0, 0),
    "alleen-gedeelde-capaciteit": (0, 0.8, 0, 0, 0, 0, 0, 0.2, 0, 0, 0),
}
PROJECT = {"project_cost_per_year": 162_500}  # model 8.24
HOME_BASE = {"home_base_hours": 1.5}  # model 8.10
OTHER_LEVERS = {
    "proeftuin": {"disciplines_consulted": 2, **PROJECT},
    "krachtenbundeling": {"disciplines_consulted": 2, **HOME_BASE, **PROJECT},
    "breed": {"disciplines_consulted": 2, **HOME_BASE, **PROJECT},
    "vijftig-gezinnen": {"plan_followed": 0.8},
    "kaasschaaf": {"hours_change": 0.95},
    "zorgzame-wijken": {"locations_closed_share": 0.33, **PROJECT},
    "blauwe-zorg": {"youth_nurse": 1, **PROJECT},
    "papieren-bundeling": {**PROJECT},
}


def write(folder: Path, text: str, file: str = "eigen.toml") -> Path:
    """Write a policy file."""
    path = folder / file
    path.write_text(text, encoding="utf-8")
    return path


def message(excinfo: pytest.ExceptionInfo[InputError]) -> str:
    """Give the message after checking that it is one line."""
    text = str(excinfo.value)
    assert text and "\n" not in text
    return text


# ---- presets


def test_presets_are_there_and_the_present_situation_comes_first() -> None:
    assert list(policies()) == ["fragmented", *sorted(set(TABLE) - {"fragmented"})]
    assert all(name == preset.name for name, preset in policies().items())


@pytest.mark.parametrize("name", TABLE)
def test_switches_follow_the_table(name: str) -> None:
    values = dict(policy(name).levers)
    assert tuple(values.pop(switch) for switch in SWITCHES) == TABLE[name]
    assert values == OTHER_LEVERS.get(name, {})


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_lever_is_a_policy_entry_within_its_range(preset: Policy) -> None:
    for name in preset.levers:
        assert entries()[name].kind == "policy"
    values = resolve(preset.levers)
    changed = {name for name in values if values[name] != resolve()[name]}
    assert changed <= set(preset.levers)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_texts_are_there_in_two_languages(preset: Policy) -> None:
    assert preset.title_nl != preset.title_en
    for text in (preset.text_nl, preset.text_en):
        sentences = [sentence for sentence in text.rstrip(".").split(". ") if sentence]
        assert len(sentences) >= 3 and text.endswith(".") and "\n" not in text
        assert all(len(sentence.split()) <= 25 for sentence in sentences), (
            "plain language has short sentences"
        )
    assert preset.source.startswith(("seed:", "model "))


def test_partners() -> None:
    for preset in PRESETS:
        assert preset.partners == (ALL,) or preset.name == "proeftuin"


def test_partners_of_a_preset_that_an_area_does_not_have_are_left_out() -> None:
    """In Maastricht some partners of the Proeftuin work in the area; a made-up area has none of them."""
    there = {"levanto", "trajekt", "envida", "mee", "radar", "xonar", "municipality"}
    assert set(Scenario(policy="proeftuin").partners) == there
    assert Scenario(area="tests/areas/klein", policy="proeftuin").partners == (ALL,)


def test_only_partners_share_lists(tmp_path: Path) -> None:
    levers = "[levers]\nintake = 1\nqueue = 1\n"
    shared = {}
    for name, line in (("all", ""), ("one", 'partners = ["schakel"]\n'), ("none", "partners = []\n")):
        path = tmp_path / f"{name}.toml"
        path.write_text(line + levers, encoding="utf-8")
        of = Scenario(area="tests/areas/klein", policy=str(path), years=1, warmup_weeks=4)
        world = branch(started(of), of)
        names = of.loaded_area.organisations["organisation"].to_numpy()
        shared[name] = {str(names[row.organisation]) for row in world.lists if row.poolable}
        assert world.professionals.pooled.any() == bool(shared[name])
    assert shared["none"] == set() and shared["one"] == {"schakel"} and len(shared["all"]) > 1


def test_a_partner_the_area_does_not_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text('partners = ["schakl"]\n[levers]\nqueue = 1\n', encoding="utf-8")
    with pytest.raises(InputError) as excinfo:
        Scenario(area="tests/areas/klein", policy=str(path))
    assert "schakl" in message(excinfo) and "did you mean 'schakel'?" in message(excinfo)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_policy_travels_to_another_process(preset: Policy) -> None:
    copy = pickle.loads(pickle.dumps(preset))
    assert copy == preset and hash(copy) == hash(preset)


def test_presets_cannot_be_replaced() -> None:
    with pytest.raises(TypeError):
        policies()["fragmented"] = PRESETS[-1]  # type: ignore[index]


# ---- names and files


def test_unknown_policy_gives_the_nearest() -> None:
    with pytest.raises(InputError) as excinfo:
        policy("krachtenbundling")
    assert "did you mean 'krachtenbundeling'?" in message(excinfo)


def test_own_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, 'title_nl = "Eigen plan"\n[levers]\nintake = 1\nadmission = 2\n')
    for given_path in (path, str(path)):
        own = policy(given_path)
        assert own.name == "eigen"
        assert own.title_nl == own.title_en == "Eigen plan"
        assert own.levers == {"intake": 1, "admission": 2}
        assert own.partners == (ALL,)


def test_own_file_is_read_again_after_a_change(tmp_path: Path) -> None:
    assert policy(write(tmp_path, "[levers]\nintake = 1\n")).levers["intake"] == 1
    assert policy(write(tmp_path, "[levers]\nintake = 0.5\n")).levers["intake"] == 0.5


def test_missing_file_suggests_another(tmp_path: Path) -> None:
    write(tmp_path, "[levers]\n", "mijnplan.toml")
    with pytest.raises(InputError) as excinfo:
        policy(tmp_path / "mijnplam.toml")
    assert "'mijnplan.toml'" in message(excinfo)
    with pytest.raises(InputError) as excinfo:
        policy("nergens/fragmented.toml")
    assert "the preset 'fragmented'" in message(excinfo)


def test_a_folder_is_not_a_policy(tmp_path: Path) -> None:
    (tmp_path / "map.toml").mkdir()
    with pytest.raises(InputError) as excinfo:
        policy(tmp_path / "map.toml")
    assert "cannot be read" in message(excinfo)


BROKEN = [
    ("[levers\nintake = 1", "not readable as TOML"),
    ("", "missing [levers]"),
    ("levers = 1", "levers is 1"),
    ("intake = 1\n[levers]", "put it under [levers]"),
    ("someday = 1\n[levers]", "unknown field 'someday'"),
    ("[levers]\nintake = 1\n[not_yet]\ncustom = 0.5", "unknown field 'not_yet'"),
    (
        "[levers]\n[not_yet]\n",
        "allowed: calendar, levers, partners, source, text_en, text_nl, title_en, title_nl",
    ),
    ('titel_nl = "x"\n[levers]', "did you mean 'title_nl'?"),
    ("title_nl = 3\n[levers]", "title_nl is 3"),
    ("[levers]\nintke = 1", "did you mean 'intake'?"),
    ("[levers]\nintake = 1.2", "'intake' got 1.2"),
    ("[levers]\nintake = nan", "not a finite number"),
    ('[levers]\nintake = "1"', "'intake' got '1'"),
    ("[levers]\nadmission = 0.5", "first come"),
    ("[levers]\nplan_conflict = 0", "fact of the world"),
    ("[levers]\nsomeday = 1", "someday"),
    ('partners = "trajekt"\n[levers]', "list of names"),
    ('partners = ["a", "a"]\n[levers]', "more than once"),
    ("partners = [1]\n[levers]", "partners is 1"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=[expected for _, expected in BROKEN])
def test_broken_file_is_refused_in_one_line(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as excinfo:
        policy(write(tmp_path, text))
    assert "eigen.toml" in message(excinfo) and expected in message(excinfo)


# ---- submodels


def test_the_28_submodels_are_listed_in_order() -> None:
    assert [submodel.id for submodel in SUBMODELS] == list(range(1, 29))
    for names in ([part.name_nl for part in SUBMODELS], [part.name_en for part in SUBMODELS]):
        assert all(names) and len(set(names)) == len(SUBMODELS)
