"""A professional: a post and whoever holds it, his hours, skill, sickness and caseload."""

import numpy as np

from agents.compiled import Record, rule

PROFESSIONAL = np.dtype(
    [
        ("key", "u8"),  # the post
        ("organisation", "i2"),
        ("own_list", "i2"),  # -1 for municipal decision makers
        ("product", "i2"),
        ("role", "i1"),  # 0 specialist, 1 generalist, 2 consultant, 3 director
        ("pooled", "u1"),  # works without badge in the shared team
        ("vacant", "u1"),
        ("sick", "u1"),
        ("person", "i4"),  # how many people have held this post
        ("since_week", "i4"),
        ("contract_hours", "f8"),  # hours a week
        ("one_account", "u1"),  # no longer answers to the municipality apart from the others
        ("caseload", "i4"),
        ("directing", "i4"),  # households whose help he directs
        ("first_case", "i4"),
        # seconds this week
        ("available", "i8"),
        ("asked", "i8"),  # running cases with travel
        ("runs_direct", "i8"),  # what the running cases get a week, until something changes
        ("runs_travel", "i8"),
        ("share_used", "f8"),  # part of the asked case hours from which that follows
        ("asked_coordination", "i8"),
        ("asked_meetings", "i8"),
        ("asked_directing", "i8"),  # for the households whose help he directs
        ("left", "i8"),
        ("direct", "i8"),
        ("travel", "i8"),
        ("coordination", "i8"),
        ("meetings", "i8"),
        ("registration", "i8"),
        ("intake", "i8"),
        ("home_base", "i8"),
        ("unused", "i8"),
        ("case_share", "f8"),  # part of the asked case hours that is delivered
        ("talk_share", "f8"),  # part of the asked coordination that takes place
        ("talk_share_used", "f8"),  # the part that households counted with last
    ],
    align=True,
)

ROLES = ("specialist", "generalist", "consultant", "director")
CONSULTANT, DIRECTOR = 2, 3
ACTIVITIES = ("direct", "coordination", "meetings", "registration", "travel", "intake", "home_base", "unused")


@rule
def net_hours(contract_hours: float, leave_share: float, factor: float) -> float:
    """Hours a week someone is at work.

    Args:
        contract_hours: hours of the contract.
        leave_share: part taken as leave.
        factor: hours of this list relative to its posts.

    Returns:
        Net hours a week. Source: model 6.
    """
    return contract_hours * (1.0 - leave_share) * factor


@rule
def registration_share(base: float, per_regime: float, regimes: int) -> float:
    """Every regime of accounting beyond the first asks its own records.

    Args:
        base: share of net hours with one regime.
        per_regime: extra share per further regime.
        regimes: number of regimes the organisation answers to.

    Returns:
        Share of net hours. Source: model 8.12 (fixed per organisation until that submodel is in).
    """
    return base + per_regime * (regimes - 1)


@rule
def divide_week(worker: Record, registration: float) -> None:
    """Spread a week over running work, coordination, meetings and registration, in that order.

    Args:
        worker: record of the professional; ``available`` and what is asked of him are set.
        registration: share of net hours that goes to registration.

    What remains stays in ``left`` for intake and new starts. Directing is running work like cases, and
    counts as coordination.
    """
    left = worker.available
    running = worker.asked + worker.asked_directing
    on_running = min(running, left)
    worker.case_share = on_running / running if running > 0 else 1.0
    left -= on_running
    together = worker.asked_coordination + worker.asked_meetings
    spent = min(together, left)
    worker.talk_share = spent / together if together > 0 else 1.0
    worker.coordination = int(worker.asked_coordination * worker.talk_share)
    worker.meetings = min(spent - worker.coordination, worker.asked_meetings)
    left -= worker.coordination + worker.meetings
    worker.registration = min(int(worker.available * registration), left)
    worker.left = left - worker.registration
    worker.coordination += int(worker.asked_directing * worker.case_share)


@rule
def has_room(worker: Record, seconds: int, unlimited: bool) -> bool:
    """Whether a new case of so many seconds a week still fits.

    Args:
        worker: record of the professional.
        seconds: norm of the case with travel.
        unlimited: whether capacity is unlimited (limiting case).

    Returns:
        Whether it fits. Nobody who is away takes new cases, unless capacity is unlimited.
    """
    return unlimited or (not worker.vacant and worker.left >= seconds)
