"""A second bookkeeper: counts everything anew, in plain Python, from the cases, links and needs themselves.

It shares no rule with the model. What it finds contradicts something the model keeps on the side: a list, a
chain, a count.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from agents.case import BEFORE_INTAKE, DECIDING, FREE, OPEN, WAITING
from agents.domains import ADULT_AGE, MODERATE, OLD_AGE, PILLARS, SEVERE
from agents.organisation import CLASSES, STAGES
from simulation import counters as places
from simulation.waits import NOT_COUNTED
from simulation.world import DECISION_RING, HELPER_BINS, World
from tests.simulation.director_books import DirectorBooks
from tests.simulation.need_books import NeedBooks
from tests.simulation.running_books import RunningBooks
from tests.simulation.staff_books import StaffBooks

LANES = STAGES * CLASSES
CLOSE = 1e-9
SHOWN = 200


class Bookkeeper(NeedBooks, RunningBooks, DirectorBooks, StaffBooks):
    """Counts one world anew."""

    def __init__(self, world: World, week: int) -> None:
        """Read everything into plain lists.

        Args:
            world: the world at the end of a week.
            week: the week just lived.
        """
        self.w = world
        self.week = week
        self.found: list[str] = []
        self.used = [int(i) for i in np.flatnonzero(world.cases.state != FREE)]
        self.opened = [i for i in self.used if world.cases.state[i] == OPEN]
        self.pending = [i for i in self.used if world.cases.state[i] != OPEN]

    def contradictions(self) -> list[str]:
        """Check every part.

        Returns:
            One line for each contradiction; none in a sound world.
        """
        self.stocks()
        self.cases_of_needs()
        self.lanes()
        self.decisions()
        self.links()
        self.helpers()
        self.directors()
        self.clients()
        self.workers()
        self.staff()
        self.cases_of_staff()
        self.needs()
        self.calendar()
        self.households()
        self.networks()
        self.walk_in()
        self.bottlenecks()
        self.askings()
        self.running()
        return self.found

    def same(self, what: str, kept: object, counted: object) -> None:
        """Note a contradiction when two counts differ.

        Args:
            what: what was counted.
            kept: by the model.
            counted: here.
        """
        if not np.array_equal(np.asarray(kept), np.asarray(counted)):
            self.found.append(
                f"week {self.week}: {what}: kept {str(kept)[:SHOWN]}, counted {str(counted)[:SHOWN]}"
            )

    def chain(self, first: int, following: np.ndarray) -> Iterator[int]:
        """Walk along a chain.

        Args:
            first: where it starts, below 0 when it is empty.
            following: what comes after each place.

        Yields:
            Each place; stops with a contradiction when it comes back on itself.
        """
        seen: set[int] = set()
        here = int(first)
        while here >= 0:
            if here in seen:
                self.found.append(f"week {self.week}: a chain comes back to place {here}")
                return
            seen.add(here)
            yield here
            here = int(following[here])

    def free_after(self, following: np.ndarray, used: np.ndarray) -> np.ndarray:
        """What comes after each free place: as written, or the next place where nobody ever was.

        Args:
            following: what is written.
            used: whether the place was ever taken.

        Returns:
            The next free place, -1 none.
        """
        next_place = np.arange(1, following.size + 1)
        next_place[-1] = -1
        return np.where(used > 0, following, next_place)

    def stocks(self) -> None:
        """Every case is free, pending or open, and stands in the right place of its stock."""
        w, cases = self.w, self.w.cases
        free = list(self.chain(w.counters[places.FREE_CASE], self.free_after(cases.next_of_need, cases.used)))
        self.same("free cases", sorted(free), np.flatnonzero(cases.state == FREE))
        for name, counter, table, members in (
            ("pending", places.PENDING_N, w.pending, self.pending),
            ("open", places.OPEN_N, w.opened, self.opened),
        ):
            listed = table.case[: w.counters[counter]]
            self.same(f"{name} cases", sorted(listed.tolist()), members)
            self.same(f"keys of {name} cases", table.key[: w.counters[counter]], cases.key[listed])
            self.same(f"places of {name} cases", cases.place[listed], np.arange(len(listed)))
        if int(w.p[0].admission) == 1:
            waiting: Any = w.pending[: w.counters[places.PENDING_N]]
            urgent = w.needs.severity[cases.need[waiting.case]] >= SEVERE
            missed = urgent & (cases.priority[waiting.case] > 0) & (waiting.look_week > self.week)
            self.same("cases that became urgent and are not looked at", int(missed.sum()), 0)
        for row, members in enumerate((self.pending, self.opened)):
            counted = np.bincount(cases.product[members], minlength=w.stock.shape[1])
            self.same(f"stock row {row}", w.stock[row], counted)
        listed_cases = [i for i in self.pending if cases.state[i] in (BEFORE_INTAKE, WAITING)]
        self.same(
            "stock listed", w.stock[2], np.bincount(cases.product[listed_cases], minlength=w.stock.shape[1])
        )

    def cases_of_needs(self) -> None:
        """Each case hangs on its own need, once, in order of product and key."""
        w, cases = self.w, self.w.cases
        of_need: dict[int, list[int]] = {}
        for index in self.used:
            of_need.setdefault(int(cases.need[index]), []).append(index)
        for need in np.flatnonzero(w.needs.first_case >= 0):
            chain = list(self.chain(w.needs.first_case[need], cases.next_of_need))
            order = [(int(cases.product[i]), int(cases.key[i])) for i in chain]
            self.same(f"order of the cases of need {need}", order, sorted(order))
            self.same(f"cases of need {need}", sorted(chain), sorted(of_need.pop(int(need), [])))
        self.same("needs with cases that do not know them", sorted(of_need), [])
        self.same(
            "open cases of needs",
            w.needs.open_cases,
            np.bincount(cases.need[self.opened], minlength=w.needs.size),
        )
        owners = w.needs.household[cases.need[self.used]]
        self.same("households of cases", cases.household[self.used], owners)

    def lanes(self) -> None:
        """Each listed case stands in one lane, the right one, in order of week and hashed key."""
        w, cases = self.w, self.w.cases
        standing: list[int] = []
        for queue in range(w.lists.size):
            for lane in range(LANES):
                chain = list(self.chain(w.heads[queue, lane], cases.after))
                standing += chain
                last = chain[-1] if chain else -1
                self.same(f"tail of lane {lane} of list {queue}", w.tails[queue, lane], last)
                self.same("neighbours before", cases.before[chain], ([-1, *chain])[: len(chain)])
                order = [(int(cases.joined_week[i]), int(cases.key[i])) for i in chain]
                self.same(f"order in lane {lane} of list {queue}", order, sorted(order))
                for index in chain:
                    stage = 0 if cases.state[index] == BEFORE_INTAKE else 1 + int(cases.held[index])
                    self.same(
                        "lane of a case",
                        (queue, lane),
                        (cases.queue[index], 3 * stage + cases.priority[index]),
                    )
        listed = [i for i in self.pending if cases.state[i] in (BEFORE_INTAKE, WAITING)]
        self.same("cases in lanes", sorted(standing), listed)
        own = [i for i in listed if cases.own_list[i] >= 0]
        lists = cases.own_list[own]
        self.same("lengths of lists", w.lists.length, np.bincount(lists, minlength=w.lists.size))
        asked = np.bincount(lists, weights=cases.asked_week[own], minlength=w.lists.size)
        self.same("weeks of asking on lists", w.lists.joined_sum, asked.astype(np.int64))

    def decisions(self) -> None:
        """Each case in decision waits in the pile of the week in which it is due."""
        w, cases = self.w, self.w.cases
        waiting: list[int] = []
        for slot in range(DECISION_RING):
            chain = list(self.chain(w.decisions[slot], cases.after))
            waiting += chain
            for index in chain:
                due = int(cases.decision_week[index])
                self.same("pile of a decision", slot, due % DECISION_RING)
                self.same("decisions overdue", due > self.week, True)
        self.same(
            "cases in decision", sorted(waiting), [i for i in self.pending if cases.state[i] == DECIDING]
        )

    def links(self) -> None:
        """Each link holds the open cases of one worker in one household."""
        w, cases, links = self.w, self.w.cases, self.w.links
        of_household = [list(self.chain(first, links.after)) for first in w.households.first_link]
        free = list(self.chain(w.counters[places.FREE_LINK], self.free_after(links.after, links.used)))
        everyone = [place for chain in of_household for place in chain]
        self.same("links", sorted(everyone + free), np.arange(links.size))
        for household, chain in enumerate(of_household):
            self.same("household of a link", links.household[chain], [household] * len(chain))
        helped = [i for i in self.opened if cases.link[i] >= 0]
        products = w.products[cases.product[helped]]
        self.same(
            "helpers without a link", [i for i in self.opened if w.products[cases.product[i]].helper], helped
        )
        for name, mask in (
            ("cases", np.ones(len(helped), bool)),
            ("cases_with_hours", products.hours_2 > 0.0),
            ("indicated_cases", products.indicated > 0),
        ):
            counted = np.bincount(cases.link[helped], weights=mask, minlength=links.size).astype(np.int64)
            if name == "cases" or (name == "cases_with_hours" and w.p[0].director_hours > 0.0):
                np.add.at(counted, self.director_links(), 1)
            self.same(f"{name} of links", links[name][everyone], counted[everyone])
            per_household = [int((counted[chain] > 0).sum()) for chain in of_household]
            field = {"cases": "helpers", "cases_with_hours": "helpers_with_hours"}.get(
                name, "indicated_helpers"
            )
            self.same(f"{field} of households", w.households[field], per_household)
        for index in helped:
            link = links[cases.link[index]]
            self.same(
                "worker of a link",
                (link.household, link.worker),
                (cases.household[index], cases.worker[index]),
            )

    def helpers(self) -> None:
        """The counts over all households are those of the households."""
        w, given = self.w, self.w.households
        bins = np.bincount(np.minimum(given.helpers, HELPER_BINS - 1), minlength=HELPER_BINS)
        self.same("histogram of helpers", w.helper_count, bins)
        multi = given.heavy_domains >= w.p.multi_problem_domains[0]
        counted = [
            (given.helpers > 0).sum(),
            given.helpers.sum(),
            multi.sum(),
            given.helpers[multi].sum(),
            (given.indicated_helpers > 0).sum(),
            given.indicated_helpers.sum(),
        ]
        self.same("tallies", w.tally[: len(counted)], counted)
        together = w.together[: w.counters[places.TOGETHER_N]]
        self.same(
            "households together", sorted(together.tolist()), np.flatnonzero(given.helpers_with_hours >= 2)
        )
        self.same("places of households together", given.together[together], np.arange(len(together)))
        alone = given.helpers_with_hours < 2
        self.same("plans without helpers", given.plan[given.helpers_with_hours == 0].sum(), 0)
        self.same("conflict without two helpers", set(given.conflict[alone].tolist()) | {1.0}, {1.0})

    def clients(self) -> None:
        """The counts of indicated products and clients are those of the open cases."""
        w, cases = self.w, self.w.cases
        pillars = np.zeros((w.households.size, len(PILLARS)), np.int64)
        totals = {name: np.zeros(w.residents.size, np.int64) for name in ("wmo_open", "youth_open")}
        for index in self.opened:
            product = w.products[cases.product[index]]
            household = int(cases.household[index])
            if product.indicated:
                pillars[household, product.pillar] += 1
            resident = int(cases.resident[index])
            owner = resident if resident >= 0 else int(w.households.first_resident[household])
            totals["wmo_open"][owner] += product.wmo_client
            totals["youth_open"][owner] += product.youth_care
        self.same("open cases by pillar", w.pillars_open, pillars)
        self.same("open indicated cases", w.households.indicated_open, pillars.sum(axis=1))
        for name, counted in totals.items():
            self.same(f"{name} of residents", w.residents[name], counted)
        in_use = np.bincount(cases.household[self.used], minlength=w.households.size)
        self.same("cases asked or open", w.households.open_or_asked, in_use)
        benefits = [i for i in self.used if w.products[cases.product[i]].transfer]
        counted = np.bincount(cases.household[benefits], minlength=w.households.size)
        self.same("benefits asked or open", w.households.benefit_open, counted)

    def workers(self) -> None:
        """Each worker's chain holds his open cases, with his skill in their domain; his week adds up."""
        w, cases = self.w, self.w.cases
        for number, worker in enumerate(w.professionals):
            chain = list(self.chain(worker.first_case, cases.worker_after))
            own = [i for i in self.opened if cases.worker[i] == number]
            self.same(f"cases of worker {number}", sorted(chain), own)
            self.same("caseload", worker.caseload, len(own))
            self.same("skill of cases", cases.skill[own], w.skills_used[number, cases.domain[own]])
            if worker.sick and not w.p.unlimited_capacity[0]:
                self.same("hours of somebody who is ill", worker.available, 0)

    def households(self) -> None:
        """Children, the old, and heavy domains are those of the residents and their needs."""
        w, given, needs = self.w, self.w.households, self.w.needs
        household = w.residents.household
        youngest = np.full(given.size, 999)
        np.minimum.at(youngest, household, w.residents.age)
        self.same("households with a child", given.has_child, youngest < ADULT_AGE)
        self.same("households of the old", given.old_only, youngest >= OLD_AGE)
        heavy = Counter(
            {
                (int(needs.household[i]), int(needs.domain[i]))
                for i in np.flatnonzero(needs.severity >= MODERATE)
            }
        )
        counted = np.zeros(given.size, np.int64)
        for number, _ in heavy:
            counted[number] += 1
        settled = given.changed == 0
        severe = (needs.severity >= SEVERE) & (needs.eligible == 1)
        counted_severe = np.bincount(needs.household[severe], minlength=given.size)
        self.same("severe needs", given.severe_needs, counted_severe)
        self.same("heavy domains", given.heavy_domains[settled], counted[settled])

    def askings(self) -> None:
        """Who asked and has no help yet is still being followed, once, for as long as waits are counted."""
        w, given, needs = self.w, self.w.households, self.w.needs
        for what, asked, helped, weeks, limit in (
            (
                "askings",
                w.asked_cohort.sum(axis=0),
                w.helped_cohort.sum(axis=(0, 2)),
                needs.asked_week,
                w.helped_cohort.shape[-1] - 1,
            ),
            (
                "households",
                w.all_asked_cohort,
                w.all_helped_cohort.sum(axis=1),
                given.count_week,
                w.all_helped_cohort.shape[-1] - 1,
            ),
        ):
            counted = np.bincount(weeks[weeks >= 0], minlength=asked.size)
            recent = slice(max(0, self.week - limit), max(0, self.week + 1))
            lost = np.minimum(0, (asked - helped - counted)[recent])
            self.same(f"{what} followed that were never counted, or helped twice", lost.sum(), 0)
        over = (needs.severity == 0) & (needs.first_case < 0) & (needs.eligible == 1)
        self.same("askings followed of what is over", int((needs.asked_week[over] > NOT_COUNTED).sum()), 0)
        counting = given.count_week >= 0
        left = np.bincount(needs.household[needs.in_count == 1], minlength=given.size)
        self.same("needs still to be helped", given.count_left[counting], left[counting])
