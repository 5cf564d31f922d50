"""What is said where nothing differs: figures are drawn and no effect is made of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboards.cards import tiles
from results.evidence import Evidence, read_evidence
from results.figures.canvas import NARROW, WIDE, Canvas, render
from results.figures.payers import build_payers
from results.figures.sure import SHOWN, build_sure
from results.numbers import Language
from results.primary import AIMS
from results.words import LANGUAGES, load_words
from tests.results.stored import POLICIES, TARGET, copy_result

STORED = Path(__file__).parents[2] / "dashboards" / "stored_reference"
BASE = f"runs/{POLICIES[0]}.parquet"
type Tables = dict[str, pd.DataFrame]


def in_worlds(tables: Tables) -> None:
    """Two replicates meet a world each, as a comparison over plausible worlds has them."""
    for table in tables.values():
        if "seed" in table:
            table["world"] = (table["seed"] + 1) // 2


def changed(tmp_path: Path, change: Callable[[Tables], None]) -> Evidence:
    return read_evidence(copy_result(STORED, tmp_path / "changed", change=change))


def same_in(names: tuple[str, ...]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        in_worlds(tables)
        base, target = tables[BASE], tables[TARGET]
        for name in names:
            own = base[base["outcome"] == name].sort_values("seed")["value"].to_numpy()
            rows = target[target["outcome"] == name].sort_values("seed").index
            target.loc[rows, "value"] = own

    return change


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_that_differs_nowhere_is_drawn_as_equal(language: Language, tmp_path: Path) -> None:
    words = load_words(language)
    chart = build_sure(changed(tmp_path, same_in(SHOWN[1:3])), words)
    assert chart is not None
    assert words.entries["sure.equal"].split("{")[0] in chart.finding
    for width in (WIDE, NARROW):
        drawn, _ = render(chart.draw, Canvas(width, words.language))
        assert drawn.decode().count(words.text("sure.all_equal")[:12]) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_payers_have_nothing_back(language: Language, tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        base, target = (tables[f"payers/{policy}.parquet"] for policy in POLICIES)
        for name in base.select_dtypes("number"):
            target[name] = base[name].to_numpy()

    words = load_words(language)
    (told,) = build_payers(changed(tmp_path, change), words).besides
    assert told.count(words.text("payers.same")) == 4
    assert words.text("payers.from_start") not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_are_coloured_by_what_holds_after_correction(language: Language, tmp_path: Path) -> None:
    """Each primary outcome differs by 2.5 standard errors: clear by itself (p = 0.03), not among four."""

    def change(tables: Tables) -> None:
        base, target = tables[BASE], tables[TARGET]
        for name in AIMS:
            stored = base[base["outcome"] == name].sort_values("seed")
            own, world = stored["value"].to_numpy(), np.unique(stored["world"], return_inverse=True)[1]
            apart = np.where(np.arange(world.max() + 1) % 2, 1.0, -1.0) * 0.001
            apart += 2.5 * apart.std(ddof=1) / np.sqrt(len(apart)) - apart.mean()
            rows = target[target["outcome"] == name].sort_values("seed").index
            target.loc[rows, "value"] = own + apart[world]

    words = load_words(language)
    made = tiles(changed(tmp_path, change), words)
    assert made.count(words.text("dash.tile_corrected")) == len(AIMS)
    assert made.count(words.text("dash.tile_explored")) == made.count("<li") - len(AIMS)
