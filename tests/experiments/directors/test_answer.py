"""Directors on the small area: the same luck at every number, and nothing where nobody gets one."""

from pathlib import Path

import numpy as np
import pytest

from experiments import sweep
from experiments.directors import Directors, count_directors, directors_design
from experiments.directors.answer import GAINS, LEVELS
from experiments.evaluation.trial import RULES
from tests.experiments.sweep.designs import KLEIN

SMALL = {"area": KLEIN, "years": 1, "warmup_weeks": 30, "replicates": 2, "levels": (0, 3, 8)}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Directors:
    design = directors_design(**SMALL)  # type: ignore[arg-type]
    return count_directors(sweep(design, tmp_path_factory.mktemp("directors") / "out", workers=1))


def test_every_rule_has_a_curve_from_none(found: Directors) -> None:
    assert set(found.curves) == {(rule, gainer) for rule in RULES for gainer in GAINS}
    table = found.table
    assert (table[table["level"] == 0]["total"] == 0).all()
    assert set(table["level"]) == {0, 3, 8} and found.sweep.overview.finished == 7 * 2
    assert table[table["level"] > 0]["total"].abs().sum() > 0


def test_gains_are_the_paired_differences_of_the_whole_area(found: Directors) -> None:
    (runs,) = list(found.sweep.runs())
    cost = runs.pivot_table(
        index="seed", columns=["director_selects", "director"], values="cost_municipality"
    )
    base = cost[2.0, 0.0]
    wanted = (base - cost[1.0, 8.0]).mean() * found.households
    own = found.table.set_index(["rule", "gainer", "level"])
    assert own.loc[("severity", "municipality", 8), "total"] == pytest.approx(wanted)


def test_directors_who_follow_nobody_bring_nothing(tmp_path: Path) -> None:
    from dataclasses import replace

    design = directors_design(**SMALL)  # type: ignore[arg-type]
    nobody = replace(design, parameters={**design.parameters, "director_caseload": 0.0, "plan_followed": 0.0})
    found = count_directors(sweep(nobody, tmp_path / "out", workers=1))
    assert not np.nan_to_num(found.table[["total", "marginal"]].to_numpy(float)).any()
    assert (found.table["stop"] == 0).all()


def test_the_documents_number_is_among_those_that_are_played() -> None:
    from experiments.directors.answer import DOCUMENTS
    from simulation.policies import policy

    assert DOCUMENTS in LEVELS and policy("vijftig-gezinnen").levers["director"] == DOCUMENTS
    assert max(LEVELS) == 100
