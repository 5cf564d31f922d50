"""Needs and what hangs on them, counted anew in plain Python."""

from collections.abc import Iterator

import numpy as np

from agents.domains import DOMAINS
from simulation import counters as places
from simulation.draws import child_key
from simulation.onset_calendar import PAGE
from simulation.world import World

CLOSE = 1e-9


class NeedBooks:
    """Needs of one world, their onsets, networks, walk-in and bottlenecks, counted anew."""

    w: World
    week: int

    def same(self, what: str, kept: object, counted: object) -> None:
        """Note a contradiction when two counts differ; see `Bookkeeper`."""
        raise NotImplementedError

    def chain(self, first: int, following: np.ndarray) -> Iterator[int]:
        """Follow a chain; see `Bookkeeper`."""
        raise NotImplementedError

    def needs(self) -> None:
        """What is there is active, what is not is quiet; severities, memories and factors fit."""
        w, needs = self.w, self.w.needs
        there = (needs.severity > 0) & (needs.eligible == 1)
        active = w.active.need[: w.counters[places.ACTIVE_N]]
        self.same("active needs", sorted(active.tolist()), np.flatnonzero(there))
        self.same("places of active needs", needs.active[active], np.arange(len(active)))
        for domain in range(w.severity_count.shape[0]):
            mine = needs.severity[(needs.domain == domain) & (needs.eligible == 1)]
            self.same(
                f"severities of domain {domain}", w.severity_count[domain], np.bincount(mine, minlength=5)
            )
        over = (needs.open_cases == 0) & (needs.in_doubt == 0) & (needs.walks_in == 0)
        self.same("dose without help", set(needs.dose[over].tolist()) | {0.0}, {0.0})
        self.same("dose from 0 to 1", bool(((needs.dose >= 0.0) & (needs.dose <= 1.0)).all()), True)
        settled = (w.households.changed[needs.household] == 0) & (needs.eligible == 1)
        factor = self.spill_over()
        apart = np.abs(needs.spill - factor)[settled & there]
        self.same("spill-over", np.count_nonzero(apart > CLOSE), 0)
        rate = w.ladder[needs.domain, 0] * needs.frailty * factor
        apart = np.abs(needs.hazard - rate)[settled & (needs.severity == 0)]
        self.same("hazard of onset", np.count_nonzero(apart > CLOSE), 0)

    def spill_over(self) -> np.ndarray:
        """What other needs add to each need: own needs, those of the household, and for it the worst of all.

        Returns:
            M per need.
        """
        w, needs = self.w, self.w.needs
        severity = np.where(needs.eligible == 1, needs.severity, 0)
        of_household = np.zeros((w.households.size, len(DOMAINS)))
        of_resident = np.zeros((w.residents.size + 1, len(DOMAINS)))  # the last row is nobody's
        shared = needs.resident < 0
        of_household[needs.household[shared], needs.domain[shared]] = severity[shared]
        of_resident[needs.resident[~shared], needs.domain[~shared]] = severity[~shared]
        worst = np.zeros_like(of_household)
        np.maximum.at(worst, w.residents.household, of_resident[:-1])
        people = np.where(shared[:, None], worst[needs.household], of_resident[needs.resident])
        pressure = (w.spill[needs.domain] * (people + of_household[needs.household])).sum(axis=1)
        factor: np.ndarray = np.minimum(w.p.spill_over_cap[0], np.exp(w.p.spill_over[0] * pressure))
        shielded: np.ndarray = factor * w.households.shield[needs.household]
        return shielded

    def calendar(self) -> None:
        """Each quiet need whose onset is known stands in the calendar, in its week, in the future."""
        w, needs = self.w, self.w.needs
        quiet = (needs.severity == 0) & (needs.eligible == 1) & (needs.hazard > 0.0)
        waiting: set[int] = set()
        pages = list(self.chain(w.counters[places.FREE_PAGE], w.onset_lines))
        for place, last in enumerate(w.calendar):
            for line in self.chain(int(last), w.onset_lines[np.arange(w.onset_lines.size) // PAGE * PAGE]):
                page = line // PAGE * PAGE
                pages.append(page)
                self.same("lines of a page before its last", line in (int(last), page + PAGE - 1), True)
                for index in w.onset_lines[page + 1 : line + 1]:
                    if place == needs.onset_week[index] + w.counters[places.BEFORE] and quiet[index]:
                        waiting.add(int(index))
                        self.same("onset in the future", needs.onset_week[index] > self.week, True)
        self.same("pages of the calendar", sorted(pages), np.arange(0, w.onset_lines.size, PAGE))
        inside = needs.onset_week.astype(np.int64) + w.counters[places.BEFORE] < w.calendar.size
        settled = w.households.changed[needs.household] == 0
        forgotten = sorted(set(np.flatnonzero(quiet & inside & settled).tolist()) - waiting)
        self.same("quiet needs forgotten", forgotten, [])

    def networks(self) -> None:
        """Networks are looked at while they carry or come back; hazards follow what was last seen."""
        w, given, p = self.w, self.w.households, self.w.p[0]
        listed = w.moving_networks[: w.counters[places.MOVING_NETWORKS_N]]
        self.same("places of networks", given.network_place[listed], np.arange(len(listed)))
        away = np.setdiff1d(np.arange(given.size), listed)
        self.same("networks elsewhere", set(given.network_place[away].tolist()) | {-1}, {-1})
        whole = (given.network == given.network_start)[away]
        carries = ((given.severe_needs > 0) | (given.network_asked > 0))[away]
        self.same("networks left alone", bool((whole & ~carries).all()), True)
        self.same("asked without a plan", int(given.network_asked[given.plan == 0].sum()), 0)
        average = p.network_alpha / (p.network_alpha + p.network_beta)
        shield = np.exp(-p.network_protection * (given.network_seen - average))
        self.same("shields", np.count_nonzero(np.abs(given.shield - shield) > CLOSE), 0)
        seen = (given.network >= 0.0) & (given.network <= given.network_start)
        self.same("networks between nothing and their start", bool(seen.all()), True)

    def walk_in(self) -> None:
        """Visitors stand once in their list; who came from a closed location has a place there."""
        w, needs = self.w, self.w.needs
        listed = w.visitors[: w.counters[places.VISITORS_N]]
        self.same("visitors of the walk-in", sorted(listed.tolist()), np.flatnonzero(needs.walks_in))
        self.same("places of visitors", w.walk_places[listed], np.arange(len(listed)))
        self.same("former clients", w.counters[places.FORMER_PLACES], (needs.walks_in == 2).sum())
        self.same("applicants left over", w.counters[places.APPLICANTS_N], 0)

    def bottlenecks(self) -> None:
        """What stands in the way of a household is what its needs brought, for all its needs there."""
        w, needs = self.w, self.w.needs
        mask = np.zeros(w.households.size, np.int64)
        for index in np.flatnonzero(needs.bottleneck):
            need = needs[index]
            self.same("a bottleneck without trouble", need.severity > 0, True)
            mask[need.household] |= 1 << int(need.domain)
            if need.bottleneck == 2:
                weights = np.delete(w.spill[:, need.domain], need.domain)
                others = np.delete(np.arange(len(DOMAINS)), need.domain)
                most = others[weights == weights.max()]
                first = min(most, key=lambda domain: int(child_key(need.key, 100 + int(domain))))
                mask[need.household] |= 1 << int(first)
        hindered = (mask[needs.household] >> needs.domain) & 1
        self.same("needs in whose way something stands", needs.hindered, hindered)
        due = w.appeals["week"][: w.counters[places.APPEALS_N]]
        self.same("appeals overdue", int((due <= self.week).sum()), 0)
