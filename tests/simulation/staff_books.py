"""The part of the second bookkeeper that counts those who work here: posts, people and strain."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.columns import STAFF
from simulation.world import World

MILLION = 1_000_000.0
SMALL = 1e-9


class StaffBooks:
    """Counts the professionals of a world anew."""

    w: World
    opened: list[int]

    if TYPE_CHECKING:

        def same(self, what: str, kept: object, counted: object) -> None:
            """Note a contradiction when two counts differ."""

    def staff(self) -> None:
        """Posts are filled or vacant, those who moved within the area are among leavers and hired."""
        w, now = self.w, self.w.now
        filled = w.professionals[w.professionals.vacant == 0]
        self.same("posts", now[STAFF : STAFF + 2], [w.professionals.size, w.professionals.size - filled.size])
        self.same("ill of those who left", int(w.professionals.sick.sum()), int(filled.sick.sum()))
        most = int(now[STAFF + 3 : STAFF + 5].min())
        self.same("poached left and were hired", bool(now[STAFF + 6] <= most), True)
        strain = np.floor(filled.strain * MILLION + 0.5).astype(np.int64).sum()
        self.same("strain", now[STAFF + 7], strain)
        self.same("who is freed of a regime had two", self.freed_of_nothing(), 0)
        as_always = (filled.pooled == 0) & (filled.joined_team == 0)
        self.same("maturity of who works as always", set(filled.maturity[as_always]) | {1.0}, {1.0})
        inside = (w.skills >= w.p[0].skill_elsewhere - SMALL) & (w.skills <= 1.0 + SMALL)
        self.same("skill between lowest and highest", bool(inside.all()), True)
        close = np.abs(w.skills - w.skills_used)[w.professionals.vacant == 0] <= w.p[0].reckoning_step + SMALL
        self.same("skill that counts is near the skill there is", bool(close.all()), True)

    def cases_of_staff(self) -> None:
        """Direct seconds by domain, whose case lies outside a trade, and which visit bears the travel."""
        w = self.w
        runs = np.zeros_like(w.domain_runs)
        bearing: dict[tuple[int, int], list[int]] = {}
        for index in self.opened:
            case = w.cases[index]
            worker = int(case.worker)
            if worker < 0:
                self.same("alone or outside", (int(case.broad), int(case.rides)), (0, 0))
                continue
            runs[worker, case.domain] += case.given
            other = w.professionals["product"][worker] != case.product
            broad = bool(case.pooled) and other and w.trades[worker, case.domain] < 1.0
            self.same(f"case {index} outside the trade", bool(case.broad), bool(broad))
            if w.products[case.product].home_visits:
                bearing.setdefault((worker, int(case.household)), []).append(int(case.rides))
            else:
                self.same("no visit, no ride", int(case.rides), 0)
        self.same("direct seconds by domain", w.domain_runs, runs)
        self.same("one case bears the travel", {rides.count(0) for rides in bearing.values()} | {1}, {1})

    def freed_of_nothing(self) -> int:
        """How many are under one account whose organisation answers to nobody but itself."""
        w = self.w
        freed = w.professionals[w.professionals.one_account > 0]
        return int((w.organisations.regimes[freed.organisation] <= 1).sum())
