"""The ladder and the waiting lists of the model as plain Mesa agents, to hold its speed against.

Every need, waiting list and professional is an ordinary `mesa.Agent` with its own attributes; sets of agents
do their steps. It is written as one would write it in Mesa when speed matters too: needs that are quiet wait
in a calendar and cost nothing, agents keep what they use at hand, and a draw is a few multiplications.
What it lives is a small part of a week of the model: severities, asking, standing in line, starting
where there is room, ending. No registered events, hours, talks, plans, money, moves or counts.

The needs are those of a world at the first week of the policy: their severities, clocks, chances, lists and
running cases. `from_world` reads them off; the draws are those of the model, so the ladder must come out the
same to the last bit (tests/test_plain_mesa.py).
"""

import math
from collections import deque
from dataclasses import dataclass, field

import mesa
import numpy as np

from agents.case import FREE, OPEN
from agents.need import (
    level_after_onset,
    onset_hazard,
    recovery_hazard,
    share_of_week,
    worsening_hazard,
)
from simulation.draws import ASKS, CASE_ENDS, CLOCK, LADDER, stream
from simulation.handle import held
from simulation.pressure import refresh_changed
from simulation.world import World
from simulation.world_room import copy_world

MODERATE, CRISIS = 2, 4
NOBODY = -1
_64_BITS = (1 << 64) - 1


@dataclass(frozen=True)
class Start:
    """What is read off a world at the start of its first week, one entry a need, list or professional.

    Attributes:
        keys: key of each need.
        severity: 0-4.
        floor: chronic level.
        episode: how often its clock was wound.
        onset: week in which a quiet need begins, by its clock.
        hazard: hazard per week of a new onset.
        ups: need x severity -> probability a week of a step up.
        downs: need x severity -> probability a week of a step down.
        asks: probability a week of asking, once at severity 2.
        list_of: list on which the need would stand.
        worker_of: professional who helps now, -1 nobody.
        waiting: needs that stand in line, in order of joining.
        places: list -> places of each of its professionals.
        helps: professional -> his list.
        ends: probability a week that help ends.
        seed_key: key of the seed.
    """

    keys: list[int]
    severity: list[int]
    floor: list[int]
    episode: list[int]
    onset: list[int]
    hazard: list[float]
    ups: list[list[float]]
    downs: list[list[float]]
    asks: list[float]
    list_of: list[int]
    worker_of: list[int]
    waiting: list[int]
    places: list[int]
    helps: list[int]
    ends: float
    seed_key: np.uint64
    lists: int = 0
    eligible: list[bool] = field(default_factory=list)


def draw(key: int, of: int) -> float:
    """One uniform draw of the model, `simulation.draws.draw`, in plain Python.

    Args:
        key: key of the need.
        of: the stream of seed, week and decision.

    Returns:
        A number in [0, 1), the same to the last bit.
    """
    x = key ^ of
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _64_BITS
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _64_BITS
    return ((x ^ (x >> 31)) >> 11) * 2.0**-53


class Need(mesa.Agent):  # type: ignore[misc]
    """A need on the ladder that asks for help once it is moderate."""

    def __init__(self, model: "PlainMesa", number: int, start: Start, waiting_list: "WaitingList") -> None:
        """Take over one need of the world."""
        super().__init__(model)
        self.number = number
        self.key = start.keys[number]
        self.severity = start.severity[number]
        self.floor = start.floor[number]
        self.episode = start.episode[number]
        self.hazard = start.hazard[number]
        self.ups = start.ups[number]
        self.downs = start.downs[number]
        self.asks = start.asks[number]
        self.waiting_list = waiting_list
        self.helper: Professional | None = None
        self.waits = False

    def step(self) -> None:
        """One week: up, down or neither; and ask for help."""
        model, severity = self.model, self.severity
        u = draw(self.key, model.of_ladder)
        if u < self.ups[severity]:
            self.severity = severity = severity + 1
        elif u > 1.0 - self.downs[severity]:
            self.severity = severity = severity - 1
            if severity == 0:
                self.fall_quiet()
                return
        if severity < MODERATE or self.waits or self.helper is not None:
            return
        if draw(self.key, model.of_asking) < self.asks:
            self.waits = True
            self.waiting_list.line.append(self)

    def begin(self) -> None:
        """The clock has run out."""
        self.severity = level_after_onset(self.floor)
        self.model.active.add(self)

    def fall_quiet(self) -> None:
        """The trouble is over, until the clock has run out again."""
        self.model.active.discard(self)
        self.episode += 1
        if self.hazard > 0.0:
            u = draw(self.key, int(stream(self.model.start.seed_key, self.episode, CLOCK)))
            weeks = max(1, math.ceil(-math.log1p(-u) / self.hazard))
            self.model.calendar.setdefault(self.model.week + weeks, []).append(self)


class Professional(mesa.Agent):  # type: ignore[misc]
    """Somebody who helps a few needs at a time."""

    def __init__(self, model: "PlainMesa", places: int) -> None:
        """Begin with nobody to help."""
        super().__init__(model)
        self.places = places
        self.helps: list[Need] = []

    def take(self, need: Need) -> None:
        """Help starts."""
        need.helper = self
        need.waits = False
        self.helps.append(need)

    def step(self) -> None:
        """Help ends, for some."""
        of_ending, chance = self.model.of_ending, self.model.start.ends
        over = [need for need in self.helps if draw(need.key, of_ending) < chance]
        for need in over:
            need.helper = None
            self.helps.remove(need)
        self.model.ended += len(over)


class WaitingList(mesa.Agent):  # type: ignore[misc]
    """First come, first served, by whoever has most room."""

    def __init__(self, model: "PlainMesa") -> None:
        """Begin empty."""
        super().__init__(model)
        self.line: deque[Need] = deque()
        self.workers: list[Professional] = []

    def step(self) -> None:
        """Who is first in line starts, as long as somebody has room."""
        line = self.line
        free = [worker for worker in self.workers if len(worker.helps) < worker.places]
        while line and free:
            need = line.popleft()
            if need.severity == 0:  # passed by itself
                need.waits = False
                continue
            worker = max(free, key=lambda one: one.places - len(one.helps))
            worker.take(need)
            self.model.started += 1
            if len(worker.helps) >= worker.places:
                free.remove(worker)


class PlainMesa(mesa.Model):  # type: ignore[misc]
    """Needs, waiting lists and professionals; `step()` is one week."""

    def __init__(self, start: Start) -> None:
        """Make an agent of every need that anybody can have, of every list and of every professional."""
        super().__init__(rng=1)
        self.start = start
        self.week = 0
        self.started = self.ended = 0
        self.calendar: dict[int, list[Need]] = {}
        self.of_ladder = self.of_asking = self.of_ending = 0
        lists = [
            WaitingList(self) for _ in range(start.lists + 1)
        ]  # the last: help from outside, never short
        workers = [Professional(self, places) for places in start.places]
        for worker, number in zip(workers, start.helps, strict=True):
            lists[number].workers.append(worker)
        self.needs = [Need(self, i, start, lists[start.list_of[i]]) for i in range(len(start.severity))]
        for need, worker_number in zip(self.needs, start.worker_of, strict=True):
            if worker_number != NOBODY:
                workers[worker_number].take(need)
        for number in start.waiting:
            self.needs[number].waits = True
            self.needs[number].waiting_list.line.append(self.needs[number])
        there = [need for need in self.needs if need.severity > 0]
        self.active = mesa.agent.AgentSet(there, random=self.random)
        for need, week, eligible in zip(self.needs, start.onset, start.eligible, strict=True):
            if eligible and need.severity == 0:
                self.calendar.setdefault(week, []).append(need)
        self.lists = mesa.agent.AgentSet(lists[:-1], random=self.random)
        self.workers = mesa.agent.AgentSet(workers, random=self.random)

    def step(self) -> None:
        """One week: the ladder and asking, onsets, starts, endings."""
        start, week = self.start, self.week
        self.of_ladder, self.of_asking, self.of_ending = (
            int(stream(start.seed_key, week, decision)) for decision in (LADDER, ASKS, CASE_ENDS)
        )
        self.active.do("step")
        for need in self.calendar.pop(week, ()):
            need.begin()
        self.lists.do("step")
        self.workers.do("step")
        self.week += 1


def from_world(world: World) -> Start:
    """Read the needs, lists and professionals off a world in which week 0 is about to be lived.

    Args:
        world: the world; it is not changed.

    Returns:
        Everything `PlainMesa` begins with. Chances hold as they are now: help and other needs weigh on a need
        as they did in the first week, since hours and spill-over are no part of this.
    """
    w = copy_world(world)
    refresh_changed(held(w), -1)
    p, needs = w.p[0], w.needs
    ups, downs = _probabilities(w)
    used = np.flatnonzero(w.cases.state != FREE)
    mine = used[w.cases.own_list[used] >= 0]
    list_of = np.full(needs.size, w.lists.size)
    own = mine[w.lists.outside[w.cases.own_list[mine]] == 0]
    list_of[w.cases.need[own]] = w.cases.own_list[own]
    spread = np.flatnonzero((w.lists.workers > 0) & (w.lists.product >= 0))
    without = np.flatnonzero(list_of == w.lists.size)
    list_of[without] = spread[needs.domain[without] % spread.size]  # where a need would go that asks later
    worker_of = np.full(needs.size, NOBODY)
    helped = own[(w.cases.state[own] == OPEN) & (w.cases.worker[own] >= 0)]
    worker_of[w.cases.need[helped]] = w.cases.worker[helped]
    in_line = own[(w.cases.state[own] != OPEN) & (worker_of[w.cases.need[own]] == NOBODY)]
    order = in_line[np.lexsort((w.cases.key[in_line], w.cases.joined_week[in_line]))]
    rate = np.where(needs.domain == 1, p.asking_rate_money, p.asking_rate_other)
    return Start(
        keys=needs.key.tolist(),
        severity=needs.severity.tolist(),
        floor=needs.floor.tolist(),
        episode=needs.episode.tolist(),
        onset=needs.onset_week.tolist(),
        hazard=[
            float(onset_hazard(w.ladder[domain, 0], frailty, 1.0))
            for domain, frailty in zip(needs.domain.tolist(), needs.frailty.tolist(), strict=True)
        ],
        ups=ups,
        downs=downs,
        asks=(rate * w.households.trust[needs.household]).tolist(),
        list_of=list_of.tolist(),
        worker_of=worker_of.tolist(),
        waiting=list(dict.fromkeys(w.cases.need[order].tolist())),
        places=np.maximum(1, np.bincount(w.cases.worker[helped], minlength=w.professionals.size)).tolist(),
        helps=np.where(w.professionals.own_list >= 0, w.professionals.own_list, w.lists.size).tolist(),
        ends=float(p.goal_closing_rate),
        seed_key=w.seed_key[0],
        lists=w.lists.size,
        eligible=(needs.eligible > 0).tolist(),
    )


def _probabilities(w: World) -> tuple[list[list[float]], list[list[float]]]:
    """Probability a week of a step up and down, for every need and every severity it may reach."""
    p = w.p[0]
    up_rates, down_rates = (
        [0.0, *(p[f"{way}_hazard_{level}"] for level in (1, 2, 3))] for way in ("up", "down")
    )
    known: dict[tuple[float, float, int, float], tuple[list[float], list[float]]] = {}
    ups, downs = [], []
    speeds = w.ladder[w.needs.domain, 1].tolist()
    spills = np.where(w.needs.severity > 0, w.needs.spill, 1.0).tolist()
    for facts in zip(speeds, spills, w.needs.floor.tolist(), w.needs.dose.tolist(), strict=True):
        if facts not in known:
            speed, spill, floor, dose = facts
            up, down = [0.0] * 5, [0.0] * 5
            down[CRISIS] = float(p.crisis_state_exit)
            for level in (1, 2, 3):
                worse = worsening_hazard(up_rates[level], speed, p.help_prevents_worsening, dose, spill)
                better = 0.0
                if level > floor:
                    better = recovery_hazard(down_rates[level], speed, p.help_speeds_recovery, dose)
                up[level] = share_of_week(worse, worse + better)
                down[level] = share_of_week(better, worse + better)
            known[facts] = up, down
        ups.append(known[facts][0])
        downs.append(known[facts][1])
    return ups, downs
