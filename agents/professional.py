"""A professional: a post and whoever holds it, his hours, skill, sickness and caseload."""

import math

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
        ("strain", "f8"),  # of the person who holds the post; 0 on the first day
        ("trained", "u1"),  # was given time to learn a new way of working
        ("training_owed", "i8"),  # seconds of that still to come
        ("joined_team", "u1"),  # came to work without badge in the shared team
        ("maturity", "f8"),  # how far the routines of a new team have settled, 0-1
        ("practice", "f8"),  # what that makes of an hour of help, as cases count with it
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
        ("short", "i8"),  # what was asked and for which there was no time
        ("asked_directing", "i8"),  # for the households whose help he directs
        ("left", "i8"),
        ("direct", "i8"),
        ("travel", "i8"),
        ("coordination", "i8"),
        ("meetings", "i8"),
        ("registration", "i8"),
        ("intake", "i8"),
        ("home_base", "i8"),
        ("training", "i8"),
        ("unused", "i8"),
        ("case_share", "f8"),  # part of the asked case hours that is delivered
        ("talk_share", "f8"),  # part of the asked coordination that takes place
        ("talk_share_used", "f8"),  # the part that households counted with last
    ],
    align=True,
)

ROLES = ("specialist", "generalist", "consultant", "director")
CONSULTANT, DIRECTOR = 2, 3
ACTIVITIES = (
    "direct",
    "coordination",
    "meetings",
    "registration",
    "travel",
    "intake",
    "home_base",
    "training",
    "unused",
)


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
def regimes_now(of_organisation: int, one_account: bool, pooled: bool, of_team: float) -> float:
    """A professional answers to his employer, the municipality, an insurer and, in a new team, the team.

    Args:
        of_organisation: regimes that his organisation answers to.
        one_account: whether he no longer answers to the municipality apart from the others.
        pooled: whether he works without badge in the shared team.
        of_team: regimes that come on top when a team is judged by the old rules.

    Returns:
        Regimes he keeps records for, at least one. Source: model 8.12.
    """
    if one_account:
        return max(1.0, of_organisation - 1.0)
    return of_organisation + (of_team if pooled else 0.0)


@rule
def registration_share(base: float, per_regime: float, regimes: float) -> float:
    """Every regime of accounting beyond the first asks its own records.

    Args:
        base: share of net hours with one regime.
        per_regime: extra share per further regime.
        regimes: number of regimes the professional answers to.

    Returns:
        Share of net hours. Source: model 8.12.
    """
    return base + per_regime * (regimes - 1.0)


@rule
def strain_after_week(
    strain: float,
    load: float,
    extra_registration: float,
    autonomy: float,
    per_load: float,
    per_registration: float,
    per_autonomy: float,
    recovery: float,
) -> float:
    """A week that asks more than there are hours strains; so do records; a say of one's own and time relieve.

    Args:
        strain: strain at the start of the week.
        load: hours asked of the post, of its net hours.
        extra_registration: share of net hours for records beyond that of one regime.
        autonomy: 1 without any regime, less with each.
        per_load: strain by a load of one week above one (beta).
        per_registration: strain by records (beta2).
        per_autonomy: relief by autonomy (beta3).
        recovery: part that passes in a week (rec).

    Returns:
        Strain at the end of the week; below 0 it is lighter than on the first day. Source: model 8.13.
    """
    change = per_load * (load - 1.0) + per_registration * extra_registration - per_autonomy * autonomy
    return strain + change - recovery * strain


@rule
def autonomy(regimes: float, most: float) -> float:
    """The fewer regimes watch, the more someone decides alone.

    Args:
        regimes: regimes he answers to.
        most: number of regimes that leaves nothing to decide.

    Returns:
        1 without any, 0 at the most; below 0 beyond that. Source: model 8.13.
    """
    return 1.0 - regimes / most


@rule
def load_of_week(available: int, unused: int, short: int) -> float:
    """How much was asked of someone, of the hours there were.

    Args:
        available: seconds at work this week, more than none.
        unused: seconds nothing was asked for.
        short: seconds asked for which there was no time.

    Returns:
        1 when it just fits.
    """
    return (available - unused + short) / available


@rule
def chance_under_strain(hazard: float, strain: float) -> float:
    """Who is under strain falls ill and leaves sooner.

    Args:
        hazard: hazard a week without strain.
        strain: strain of the person.

    Returns:
        Probability in a week. Source: model 8.13.
    """
    return -math.expm1(-hazard * math.exp(strain))


@rule
def divide_week(worker: Record, registration: float, home_base: int, training: int) -> None:
    """Spread a week over training, running work, talks, registration and home base, in that order.

    Args:
        worker: record of the professional; ``available`` and what is asked of him are set.
        registration: share of net hours that goes to registration.
        home_base: seconds that are meant for his own profession.
        training: seconds that are meant for learning a new way of working.

    What remains stays in ``left`` for intake and new starts. Directing is running work like cases, and
    counts as coordination.
    """
    worker.training = min(training, worker.available)
    left = worker.available - worker.training
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
    due = int(worker.available * registration)
    worker.registration = min(due, left)
    left -= worker.registration
    worker.home_base = min(home_base, left)
    worker.left = left - worker.home_base
    worker.short = (running - on_running) + (together - spent) + (due - worker.registration)
    worker.short += (home_base - worker.home_base) + (training - worker.training)
    worker.coordination += int(worker.asked_directing * worker.case_share)


@rule
def skill_after_week(
    skill: float, lowest: float, share: float, learning: float, forgetting: float, kept: float
) -> float:
    """What someone does he learns; what he does not do he forgets, less so with a home base.

    Args:
        skill: skill in a domain at the start of the week.
        lowest: skill of somebody of another trade (E_min).
        share: part of his direct hours in this domain.
        learning: part of what there is to learn that a whole week teaches (l).
        forgetting: part of what there is to lose that a week without loses.
        kept: part of the forgetting that a home base prevents (hb).

    Returns:
        Skill at the end of the week. Source: model 8.10.
    """
    learned = learning * share * (1.0 - skill)
    lost = forgetting * (1.0 - share) * (1.0 - kept) * (skill - lowest)
    return skill + learned - lost


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
