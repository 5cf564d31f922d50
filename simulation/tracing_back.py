"""From an escalation back to what contributed most, by comparing two lives of one household week by week."""

from dataclasses import asdict, dataclass, replace

import pandas as pd

from agents.contributions import AFTER_HELP, CONTRIBUTIONS, NO_HELP
from agents.domains import DOMAINS
from simulation.pair import WHAT_HAPPENED, Owner, Pair

MOST_STEPS = 5
ESCALATIONS = ("registered", "worsens")
FROM_OTHERS = CONTRIBUTIONS[: len(DOMAINS)]
HELP = CONTRIBUTIONS[NO_HELP:AFTER_HELP]
OF_RECOVERY = (*HELP, "bottleneck")
OF_WORSENING = (*FROM_OTHERS, "network", "network_worn", *HELP)
OF_ASKING = ("distrust", "perceived_wait")
WAS_WORSE = "was_worse"
HAZARDS = ("onset", "worsening", "recovery", "asking")
ONSET, WORSENING, RECOVERY, ASKING = HAZARDS
KINDS = (*ESCALATIONS, WAS_WORSE, *FROM_OTHERS, "network", "network_worn", *OF_RECOVERY, *OF_ASKING)
NO_HELP_AT_ALL = "no_help"
_SMALLEST = 1e-9
_SAME_EVENT = ("week", "resident", "product")
WHAT_BECAME = (
    "asks",
    "starts",
    "ends",
    "leaves_list",
    "wrong_product",
    "passed",
    "stopped",
    "conversation",
    "no_money",
    "refuses_helper",
)
_OTHER_NEED = {"event_eviction": (-1, "money")}  # events that ask trouble of two kinds


@dataclass(frozen=True)
class Step:
    """One step back from an escalation.

    Attributes:
        step: 0 the escalation itself, then 1-5.
        world: world in which it was worse, 0 or 1.
        week: when the two worlds parted here.
        resident: place in the household, -1 the household.
        domain: of the need.
        contribution: what differed most: a name of `agents.contributions`, ``was_worse`` if the need itself
            was worse, or for step 0 the happening.
        severity: of this need after that week.
        severity_other: of the same need in the other world.
        difference: how much more it contributed than in the other world, in logarithms of the hazard; nan
            where two severities differ.
        about: which hazard that is, a name of `HAZARDS`; empty where two severities differ.
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
    about: str = ""
    product: str = ""
    happening: str = ""
    happening_week: int = -1
    other_week: int = -1
    helpers: int = 0
    helpers_other: int = 0

    @property
    def owner(self) -> Owner:
        """Whose need it is about, in which domain."""
        return self.resident, self.domain


COLUMNS = tuple(Step.__dataclass_fields__)


def trace_back(pair: Pair, escalation: pd.Series) -> pd.DataFrame:
    """The largest contributions behind an escalation, back through at most five steps.

    Args:
        pair: the two lives.
        escalation: a row of `escalations`.

    Returns:
        One row a step, the escalation first; columns as in `Step`. They are contributions and not causes:
        each names what differed most between the two worlds at the moment at which they parted there.
    """
    event = str(escalation["event"])
    product = str(escalation["product"]) if event == "registered" else ""
    owner = (int(escalation["resident"]), str(escalation["domain"]))
    first = _step(pair, 0, int(escalation["world"]), int(escalation["week"]), owner, event)
    steps = [replace(first, product=product)]
    while len(steps) <= MOST_STEPS:
        step = _before(pair, steps[-1])
        if step is None:
            break
        steps.append(step)
    return pd.DataFrame([asdict(step) for step in steps], columns=list(COLUMNS))


def _step(pair: Pair, number: int, world: int, week: int, owner: Owner, contribution: str) -> Step:
    """A step with how the need stood after that week in both worlds."""
    return Step(
        number,
        world,
        week,
        owner[0],
        owner[1],
        contribution,
        pair.after(world, week, owner),
        pair.after(1 - world, week, owner),
        helpers=pair.helpers(world, week),
        helpers_other=pair.helpers(1 - world, week),
    )


def _before(pair: Pair, last: Step) -> Step | None:
    """One step back from the last; none when the worlds did not differ there, or nothing is behind it."""
    if last.contribution == "registered":
        return _behind_event(pair, last)
    if last.contribution == NO_HELP_AT_ALL:
        return _behind_asking(pair, last)
    if last.contribution in CONTRIBUTIONS and last.contribution not in FROM_OTHERS:
        return None
    if pair.severity(last.world, last.week, last.owner) > pair.severity(
        1 - last.world, last.week, last.owner
    ):
        return _was_worse(pair, last, last.owner, last.week)
    return _behind_step(pair, last)


def _behind_event(pair: Pair, last: Step) -> Step | None:
    """What was worse in the week of a registered event: the need from which it arose, or another it asks."""
    for owner in (last.owner, _OTHER_NEED.get(last.product, last.owner)):
        if pair.after(last.world, last.week, owner) > pair.after(1 - last.world, last.week, owner):
            return _was_worse(pair, last, owner, last.week + 1)
    return None


def _was_worse(pair: Pair, last: Step, owner: Owner, week: int) -> Step | None:
    """Since when a need was worse than in the other world."""
    parted = pair.parting(last.world, week, owner)
    return None if parted < 0 else _step(pair, last.step + 1, last.world, parted, owner, WAS_WORSE)


def _behind_step(pair: Pair, last: Step) -> Step | None:
    """What contributed most to a need getting worse here, or not better while it did so there."""
    world, week, owner = last.world, last.week, last.owner
    about, name, difference = _largest(pair, world, week, owner)
    if not name:
        return None
    if name not in FROM_OTHERS:
        step = _step(pair, last.step + 1, world, week, owner, name)
        step = _about_help(pair, step) if name in HELP else step
        return replace(step, difference=difference, about=about)
    found = pair.worst_source(world, week, name.removeprefix("from_"))
    if found is None:
        return None
    source, at = found
    parted = pair.parting(world, at, source)
    if parted < 0:
        return None
    step = _step(pair, last.step + 1, world, parted, source, name)
    return replace(step, difference=difference, about=about)


def _largest(pair: Pair, world: int, week: int, owner: Owner) -> tuple[str, str, float]:
    """Which hazard, and what contributed most more to it here; an empty name if nothing did."""
    began = pair.happening(world, owner, week, "begins")
    if began is not None:
        differs = {name: float(began[name]) for name in (*FROM_OTHERS, "network_worn")}
        known = {
            name: value
            for name, value in differs.items()
            if name == "network_worn"
            or pair.worst_source(world, week, name.removeprefix("from_")) is not None
        }
        return ONSET, *_most(known)
    better_there = pair.after(1 - world, week, owner) < pair.severity(1 - world, week, owner)
    worsening = _differences(pair, "stands", world, week, owner, OF_WORSENING)
    recovery = _differences(pair, "may_recover", world, week, owner, OF_RECOVERY)
    slower = {name: -value for name, value in recovery.items()}
    both = [(WORSENING, *_most(worsening)), (RECOVERY, *_most(slower))]
    first, second = reversed(both) if better_there else both
    return first if first[1] else second


def _differences(
    pair: Pair, event: str, world: int, week: int, owner: Owner, names: tuple[str, ...]
) -> dict[str, float]:
    """How much more each contributed here than in the other world; nothing where it cannot be compared."""
    here = pair.standing(event, world, week, owner)
    there = pair.standing(event, 1 - world, week, owner)
    if here is None or there is None:
        return {}
    return {name: float(here[name]) - float(there[name]) for name in names}


def _most(differs: dict[str, float]) -> tuple[str, float]:
    """The largest of these differences, if any is there."""
    name = max(differs, key=lambda each: differs[each], default="")
    return (name, differs[name]) if name and differs[name] > _SMALLEST else ("", 0.0)


def _about_help(pair: Pair, step: Step) -> Step:
    """Write which help was there in the other world, and what had become of it here."""
    started = pair.last(1 - step.world, step.owner, step.week, ("starts",))
    here = pair.last(step.world, step.owner, step.week, WHAT_BECAME)
    known = here if started is None else started
    return replace(
        step,
        product="" if known is None else str(known["product"]),
        happening="" if here is None else str(here["event"]),
        happening_week=-1 if here is None else int(here["week"]),
        other_week=-1 if started is None else int(started["week"]),
    )


def _behind_asking(pair: Pair, last: Step) -> Step | None:
    """What kept people from asking here in the week in which they asked in the other world."""
    if last.happening:
        return None
    asked = pair.last(1 - last.world, last.owner, last.week, ("wants_help",))
    if asked is None:
        return None
    week = int(asked["week"])
    here = pair.standing("may_ask", last.world, week, last.owner)
    if here is None:
        return None
    differs = {name: float(asked[name]) - float(here[name]) for name in OF_ASKING}
    name, difference = _most(differs)
    if not name:
        return None
    step = _step(pair, last.step + 1, last.world, week, last.owner, name)
    return replace(step, difference=difference, about=ASKING)


def escalations(pair: Pair) -> pd.DataFrame:
    """Registered events and steps to severe or crisis that happened in one world and not in the other.

    Args:
        pair: the two lives.

    Returns:
        world, week, resident, domain, event, product, severity_after; in order of week. A step counts when
        the need is lower in the other world after that week; a registered event when the other world has no
        such event of these people in that week.
    """
    columns = list(WHAT_HAPPENED)
    found = []
    for world in (0, 1):
        events = pair.rises(1 - world)
        there = {tuple(row) for row in events[list(_SAME_EVENT)].astype(str).to_numpy()}
        for row in pair.rises(world)[columns].to_dict("records"):
            owner = (int(row["resident"]), str(row["domain"]))
            alone = tuple(str(row[name]) for name in _SAME_EVENT) not in there
            lower = pair.after(1 - world, int(row["week"]), owner) < row["severity_after"]
            if alone if row["event"] == "registered" else lower:
                found.append({"world": world, **row})
    table = pd.DataFrame(found, columns=["world", *columns])
    return table.sort_values(["week", "world"], kind="stable").reset_index(drop=True)
