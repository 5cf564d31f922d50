"""Two lives of one household side by side, to ask how a need stood in either and what had happened."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from agents.domains import DOMAINS, HOUSEHOLD_DOMAINS, SEVERE

Lives = tuple[pd.DataFrame, pd.DataFrame]
Owner = tuple[int, str]  # place in the household (-1 the household) and domain
Line = Mapping[Any, Any]
STANDING = ("stands", "may_recover", "may_ask")  # lines about what may happen
LOOK_BACK_WEEKS = 52  # how far back something counts for a need that begins
WHAT_HAPPENED = ("week", "resident", "domain", "event", "product", "severity_after")
_STEPS = ("begins", "worsens", "recovers")
_NEWCOMERS = ("household_moves", "resident_replaced")
_OF_HOUSEHOLD = tuple(DOMAINS[number] for number in HOUSEHOLD_DOMAINS)


def told(history: pd.DataFrame) -> list[tuple[str, ...]]:
    """What happened in a history, to be compared with another.

    Args:
        history: a history, or part of it.

    Returns:
        Per row week, resident, domain, event, product and severity afterwards.
    """
    texts = history[list(WHAT_HAPPENED)].astype(object)
    return list(map(tuple, texts.where(texts.notna(), "").astype(str).to_numpy()))


class Pair:
    """Two lives of one household."""

    def __init__(self, histories: Lives, standings: Lives) -> None:
        """Keep the lives where they are found by need and week.

        Args:
            histories: what happened in each world.
            standings: what might happen to each need, every week.
        """
        self.histories = histories
        self._standing: tuple[dict[tuple[str, int, Owner], Line], ...] = tuple(map(_by_week, standings))
        self._happened = tuple(map(_by_week, histories))
        self._owners = sorted({owner for part in self._standing for _, _, owner in part})

    def standing(self, event: str, world: int, week: int, owner: Owner) -> Line | None:
        """What might happen to a need in a week, with its contributions.

        Args:
            event: one of `STANDING`.
            world: 0 or 1.
            week: the week.
            owner: whose need, in which domain.

        Returns:
            The line, none if the need was not there (or, for may_ask, had help).
        """
        return self._standing[world].get((event, week, owner))

    def happening(self, world: int, owner: Owner, week: int, event: str) -> Line | None:
        """What happened to a need in a week; none if that did not happen."""
        return self._happened[world].get((event, week, owner))

    def severity(self, world: int, week: int, owner: Owner) -> int:
        """How severe a need is at the start of a week, 0 when it is not there."""
        line = self.standing("stands", world, week, owner)
        return 0 if line is None else int(line["severity"])

    def after(self, world: int, week: int, owner: Owner) -> int:
        """How severe a need is after the steps of a week."""
        for event in _STEPS:
            line = self.happening(world, owner, week, event)
            if line is not None:
                return int(line["severity_after"])
        return self.severity(world, week, owner)

    def parting(self, world: int, week: int, owner: Owner) -> int:
        """In which week a need that is worse became so.

        Args:
            world: the world in which it is worse.
            week: the week at the start of which it is, or the week after the steps with which it is.
            owner: whose need.

        Returns:
            The last earlier week that began no worse than in the other world; -1 never.
        """
        for earlier in range(week - 1, -1, -1):
            if self.severity(world, earlier, owner) <= self.severity(1 - world, earlier, owner):
                return earlier
        return -1

    def worst_source(self, world: int, week: int, domain: str) -> tuple[Owner, int] | None:
        """Whose need of a domain was most worse here than in the other world, now or lately.

        Args:
            world: the world.
            week: the week.
            domain: the domain.

        Returns:
            The owner, and the last week at the start of which it was worse; none if nobody's was.
        """
        owners = [owner for owner in self._owners if owner[1] == domain]
        for at in range(week, max(-1, week - LOOK_BACK_WEEKS), -1):
            worse = {
                owner: self.severity(world, at, owner) - self.severity(1 - world, at, owner)
                for owner in owners
            }
            found = max(owners, key=lambda each: worse[each], default=None)
            if found is not None and worse[found] > 0:
                return found, at
        return None

    def last(self, world: int, owner: Owner, until: int, events: tuple[str, ...]) -> pd.Series | None:
        """The last happening of some kinds to a need before a week, since these people live here.

        Args:
            world: the world.
            owner: whose need.
            until: the week.
            events: kinds of happening.

        Returns:
            The row, none if there is none.
        """
        history = self.histories[world]
        before = history[history["week"] < until]
        others = before["event"].isin(_NEWCOMERS) & before["resident"].isin((-1, owner[0]))
        if others.any():
            before = before.loc[others[others].index[-1] :]
        mine = before["domain"] == owner[1]
        if owner[1] not in _OF_HOUSEHOLD:
            mine &= before["resident"] == owner[0]
        rows = before[mine & before["event"].isin(events)]
        return None if rows.empty else rows.iloc[-1]

    def helpers(self, world: int, week: int) -> int:
        """How many helpers came by the time of a week."""
        history = self.histories[world]
        rows = history[history["week"] <= week]
        return 0 if rows.empty else int(rows["helpers"].iloc[-1])

    def rises(self, world: int) -> pd.DataFrame:
        """Registered events, and steps to severe or crisis."""
        mine = self.histories[world]
        up = (mine["event"] == "worsens") & (mine["severity_after"] >= SEVERE)
        return mine[up | (mine["event"] == "registered")]


def _by_week(table: pd.DataFrame) -> dict[tuple[str, int, Owner], Line]:
    """Lines by event, week and need."""
    return {
        (str(row["event"]), int(row["week"]), (int(row["resident"]), str(row["domain"]))): row
        for row in table.to_dict("records")
    }
