"""What notebooks say follows from the numbers, and says so when there is nothing to say."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from experiments.compare import Comparison
from experiments.telling import draw_pairs, tabulate, tell
from results.tables import build_paired_table

OUTCOME = "weeks_to_first_help"
BASE = np.array([10.0, 12.0, 11.0, 13.0])


def compared(differences: list[float]) -> Comparison:
    """A comparison in which the second policy differs so much in each replicate."""
    values = {
        "fragmented": BASE[: len(differences)],
        "alleen-voordeur": BASE[: len(differences)] + differences,
    }
    runs = pd.DataFrame(
        [
            {"policy": policy, "seed": seed, "world": 0, "outcome": OUTCOME, "value": value}
            for policy, column in values.items()
            for seed, value in enumerate(column)
        ]
    )
    table = build_paired_table(runs, "fragmented")
    parts = SimpleNamespace(policies=tuple(values), runs=runs, table=table)
    return cast(Comparison, parts)


@pytest.mark.parametrize(
    ("differences", "said", "unsaid"),
    [
        ([2.0, 2.1, 1.9, 2.0], "alleen-voordeur gives +2.0", "no clear"),
        ([-2.0, -2.1, -1.9, -2.0], "alleen-voordeur gives −2.0", "no clear"),
        ([2.0, -2.1, 1.9, -2.0], "no clear difference between alleen-voordeur and fragmented", "gives"),
        ([2.0], "from one pair: nothing can be said of chance", "interval"),
        ([float("nan")] * 4, "not measured", "interval"),
    ],
)
def test_a_sentence_says_what_the_pairs_show(differences: list[float], said: str, unsaid: str) -> None:
    sentence = str(tell(compared(differences), OUTCOME))
    assert said in sentence and unsaid not in sentence
    assert sentence.startswith("Waiting for the first help (weeks): ")


def test_a_table_shows_difference_interval_and_pairs() -> None:
    row = tabulate(compared([2.0, 2.1, 1.9, -0.1]), [OUTCOME]).iloc[0]
    assert row["same sign"] == "3/4"
    assert row["difference"] == "+1.5" and " to " in row["95% interval"]


def test_a_drawing_marks_every_pair() -> None:
    few, many = (draw_pairs(compared([1.0] * pairs), [OUTCOME])._repr_svg_() for pairs in (2, 4))
    assert few.count("<use") + 2 == many.count("<use")
