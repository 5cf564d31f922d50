"""From an escalation back to what contributed most, by comparing two lives of one household week by week."""

from dataclasses import asdict, dataclass

import pandas as pd

from agents.contributions import CONTRIBUTIONS
from agents.domains import DOMAINS, HOUSEHOLD_DOMAINS, SEVERE

MOST_STEPS = 5
FROM_OTHERS, HELP = CONTRIBUTIONS[: len(DOMAINS)], CONTRIBUTIONS[len(DOMAINS) :]
WAS_WORSE = "was_worse"
_SMALLEST = 1e-9
_ENDINGS = ("ends", "leaves_list", "wrong_product", "passed", "stopped")

Lives = tuple[pd.DataFrame, pd.DataFrame]
Owner = tuple[int, str]  # place in the household (-1 the household) and domain


@dataclass(frozen=True)
class Step:
    """One step back from an escalation.

    Attributes:
        step: 0 the escalation itself, then 1-5.
        world: world in which the need was worse, 0 or 1.
        week: when the two worlds parted here.
        resident: place in the household, -1 the household.
        domain: of the need.
        contribution: what differed most: a name of `agents.contributions`, ``was_worse`` if the need had been
            worse for longer, or for step 0 the happening itself.
        severity: of this need after that week.
        severity_other: of the same need in the other world.
        difference: how much more it contributed than in the other world, in logarithms of the hazard; nan
            where two severities differ.
        product: the registered event (step 0), or the help that was there or not there in time.
        happening: what had happened with that help in this world, empty if it had never been asked.
        happening_week: when; -1 never.
        other_week: when that help started in the other world; -1 never.
        helpers: helpers in this world.
        helpers_other: helpers in the other.
    """

    step: int
    world: int
    week: int
    resident: int
    domain: str
    contribution: str
    severity: int
    severity_other: int
    difference: float = float("nan")
    product: str = ""
    happening: str = ""
    happening_week: int = -1
    other_week: int = -1
    helpers: int = 0
    helpers_other: int = 0


COLUMNS = tuple(Step.__dataclass_fields__)


class Pair:
    """Two lives of one household, to ask how a need stood in either."""

    def __init__(self, histories: Lives, standings: Lives) -> None:
        """Keep the lives where they are found by need and week.

        Args:
            histories: what happened in each world.
            standings: how needs stood at the start of every week.
        """
        self.histories = histories
        self.rows = [
            {(row["week"], (row["resident"], row["domain"])): row for row in standing.to_dict("records")}
            for standing in standings
        ]

    def severity(self, world: int, week: int, owner: Owner) -> int:
        """How severe a need is at the start of a week.

        Args:
            world: 0 or 1.
            week: the week.
            owner: whose need, in which domain.

        Returns:
            Severity 0-4.
        """
        row = self.rows[world].get((week, owner))
        return 0 if row is None else int(row["severity"])

    def owners(self, world: int, week: int, domain: str) -> list[Owner]:
        """Whose needs of one domain are there at the start of a week."""
        return [owner for at, owner in self.rows[world] if at == week and owner[1] == domain]

    def last(self, world: int, owner: Owner, until: int, events: tuple[str, ...]) -> pd.Series | None:
        """The last happening of some kinds to a need before a week."""
        history = self.histories[world]
        whose = [owner[0]] if owner[1] not in _HOUSEHOLD else list(range(-1, 30))
        mine = history["resident"].isin(whose) & (history["domain"] == owner[1])
        rows = history[mine & history["event"].isin(events) & (history["week"] < until)]
        return None if rows.empty else rows.iloc[-1]

    def helpers(self, world: int, week: int) -> int:
        """How many helpers came by the time of a week."""
        history = self.histories[world]
        rows = history[history["week"] <= week]
        return 0 if rows.empty else int(rows["helpers"].iloc[-1])

    def parting(self, world: int, week: int, owner: Owner) -> int:
        """The last week before this one in which a need began no worse than in the other world; -1 never."""
        for earlier in range(week - 1, -1, -1):
            if self.severity(world, earlier, owner) <= self.severity(1 - world, earlier, owner):
                return earlier
        return -1


_HOUSEHOLD = tuple(DOMAINS[number] for number in HOUSEHOLD_DOMAINS)


def escalations(pair: Pair) -> pd.DataFrame:
    """Registered events and steps to severe or crisis that happened in one world and not in the other.

    Args:
        pair: the two lives.

    Returns:
        world, week, resident, domain, event, product, severity_after; in order of week. A step counts when
        the need is lower in the other world at the start of the next week; a registered event when the
        other world has no such event in that week.
    """
    columns = ["week", "resident", "domain", "event", "product", "severity_after"]
    found = []
    for world in (0, 1):
        mine = pair.histories[world]
        there = set(map(tuple, pair.histories[1 - world][columns].astype(str).to_numpy()))
        up = (mine["event"] == "worsens") & (mine["severity_after"] >= SEVERE)
        for row in mine[up | (mine["event"] == "registered")][columns].to_dict("records"):
            owner = (row["resident"], row["domain"])
            lower = pair.severity(1 - world, row["week"] + 1, owner) < row["severity_after"]
            alone = tuple(str(value) for value in row.values()) not in there
            if lower if row["event"] == "worsens" else alone:
                found.append({"world": world, **row})
    table = pd.DataFrame(found, columns=["world", *columns])
    return table.sort_values(["week", "world"], kind="stable").reset_index(drop=True)


def trace_back(pair: Pair, escalation: pd.Series) -> pd.DataFrame:
    """The largest contributions behind an escalation, back through at most five steps.

    Args:
        pair: the two lives.
        escalation: a row of `escalations`.

    Returns:
        One row a step, the escalation first; columns as in `Step`. They are contributions and not causes:
        each names what differed most between the two worlds at the moment at which they parted there.
    """
    owner = (escalation["resident"], escalation["domain"])
    world, week = int(escalation["world"]), int(escalation["week"])
    first = _step(pair, 0, world, week, owner, str(escalation["event"]))
    steps = [_with(first, product=str(escalation["product"]) if first.contribution == "registered" else "")]
    while len(steps) <= MOST_STEPS:
        step = _before(pair, steps[-1])
        if step is None:
            break
        steps.append(step)
        if step.contribution in HELP:
            break
    return pd.DataFrame([asdict(step) for step in steps], columns=list(COLUMNS))


def _with(step: Step, **changes: object) -> Step:
    """The same step, with more written in it."""
    return Step(**{**asdict(step), **changes})


def _step(pair: Pair, number: int, world: int, week: int, owner: Owner, contribution: str) -> Step:
    """A step with how the need stood after that week in both worlds."""
    return Step(
        number,
        world,
        week,
        int(owner[0]),
        str(owner[1]),
        contribution,
        pair.severity(world, week + 1, owner),
        pair.severity(1 - world, week + 1, owner),
        helpers=pair.helpers(world, week),
        helpers_other=pair.helpers(1 - world, week),
    )


def _before(pair: Pair, last: Step) -> Step | None:
    """One step back from the last; none when the worlds did not differ there."""
    owner, world, week = (last.resident, last.domain), last.world, last.week
    if pair.severity(world, week, owner) > pair.severity(1 - world, week, owner):
        parted = pair.parting(world, week, owner)
        return None if parted < 0 else _step(pair, last.step + 1, world, parted, owner, WAS_WORSE)
    name, difference = _largest(pair, world, week, owner)
    if not name:
        return None
    if name in HELP:
        step = _step(pair, last.step + 1, world, week, owner, name)
        return _with(_about_help(pair, step), difference=difference)
    source = _worst_source(pair, world, week, name.removeprefix("from_"))
    parted = -1 if source is None else pair.parting(world, week, source)
    if source is None or parted < 0:
        return None
    return _with(_step(pair, last.step + 1, world, parted, source, name), difference=difference)


def _largest(pair: Pair, world: int, week: int, owner: Owner) -> tuple[str, float]:
    """What contributed most more here than in the other world; an empty name if nothing did."""
    here, there = pair.rows[world].get((week, owner)), pair.rows[1 - world].get((week, owner))
    if here is None:  # it began this week
        begins = pair.last(world, owner, week + 1, ("begins",))
        if begins is None or begins["week"] != week:
            return "", 0.0
        differs = {
            name: float(begins[name])
            for name in FROM_OTHERS
            if _worst_source(pair, world, week, name.removeprefix("from_")) is not None
        }
    else:
        recovered = pair.severity(1 - world, week + 1, owner) < pair.severity(1 - world, week, owner)
        names = HELP if recovered else CONTRIBUTIONS
        differs = {name: here[name] - (0.0 if there is None else there[name]) for name in names}
    name = max(differs, key=lambda each: differs[each], default="")
    return (name, differs[name]) if name and differs[name] > _SMALLEST else ("", 0.0)


def _worst_source(pair: Pair, world: int, week: int, domain: str) -> Owner | None:
    """Whose need of a domain was most worse here than in the other world; none if nobody's was."""
    worse = {
        owner: pair.severity(world, week, owner) - pair.severity(1 - world, week, owner)
        for owner in pair.owners(world, week, domain)
    }
    found = max(sorted(worse), key=lambda each: worse[each], default=None)
    return found if found is not None and worse[found] > 0 else None


def _about_help(pair: Pair, step: Step) -> Step:
    """Write which help was there in the other world, and what had become of it here."""
    owner = (step.resident, step.domain)
    started = pair.last(1 - step.world, owner, step.week, ("starts",))
    asked = pair.last(step.world, owner, step.week, ("asks", "starts", *_ENDINGS))
    product = started["product"] if started is not None else None
    if product is None and asked is not None:
        product = asked["product"]
    return _with(
        step,
        product="" if product is None else str(product),
        happening="" if asked is None else str(asked["event"]),
        happening_week=-1 if asked is None else int(asked["week"]),
        other_week=-1 if started is None else int(started["week"]),
    )
