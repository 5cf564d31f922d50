"""Who is followed by whom, counted anew in plain Python."""

from typing import Any

import numpy as np

from simulation import counters as places
from simulation.world import World

SECONDS = 3600


class DirectorBooks:
    """Family directors of one world, counted anew."""

    w: World

    def same(self, what: str, kept: object, counted: object) -> None:
        """Note a contradiction when two counts differ; see `Bookkeeper`."""
        raise NotImplementedError

    def director_links(self) -> np.ndarray:
        """Directors are helpers without a case.

        Returns:
            Their links, by place in the list of followed households.
        """
        count = self.w.counters[places.FOLLOWED_N]
        links: np.ndarray = self.w.followed.link[:count]
        return links[links >= 0]

    def directors(self) -> None:
        """Who is followed is listed once, was chosen for it, and has a director with a place."""
        w, p = self.w, self.w.p[0]
        here: Any = w.followed[: w.counters[places.FOLLOWED_N]]
        homes: Any = w.households[here.household]
        self.same("places of followed households", homes.following, np.arange(len(here)))
        self.same("households followed", (w.households.following >= 0).sum(), len(here))
        self.same("followed as far as there is a place", len(here) <= p.director, True)
        self.same("followed without being chosen", bool((homes.follow_rank > 0).all()), True)
        own: Any = here[(here.link >= 0) & (here.director >= 0)]
        of_worker = np.bincount(own.director, minlength=w.professionals.size)
        self.same("households by director", w.professionals.directing, of_worker)
        self.same("caseload of directors", bool((of_worker <= p.director_caseload).all()), True)
        seconds = int(p.director_hours * SECONDS)
        self.same("hours of directors", w.professionals.asked_directing, of_worker * seconds)
        present: Any = here[here.link >= 0]
        links: Any = w.links[present.link]
        self.same("homes of director links", links.household, present.household)
        workers = np.maximum(present.director, -1)
        self.same("workers of director links", links.worker, workers)
        alone = (w.households.following < 0) & (w.households.routine != 1.0)
        self.same("routines without a director", int(alone.sum()), 0)
        chosen = np.sort(w.households.follow_rank[w.households.follow_rank > 0])
        self.same("ranks are given once", len(set(chosen.tolist())), len(chosen))
