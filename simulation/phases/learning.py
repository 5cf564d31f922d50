"""Phase 10, learning: what a week of work does to those who did it."""

import math

from agents.compiled import Record, rule
from agents.professional import (
    autonomy,
    load_of_week,
    registration_share,
    skill_after_week,
    strain_after_week,
)
from agents.team import maturity_after_week
from simulation.columns import STAFF
from simulation.craft import reckon
from simulation.new_ways import regimes_of
from simulation.ownership import owners_settle
from simulation.world import World

STRAIN, MILLION = STAFF + 7, 1_000_000.0
SECONDS = 3600


@rule
def learning(w: World, week: int) -> None:
    """Bring everybody who works here to the end of the week.

    Args:
        w: the world.
        week: this week.
    """
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if worker.vacant:
            continue
        strain_grows(w, worker)
        learn(w, index, worker)
        grow_together(w, worker)
        reckon(w, index, w.p[0].reckoning_step)
        w.now[STRAIN] += int(math.floor(worker.strain * MILLION + 0.5))
    owners_settle(w, week)


@rule
def strain_grows(w: World, worker: Record) -> None:
    """Strain follows what was asked this week; whoever is ill only recovers.

    Args:
        w: the world.
        worker: record of the professional.
    """
    p = w.p[0]
    if worker.available <= 0:
        worker.strain -= p.strain_recovery * worker.strain
        return
    regimes = regimes_of(w, worker)
    share = registration_share(p.registration_share, p.registration_per_extra_regime, regimes)
    worker.strain = strain_after_week(
        worker.strain,
        load_of_week(worker.available, worker.unused, worker.short),
        share - p.registration_share,
        autonomy(regimes, p.regimes_without_autonomy),
        p.strain_per_load,
        p.strain_per_registration,
        p.strain_eased_by_autonomy,
        p.strain_recovery,
    )


@rule
def learn(w: World, index: int, worker: Record) -> None:
    """Skill grows where the direct hours of this week went, and fades elsewhere.

    Args:
        w: the world.
        index: which professional.
        worker: his record. A week without direct hours teaches nothing and costs nothing.
    """
    if worker.direct <= 0:
        return
    p = w.p[0]
    at_base = min(1.0, worker.home_base / (p.home_base_full_hours * SECONDS))
    for domain in range(w.skills.shape[1]):
        w.skills[index, domain] = skill_after_week(
            w.skills[index, domain],
            p.skill_elsewhere,
            w.domain_seconds[index, domain] / worker.direct,
            p.skill_learning,
            p.skill_forgetting,
            p.home_base_keeps * at_base,
        )


@rule
def grow_together(w: World, worker: Record) -> None:
    """In a new team routines settle in weeks of talks and meetings.

    Args:
        w: the world.
        worker: record of the professional.
    """
    if worker.pooled:
        p = w.p[0]
        together = (worker.coordination + worker.meetings) / SECONDS
        worker.maturity = maturity_after_week(
            worker.maturity, p.maturity_growth, together, p.maturity_joint_hours
        )
