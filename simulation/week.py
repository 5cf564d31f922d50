"""A week in the neighbourhood: eleven phases in a fixed order."""

from agents.compiled import rule, rule_in_place
from simulation.counters import LINE_COUNTED
from simulation.ledger import settle_accounts
from simulation.luck import deal_luck
from simulation.phases.allocation import allocation
from simulation.phases.asking import asking
from simulation.phases.bookings import bookings
from simulation.phases.census import census
from simulation.phases.delivery import delivery
from simulation.phases.events import events
from simulation.phases.intake import intake
from simulation.phases.learning import learning
from simulation.phases.lists import lists
from simulation.phases.needs import needs
from simulation.phases.recording import recording
from simulation.phases.review import review
from simulation.phases.staff import staff
from simulation.phases.turnover import turnover
from simulation.purses import begin_budget_year
from simulation.rollout import roll_out
from simulation.world import World


@rule_in_place
def live_week(w: World, week: int) -> None:
    """Live one week. Source: model 4.

    Args:
        w: the world.
        week: this week; negative during start-up.
    """
    w.now[:] = 0
    w.counters[LINE_COUNTED] = 0
    deal_luck(w, week)
    roll_out(w, week)
    begin_budget_year(w, week)
    staff(w, week)  # 1 sickness, leaving, hiring, hours available
    needs(w, week)  # 2 onset, worsening, recovery
    events(w, week)  # 3 registered events
    asking(w, week)  # 4 detection, asking, signals
    intake(w, week)  # 5 intake, decision, triage
    allocation(w, week)  # 6 hours: running cases, coordination, registration, intake, new starts
    delivery(w, week)  # 7 the dose that counts next week
    review(w, week)  # 8 plan review, extra referral, closing, drop-out
    bookings(w, week)  # 9 euros
    learning(w, week)  # 10 learning, skill, maturity, strain
    turnover(w, week)  # 10 population turnover
    lists(w, week)  # 10 what people have learned about the lists
    recording(w, week)  # 11 recording
    census(w, week)  # 11 recording, once a month


@rule
def live_weeks(w: World, first: int, after_last: int) -> None:
    """Live a number of weeks.

    Args:
        w: the world.
        first: first week.
        after_last: the week after the last.
    """
    for week in range(first, after_last):
        live_week(w, week)
    settle_accounts(w)
