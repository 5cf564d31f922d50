"""What runs on from week to week, recomputed in plain Python from the records as they are now.

The model brings these up to date only where something changed; here everything is computed anew, so a change
that was not noticed shows.
"""

import math
from collections import defaultdict
from typing import Any

import numpy as np

from agents.domains import ADULT_AGE, CRISIS, DOMAINS, MODERATE, PAYERS, SEVERE
from agents.need import BAD, RECOVERED
from simulation import counters as places
from simulation.columns import CASHABLE_OF, COST_OUTSIDE, TARIFF_OWN, TOTAL
from simulation.doubts import NEEDS_KEPT
from simulation.products import OWN
from simulation.world import World

SECONDS = 3600
RING = 32
CLOSE = 1e-9


class RunningBooks:
    """Hours, bills, doses and talks of one world, computed anew."""

    w: World
    week: int
    opened: list[int]

    def same(self, what: str, kept: object, counted: object) -> None:
        """Note a contradiction when two counts differ; see `Bookkeeper`."""
        raise NotImplementedError

    def running(self) -> None:
        """Check every running sum."""
        self.hours_asked()
        self.hours_given()
        self.bills()
        self.doses()
        self.active_list()
        self.talks()
        self.courses()

    def courses(self) -> None:
        """Who is bad or has recovered is followed, once, for as long as that is counted."""
        w, needs = self.w, self.w.needs
        for course, began, ended in (
            (BAD, w.bad_cohort, w.recovered_cohort),
            (RECOVERED, w.well_cohort, w.relapsed_cohort),
        ):
            weeks = needs.course_week[(needs.course == course) & (needs.course_week >= 0)]
            counted = np.bincount(weeks, minlength=began.size)
            recent = slice(max(0, self.week - ended.shape[-1] + 1), max(0, self.week + 1))
            self.same("needs followed", (began - ended.sum(axis=1))[recent], counted[recent])
        bad = (needs.severity >= MODERATE) & (needs.severity > needs.floor) & (needs.eligible == 1)
        self.same("needs that are bad", needs.course[bad], np.full(bad.sum(), BAD))

    def norm_of(self, case: np.record) -> int:
        """Seconds a case asks in a week, by the severity of its need."""
        p, product = self.w.p[0], self.w.products[case.product]
        severity = int(self.w.needs.severity[case.need])
        hours = (
            product.hours_2 * p.hours_share_at_1,
            product.hours_2 * p.hours_share_at_1,
            product.hours_2,
            product.hours_3,
            product.hours_3 * p.hours_share_at_4,
        )[severity]
        if case.maintenance:
            hours *= p.maintenance_hours_share
        if case.broad:
            hours *= 1.0 + p.generalist_slowdown
        if case.purse == self.w.counters[places.SHARED_LIST]:
            freed = case.worker >= 0 and self.w.professionals.one_account[case.worker] > 0
            hours *= 1.0 + p.pool_overuse + (p.account_overuse if freed else 0.0)
        return int(hours * SECONDS)

    def travel_of(self, case: np.record) -> int:
        """Seconds of travel that come with the hours a case asks."""
        if not self.w.products[case.product].home_visits:
            return 0
        whole = int(case.norm * self.w.p[0].travel_hours_per_direct_hour)
        return int(whole * (1.0 - self.w.p[0].travel_shared)) if case.rides else whole

    def worth_of(self, case: np.record) -> float:
        """What an hour is worth to a case: skill that counts, whose case it is, least settled routines."""
        routine = float(self.w.households.routine[case.household])
        if case.worker < 0:
            return float(case.owned) * routine
        skill = self.w.skills_used[case.worker, case.domain]
        return float(skill * case.owned) * min(float(self.w.professionals.practice[case.worker]), routine)

    def hours_asked(self) -> None:
        """Norms fit severities; workers and outside lists carry the sum of what their cases ask."""
        w = self.w
        of_worker: dict[int, int] = defaultdict(int)
        of_list: dict[int, int] = defaultdict(int)
        for index in self.opened:
            case = w.cases[index]
            if not case.unsettled:
                self.same(f"norm of case {index}", case.norm, self.norm_of(case))
            if case.worker >= 0:
                of_worker[int(case.worker)] += int(case.norm) + self.travel_of(case)
            elif case.own_list >= 0:
                of_list[int(case.own_list)] += int(case.norm)
        self.same("hours asked", w.professionals.asked, [of_worker[i] for i in range(w.professionals.size)])
        outside = np.flatnonzero(w.lists.outside)
        self.same("hours of outside lists", w.lists.used[outside], [of_list[int(i)] for i in outside])

    def hours_given(self) -> None:
        """Each case gets its part of the norm; the sums by worker, payer and household follow."""
        w = self.w
        direct, travel = np.zeros((2, w.professionals.size), np.int64)
        by_payer = np.zeros((w.professionals.size, len(PAYERS)), np.int64)
        at_home: dict[int, int] = defaultdict(int)
        contacts: dict[int, int] = defaultdict(int)
        for index in self.opened:
            case = w.cases[index]
            if not case.unsettled:
                share = 1.0 if case.worker < 0 else float(w.professionals.case_share[case.worker])
                self.same(f"hours given to case {index}", case.given, int(case.norm * share))
            contacts[int(case.household)] += int(case.given > 0)
            if case.worker >= 0:
                direct[case.worker] += case.given
                travel[case.worker] += case.travel
                if case.payer >= 0:
                    by_payer[case.worker, case.payer] += case.given
            if w.products[case.product].home_visits:
                at_home[int(case.household)] += int(case.given)
        directors_visit = w.p[0].director_home_share > 0.0 and int(w.p[0].director_hours * SECONDS) > 0
        for here in w.followed[: w.counters[places.FOLLOWED_N]]:
            if here.link >= 0 and directors_visit:
                at_home[int(here.household)] += int(here.visit)
        for visited in w.needs.household[w.needs.walks_in > 0].tolist():
            at_home[visited] += int(w.p[0].walk_in_hours_seen * SECONDS)
        self.same("direct hours that run on", w.professionals.runs_direct, direct)
        self.same("travel that runs on", w.professionals.runs_travel, travel)
        self.same("direct hours by payer", w.payer_runs, by_payer)
        given = w.households
        everyone = range(given.size)
        self.same("visits", given.visit_seconds - given.visit_gone, [at_home[i] for i in everyone])
        self.same("contacts", given.contacts, [contacts[i] for i in everyone])
        self.same(
            "bits of visits", given.visits, [int(seconds).bit_length() for seconds in given.visit_seconds]
        )

    def bills(self) -> None:
        """The bill of the running cases is the sum of theirs, at tariff and by payer."""
        w = self.w
        bill = np.zeros_like(w.bill)
        for index in self.opened:
            case = w.cases[index]
            product = w.products[case.product]
            child = case.resident >= 0 and w.residents.age[case.resident] < ADULT_AGE
            payer = int(product.payer_child if child else product.payer_adult)
            self.same(f"payer of case {index}", case.payer, payer)
            if payer < 0:
                self.same(f"cents of case {index} without payer", case.cents, 0)
                continue
            cents = int(case.cents)
            if not case.unsettled and not product.transfer:
                at_tariff = int(case.given * product.cents_per_hour / SECONDS + product.cents_per_week)
                self.same(f"cents of case {index}", cents, at_tariff)
            bill[TOTAL + 7] += cents
            if product.transfer:
                bill[TOTAL] += cents
            elif product.delivery == OWN:
                bill[TARIFF_OWN + payer] += cents
            else:
                bill[COST_OUTSIDE + payer] += cents
                bill[TOTAL + 1] += int(cents * product.cashable)
                bill[CASHABLE_OF + payer] += int(cents * product.cashable)
        self.same("bill of the running cases", w.bill, bill)

    def doses(self) -> None:
        """A dose is what its open cases are worth now: hours, skill, agreeing plans, plans that are right."""
        w = self.w
        of_need: dict[int, list[int]] = defaultdict(list)
        for index in self.opened:
            of_need[int(w.cases.need[index])].append(index)
        for visited in np.flatnonzero(w.needs.walks_in).tolist():
            of_need[visited] += []
        for number, mine in of_need.items():
            need = w.needs[number]
            if need.in_doubt:
                continue
            household = w.households[need.household]
            without = 1.0
            for index in mine:
                case = w.cases[index]
                wrong = int(case.wrong_until)
                if household.plan:
                    of_plan = int(household.plan_wrong_until)
                    wrong = of_plan if case.start_week <= household.plan_week else max(wrong, of_plan)
                if case.given > 0 and case.norm > 0 and wrong <= self.week:
                    hours = min(1.0, case.given / case.norm)
                    worth = self.worth_of(case) * household.conflict
                    without *= 1.0 - hours * worth
            if need.walks_in:
                without *= 1.0 - self.w.p[0].walk_in_dose
            if household.network_asked and mine and need.severity <= MODERATE:
                without *= 1.0 - self.w.p[0].network_help * household.network_seen
            if not math.isclose(need.dose, 1.0 - without, abs_tol=1e-9):
                self.same(f"dose of need {number}", float(need.dose), 1.0 - without)

    def active_list(self) -> None:
        """The lines of the week repeat what the needs say, the severe first, then the moderate."""
        w = self.w
        lines: Any = w.active[: w.counters[places.ACTIVE_N]]
        needs: Any = w.needs[lines.need]
        self.same("keys of active needs", lines.key, needs.key)
        self.same("severities of active needs", lines.severity, needs.severity)
        self.same("domains of active needs", lines.domain, needs.domain)
        order = np.arange(len(lines))
        self.same("the severe first", lines.severity >= SEVERE, order < w.counters[places.SEVERE_N])
        self.same("then the moderate", lines.severity >= MODERATE, order < w.counters[places.HEAVY_N])
        seen = np.where(needs.open_cases == 0, w.households.visits[needs.household], 0)
        self.same("needs that a visitor could notice", lines.unseen, seen)
        within = np.arange(w.needs.size) - w.households.first_need[w.needs.household]
        kept = within < NEEDS_KEPT
        helped = (w.households.helped[w.needs.household] >> np.minimum(within, NEEDS_KEPT - 1)) & 1
        self.same("needs with open cases", helped[kept], (w.needs.open_cases > 0)[kept])
        up, down = self.hazards_of(needs)
        apart = np.maximum(np.abs(lines.up - up), np.abs(lines.down - down))
        self.same("hazards of the ladder", np.count_nonzero(apart > CLOSE), 0)
        for kind, records in (("household", w.households), ("resident", w.residents)):
            levels = np.zeros(records.size, np.uint64)
            mine = w.needs[(w.needs.eligible == 1) & ((w.needs.resident >= 0) == (kind == "resident"))]
            shift = np.uint64(3) * mine.domain.astype(np.uint64)
            np.bitwise_or.at(levels, mine[kind], mine.severity.astype(np.uint64) << shift)
            self.same(f"packed severities of {kind}s", records.levels, levels)
        self.same("nine domains fit", 3 * len(DOMAINS) <= 32, True)

    def talk(self, asked: np.ndarray, bills: np.ndarray, link: np.record, bucket: int, seconds: int) -> None:
        """Write down the talking that one helper plans: hours of own staff, a bill of others."""
        product = self.w.products[link.product]
        if link.worker >= 0:
            asked[link.worker, bucket] += seconds
        elif product.payer_adult >= 0:
            cents = int(seconds * product.cents_per_hour / SECONDS)
            bills[bucket, product.payer_adult] += cents
            bills[bucket, len(PAYERS) + product.payer_adult] += int(cents * product.cashable)

    def hazards_of(self, needs: np.recarray) -> tuple[np.ndarray, np.ndarray]:
        """Hazards of a step from severity, dose and spill-over.

        Args:
            needs: active needs.

        Returns:
            Up and down; in the crisis state 0 and its chance to pass.
        """
        p = self.w.p[0]
        ups, downs = (
            np.array([0.0, *(p[f"{way}_hazard_{level}"] for level in (1, 2, 3)), 0.0])
            for way in ("up", "down")
        )
        speed, crisis = self.w.ladder[needs.domain, 1], needs.severity == CRISIS
        up = ups[needs.severity] * speed * (1.0 - p.help_prevents_worsening * needs.dose) * needs.spill
        down = downs[needs.severity] * speed * (1.0 + p.help_speeds_recovery * needs.dose)
        down *= np.where(needs.hindered, p.bottleneck_recovery, 1.0) * (needs.severity > needs.floor)
        return up, np.where(crisis, p.crisis_state_exit, down)

    def talks(self) -> None:
        """What helpers plan to talk stands once in each of their weeks, and in the bills."""
        w = self.w
        asked = np.zeros_like(w.talks_asked)
        bills = np.zeros_like(w.talk_bills)
        for number in np.flatnonzero(w.households.talk_counted):
            household = w.households[number]
            planned = [(int(household.talk_bucket), int(household.talk_seconds), -1)]
            if household.following >= 0 and w.followed[household.following].link >= 0:
                here = w.followed[household.following]
                others = int(household.helpers_with_hours) - 1
                each = int(int(w.p[0].director_hours * SECONDS) * w.p[0].director_meets_helpers / others)
                planned.append((0, each, int(here.link)))
            for bucket, seconds, not_with in planned:
                place = int(household.first_link)
                while place >= 0:
                    link = w.links[place]
                    if link.cases_with_hours > 0 and place != not_with:
                        self.talk(asked, bills, link, bucket, seconds)
                    place = int(link.after)
        self.same("talks planned", w.talks_asked, asked)
        self.same("bills for talks", w.talk_bills, bills)
        together = w.households[w.households.together >= 0]
        counted = (together.talk_counted > 0) | (together.talk_waits > 0)
        self.same("households together without talks", int((~counted).sum()), 0)
        window = int(w.p[0].consistency_window_weeks)
        back = [(self.week - weeks) % RING for weeks in range(window)]
        fresh = (w.households.together >= 0) & (w.households.talk_week == self.week)
        heard = w.talk_ring[fresh][:, back].sum(axis=1)
        self.same("pair-seconds of the window", w.households.pair_seconds[fresh], heard)
