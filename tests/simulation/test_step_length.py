"""Weeks or half weeks: the ladder follows the exact chain of its own step (T16).

Hazards become chances by the rules of the model, so that a step of half a week is half the hazard. Every
run is held against the exact chain of its own step; seeds 1, 2, ... numbered on over all rows, a right
program is refused with a chance of 0.1%. Shown to fail on a seeded fault: chances that are halved as if
they were hazards.
"""

from collections.abc import Callable

import numpy as np

from agents.need import share_of_week
from simulation.theory import severity_ladder
from tests.exact.acceptance import Row, failures
from tests.exact.ladder import Ladder, at_end

SEEDS, NEEDS, WEEKS = 6, 20_000, 156
HAZARDS = {
    "slow": (0.004, (0.012, 0.02, 0.03), (0.06, 0.036, 0.024), 0.25),
    "usual, twice as fast": (0.02, (0.05, 0.08, 0.1), (0.2, 0.15, 0.1), 0.4),
    "brisk": (0.2, (0.3, 0.25, 0.4), (0.5, 0.4, 0.3), 0.6),
}
STEPS = (1, 2)
"""Steps in a week."""


def chances(name: str, steps: int) -> Ladder:
    """The chances of one step, by the rules of the model."""
    onset, ups, downs, exit_hazard = HAZARDS[name]
    pairs = [(up / steps, down / steps) for up, down in zip(ups, downs, strict=True)]
    up1, up2, up3 = (float(share_of_week(up, up + down)) for up, down in pairs)
    down1, down2, down3 = (float(share_of_week(down, up + down)) for up, down in pairs)
    first, last = (float(-np.expm1(-hazard / steps)) for hazard in (onset, exit_hazard))
    return Ladder(first, (up1, up2, up3), (down1, down2, down3), last)


def halved(name: str, steps: int) -> Ladder:
    """The fault: chances of a week, divided by the number of steps."""
    week = chances(name, 1)
    return Ladder(
        week.onset / steps,
        (week.up[0] / steps, week.up[1] / steps, week.up[2] / steps),
        (week.down[0] / steps, week.down[1] / steps, week.down[2] / steps),
        week.crisis_exit / steps,
    )


def rows(lived: Callable[[str, int], Ladder]) -> list[Row]:
    """Share of steps that end in severe or crisis state, per ladder and step, beside the exact chain."""
    found = []
    for number, (name, steps) in enumerate((name, steps) for name in HAZARDS for steps in STEPS):
        ladder, exact = lived(name, steps), chances(name, steps)
        reward = at_end(3) + at_end(4)
        mean, variance = exact.over_weeks(reward, 0, WEEKS * steps)
        shares = [
            severity_ladder(
                ladder.onset,
                ladder.up,
                ladder.down,
                ladder.crisis_exit,
                needs=NEEDS,
                weeks=WEEKS * steps,
                seed=1 + number * SEEDS + seed,
            ).occupancy[3:]
            for seed in range(SEEDS)
        ]
        estimates = np.array([share.sum() for share in shares])
        scale = 1.0 / (WEEKS * steps)
        deviation = scale * float(np.sqrt(variance / NEEDS))
        found.append(Row(f"{name}, {steps} steps a week", estimates, scale * mean, deviation))
    return found


def test_every_step_follows_its_own_exact_chain() -> None:
    assert failures(rows(chances)) == []


def test_halved_chances_are_refused() -> None:
    assert failures(rows(halved)) != []
