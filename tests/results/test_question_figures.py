"""Figures and sentences of the questions, from numbers written by hand."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from results.chart import Chart
from results.figures.box import build_box
from results.figures.canvas import NARROW, WIDE, Canvas, Frame, render
from results.figures.directors import build_directors
from results.figures.evaluation import DESIGNS, MEASURES, build_evaluation
from results.figures.regret import CHOOSERS, build_regret
from results.figures.shapley import WHOLE, build_shapley
from results.figures.tornado import build_tornado
from results.numbers import Language
from results.question import Asked
from results.rules import SEEN, Condition, Told, write_values
from results.words import LANGUAGES, load_words

POLICIES = ("fragmented", "krachtenbundeling", "kaasschaaf")
COST, EVENTS = "cost_per_household_per_year", "crises_per_1000_households_per_year"
LONG = "How fast a first light problem starts in an average household or resident who has none in this domain"
ASKED = Asked(
    manifest={
        "version": "0.1.0",
        "made": "2026-11-22T10:00:00+00:00",
        "sweep": {
            "policies": ["fragmented", "krachtenbundeling"],
            "area": "a",
            "years": 5,
            "warmup_weeks": 208,
            "kind": "morris",
        },
    },
    titles={},
    meanings={name: {"nl": LONG, "en": LONG} for name in ("plan_conflict", "onset_hazard_mental")},
    points=300,
    seeds=2,
    runs=1200,
    finished=1200,
)
TOUCHING = 1.0
"""How far, in points, the letters of one text may lie in the place of another."""


def regret_table(clear: bool = True) -> pd.DataFrame:
    rows = []
    for chooser in CHOOSERS:
        outcome = "crises_per_1000_households_per_year" if chooser == "escalations" else "cost_municipality"
        for place, policy in enumerate(POLICIES):
            row = {"chooser": chooser, "outcome": outcome, "policy": policy, "mean_loss": 1400.0}
            row |= {"worst_regret": 5.0 + 3 * place, "worst_world": 2, "mean_regret": 1.0 + place}
            row |= {"worst_checked": 4.0, "mean_checked": 0.5, "best_share": 0.4, "worlds": 30, "steady": 0.9}
            row |= {"clear": clear, "average_clear": clear}
            rows.append(row | {"robust": place == 0, "on_average": place == 1})
    return pd.DataFrame(rows)


def rules(chance: float) -> pd.DataFrame:
    rule = {"chooser": "society", "observable": "weeks_to_first_help", "side": "above", "value": 14.2}
    return pd.DataFrame([rule | {"policy": "kaasschaaf", "share": 0.3, "gain": 2.5, "chance": chance}])


def directors_table(chance: float = 0.01, stop: int = 12, high: int = 24) -> pd.DataFrame:
    rows = []
    for rule in ("cost", "severity", "domains"):
        for gainer in ("society", "municipality", "escalations"):
            for level in (0, 6, 12, 24):
                total = 100.0 * level - 4 * level**2
                row = {"rule": rule, "gainer": gainer, "level": level, "total": total, "pooled": 40.0 - level}
                row |= {"total_low": total - 90, "total_high": total + 90, "marginal": 40.0 - level}
                row |= {"marginal_low": 10.0 - level, "marginal_high": 70.0 - level, "stop": stop}
                row |= {"stop_low": min(stop, 6), "stop_high": high, "chance": chance, "checked": 512.0}
                row |= {"checked_low": 90.0, "checked_high": 934.0, "clear": stop > 0 and chance < 0.05}
                rows.append(row)
    return pd.DataFrame(rows)


def evaluation_table() -> pd.DataFrame:
    rows = []
    for design in DESIGNS:
        for measure in MEASURES:
            for places in (1, 2, 4):
                bias = -6000.0 if design == "before_after" else 40.0
                row = {"design": design, "measure": measure, "years": 4, "places": places}
                row |= {"households": 24.0 * places, "studies": 60.0, "truth": -300.0}
                row |= {
                    "estimate": bias - 300.0,
                    "bias": bias,
                    "bias_low": bias - 200,
                    "bias_high": bias + 200,
                }
                row |= {"spread": 900.0, "power": 0.2 * places, "nothing": bias, "false_alarm": 0.05}
                row |= {"wrong_side": 0.02, "had": 0.4, "truth_low": -400.0, "truth_high": -200.0}
                for name in ("power", "wrong_side", "false_alarm"):
                    share = float(str(row[name]))
                    row |= {f"{name}_low": 0.5 * share, f"{name}_high": 0.5 + 0.5 * share}
                rows.append(row)
    table = pd.DataFrame(rows)
    gap = (table["design"] == "matched") & (table["measure"] == "events")
    table.loc[gap, ["truth", "estimate", "bias", "bias_low", "bias_high", "power", "false_alarm"]] = np.nan
    return table


def shares_table() -> pd.DataFrame:
    rows = []
    for outcome in (COST, EVENTS, "cost_wmo"):
        for switch in ("director", "custom", WHOLE):
            row = {"outcome": outcome, "switch": switch, "share": -12.0, "low": -40.0, "high": 16.0}
            rows.append(row | {"seeds": 4})
    return pd.DataFrame(rows)


def matters_table() -> pd.DataFrame:
    rows = []
    for name in ("onset_hazard_mental", "plan_conflict"):
        row: dict[str, object] = {"quantity": "difference", "policy": "krachtenbundeling"}
        row |= {"outcome": COST, "factor": name}
        row |= {"size": 39.0, "low": 31.0, "high": 45.0, "alone": -39.0, "floor": 2.0, "clear": True}
        rows.append(row | {"chance": 0.002, "gaps": 0, "points": 300})
    return pd.DataFrame(rows)


def told(kind: str, *conditions: Condition) -> Told:
    return Told(
        policy="krachtenbundeling",
        outcome=EVENTS,
        kind=kind,
        side="worse",
        share_worse=(0.3, 0.2, 0.4),
        worlds=200,
        holds=True,
        chance=0.003,
        conditions=conditions,
        coverage=(0.8, 0.7, 0.9),
        density=(0.85, 0.75, 0.92),
        elsewhere=0.06,
    )


def box_of(language: Language, kind: str, *conditions: Condition) -> Chart:
    rng = np.random.default_rng(1)
    table = pd.DataFrame({one.name: rng.uniform(0, 40, 200) for one in conditions})
    worse = {("krachtenbundeling", EVENTS): (rng.random(200) < 0.3).astype(float)}
    return build_box([told(kind, *conditions)], {kind: table}, worse, ASKED, load_words(language))


def charts(language: Language) -> list[Chart]:
    words = load_words(language)
    waiting = Condition("weeks_to_first_help", 20, np.inf)
    leaving = Condition("staff_turnover_per_year", -np.inf, 20)
    unknown = [Condition(name, 10, 30) for name in ("onset_hazard_mental", "plan_conflict")]
    panels = [("difference", "krachtenbundeling", COST)]
    return [
        box_of(language, "seen", waiting),
        box_of(language, "seen", waiting, leaving),
        box_of(language, "unknown", *unknown),
        build_tornado(matters_table(), panels, ASKED, words),
        build_shapley(shares_table(), (COST, EVENTS), ASKED, words),
        build_regret(regret_table(), rules(0.01), str.upper, words),
        build_directors(directors_table(), 6, words),
        build_evaluation(evaluation_table(), words),
    ]


def letters(canvas: Canvas) -> list[tuple[str, Bbox]]:
    """Every text that was drawn, and the place that its letters take."""
    renderer = FigureCanvasAgg(canvas.figure).get_renderer()  # type: ignore[no-untyped-call]
    found = [text for text in canvas.figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in found]


def overlaps(canvas: Canvas) -> list[str]:
    """The texts that lie over each other or run out of the drawing."""
    wide, high = canvas.figure.get_size_inches() * canvas.figure.dpi
    texts = letters(canvas)
    out = [said for said, box in texts if box.x0 < -TOUCHING or box.x1 > wide + TOUCHING]
    out += [said for said, box in texts if box.y0 < -TOUCHING or box.y1 > high + TOUCHING]
    for (one, first), (other, second) in combinations(texts, 2):
        both = Bbox.intersection(first, second)
        if both is not None and min(both.width, both.height) > TOUCHING:
            out.append(f"{one} / {other}")
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_drawn_wide_and_narrow_without_holes_in_its_words(language: Language) -> None:
    for chart in charts(language):
        for width in (WIDE, NARROW):
            frame = Frame(chart.finding, chart.unit, (chart.reading,)) if width == WIDE else None
            canvas = Canvas(width, language, frame)
            svg, _ = render(chart.draw, canvas)
            assert svg.startswith(b"<?xml") and b"nan" not in svg
            assert (chart.name, width, overlaps(canvas)) == (chart.name, width, [])
        said = " ".join([chart.finding, *chart.besides, chart.unit, chart.reading, chart.alt])
        assert not re.search(r"\bnan\b|[{}]", said)
        assert all(len(row) == len(table.headings) for table in chart.tables for row in table.rows)


def test_what_is_said_of_regret_and_signposts() -> None:
    words = load_words("nl")
    sure = build_regret(regret_table(), rules(0.01), str.upper, words)
    assert "FRAGMENTED is zichtbaar de robuuste keuze" in sure.finding and "€ 4, met ander" in sure.finding
    assert "gemiddeld over deze werelden is KRACHTENBUNDELING zichtbaar de beste" in sure.finding
    none = build_regret(regret_table(False), rules(0.4), str.upper, words).finding
    assert "geen beleidsvariant is zichtbaar de robuuste keuze" in none and none.endswith("is niet te zien")
    assert sure.besides[0].startswith("Wegwijzer: waar") and "boven 14,2" in sure.besides[0]
    luck = build_regret(regret_table(), rules(0.4), str.upper, words)
    assert luck.besides[0].startswith("Geen wegwijzer gevonden")
    assert "niet te geven" in luck.besides[1]
    assert len(sure.besides) == len(CHOOSERS)


def test_what_is_said_of_directors() -> None:
    words = load_words("en")
    sure = build_directors(directors_table(), 6, words)
    assert "most is brought by 12" in sure.finding and "€+512" in sure.finding.replace("+€", "€+")
    assert "Around 6 households" in sure.besides[0]
    luck = build_directors(directors_table(0.3), 6, words).finding
    assert "no number of households with a director visibly brings anything" in luck and "0.300" in luck
    assert "none at all is visibly better" in build_directors(directors_table(1.0, 0, 0), 6, words).finding
    assert "nothing can be said" in build_directors(directors_table(np.nan, 0), 6, words).finding


def test_what_is_said_of_evaluations() -> None:
    said = build_evaluation(evaluation_table(), load_words("en"))
    assert said.finding.startswith("Before and after reports for cost of the municipality after 4 years")
    assert "€6,000 off" in said.finding and said.besides[0].startswith("With 96 households")
    assert any("not visibly off" in text for text in said.besides)
    assert any("cannot be judged for escalations" in text for text in said.besides)
    assert (
        "80% (40% to 90%) of the studies see that effect, and 2% (1% to 51%) the opposite" in said.besides[0]
    )
    assert "had one 40% of the time with By lot" in said.besides[-1]


def test_values_along_one_axis_have_as_many_decimals() -> None:
    words = load_words("nl")
    assert write_values("", "number", [0.25, 0.3, float("inf")], words) == [
        "0,25",
        "0,30",
        words.text("fails.open"),
    ]
    assert write_values("staff_turnover_per_year", SEEN, [0.125, 0.15], words) == ["12,5%", "15,0%"]
    assert write_values("", "number", [], words) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_power_is_told_of_an_effect_that_may_be_none(language: Language) -> None:
    words = load_words(language)
    table = evaluation_table().assign(truth_low=-100.0, truth_high=100.0)
    said = build_evaluation(table, words)
    first = words.entries["evaluation.sees_unclear"].split("{")[0]
    sees = words.entries["evaluation.sees"].split("{power}")[1].split("{")[0]
    assert sum(first in text for text in said.besides) == 11
    assert not any(sees in text for text in said.besides)
