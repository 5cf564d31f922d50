"""What is the robust choice? Every policy in every plausible world, as a sweep, and the regret of each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from experiments.regret.choice import Choice, choose, correct_choices
from experiments.regret.losses import LOSSES, NET, count_health, find_losses
from experiments.regret.signposts import Signpost, correct_signposts, find_signposts, observe
from experiments.sweep.design import Design
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse, say
from experiments.sweep.replications import Replications
from experiments.sweep.sampling import GRID, Sampling
from results.errors import StoreError
from simulation import Scenario
from simulation.parameters import resolve
from simulation.policies import policies as presets
from simulation.policies import policy as load_policy
from simulation.population import build_population
from simulation.scenario import BASELINE

NAME = "regret"
LESS, MORE = "less", "more"
MOST_NAMED = 3
MONEY = ("hours_change", "budget_change", "project_cost_per_year")
"""Levers that give a policy less or more to work with; the first that differs tells which."""


@dataclass(frozen=True)
class Regret:
    """The answer.

    Attributes:
        sweep: What was played.
        choices: The robust choice of each payer, of society and of who wants fewest escalations.
        signposts: Chooser -> the rules that win most over always the robust choice.
        year_worth: Euros that a year in full health is worth for who counts that; 0 where nobody does.
    """

    sweep: Sweep
    choices: tuple[Choice, ...]
    signposts: dict[str, list[Signpost]]
    year_worth: float = 0.0

    @property
    def table(self) -> pd.DataFrame:
        """One row per chooser and policy, with which is robust and which best on average."""
        return choice_table(self.choices)

    @property
    def signpost_table(self) -> pd.DataFrame:
        """One row per chooser and rule, the best of each chooser first."""
        return signpost_table(self.signposts)


def regret_design(
    policies: Sequence[str] = (),
    area: str = Design.area,
    *,
    years: int = Design.years,
    warmup_weeks: int = Design.warmup_weeks,
    replicates: int = 60,
    first_seed: int = 1,
    parameters: Mapping[str, float] | None = None,
) -> Design:
    """Makes the design: all policies, in as many worlds as half the replicates, two seeds in each.

    Args:
        policies: The policies; all presets unless given. Fragmented working is always among them.
        area: An area with plausible worlds.
        years: Years of the policy period.
        warmup_weeks: Weeks of start-up.
        replicates: How many seeds each policy meets.
        first_seed: The first seed.
        parameters: Numbers that differ from the register everywhere.

    Raises:
        InputError: The area has no plausible worlds, or the design cannot be played.
    """
    named = list(policies) or list(presets())
    ordered = (BASELINE, *(name for name in named if name != BASELINE))
    if Scenario(area=area).plausible_worlds is None:
        raise refuse("regret_no_worlds", area=area)
    design = Design(
        name=NAME,
        policies=ordered,
        sampling=Sampling(GRID),
        factors=(),
        replications=Replications(replicates, replicates, first_seed, plausible=True),
        area=area,
        years=years,
        warmup_weeks=warmup_weeks,
        parameters=parameters or {},
        levers_of=ordered[1:],
        command=NAME,
    )
    design.check()
    return design


def check_regret(design: Design) -> None:
    """Refuses a design that says nothing of regret.

    Args:
        design: The design of a sweep.

    Raises:
        InputError: Fragmented working or a policy beside it is missing, only the central world is played, or
            something else differs between points than the world.
    """
    also = sorted(str(name) for name in set(design.points) - {"world"})
    if BASELINE not in design.policies:
        problem = say("regret_no_baseline", policies=", ".join(design.policies))
    elif len(design.policies) < 2:
        problem = say("regret_one_policy")
    elif also:
        shown = also if len(also) <= MOST_NAMED else [*also[:MOST_NAMED], "..."]
        problem = say("regret_also_varies", names=", ".join(shown))
    elif not design.replications.plausible and "world" not in design.points:
        problem = say("regret_one_world")
    else:
        return
    raise refuse("regret_other_design", design=design.name, problem=problem)


def find_regret(played: Sweep, year_worth: float = 0.0) -> Regret:
    """Finds the robust choice of everybody.

    Args:
        played: The sweep of what `regret_design` gave, or another of policies over plausible worlds.
        year_worth: Euros that a year in full health of one resident is worth; with 0 nobody counts health in
            euros.

    Raises:
        InputError: The sweep says nothing of regret.
        StoreError: In no world every policy came to its end.
    """
    design = played.design
    check_regret(design)
    runs = pd.concat(played.runs(), ignore_index=True)
    others = (policy for policy in design.policies if policy != BASELINE)
    residents = 0.0
    if year_worth:
        people = build_population(design.scenario(0, design.baseline).central_area, resolve())
        residents = len(people.residents) / len(people.households)
    choices, signposts = weigh_regret(runs, (BASELINE, *others), year_worth, residents)
    if not choices:
        raise StoreError("error.question_no_runs", folder=played.folder)
    return Regret(played, choices, signposts, year_worth)


def weigh_regret(
    runs: pd.DataFrame, policies: Sequence[str], year_worth: float = 0.0, residents: float = 0.0
) -> tuple[tuple[Choice, ...], dict[str, list[Signpost]]]:
    """Finds the robust choice of everybody, from runs over plausible worlds.

    Args:
        runs: One row per run: policy, seed, world and the outcomes.
        policies: The policies, fragmented working first.
        year_worth: Euros that a year in full health of one resident is worth; 0 leaves that out.
        residents: Residents per household.
    """
    seen = observe(runs, policies[0])
    asked = [(chooser, outcome, runs) for chooser, outcome in LOSSES.items()]
    if year_worth:
        asked.insert(1, (NET, LOSSES["society"], count_health(runs, year_worth, residents)))
    choices, signposts = [], {}
    for chooser, outcome, counted in asked:
        losses = find_losses(counted, policies, outcome)
        if not losses.worlds:
            continue
        choice = choose(chooser, outcome, losses)
        choices.append(choice)
        own = seen.drop(columns=outcome, errors="ignore")
        signposts[chooser] = find_signposts(losses, choice.robust, own)
    return correct_choices(choices), correct_signposts(signposts)


def money_of(policy: str) -> str:
    """Tells whether a policy has less or more to work with than fragmented working.

    Args:
        policy: A policy.

    Returns:
        "less" (a cut), "more" (an investment), or nothing where it has as much.
    """
    usual, levers = resolve(), presets()[policy].levers if policy in presets() else load_policy(policy).levers
    for name in MONEY:
        now, then = usual[name], levers.get(name, usual[name])
        if now != then:
            return LESS if then < now else MORE
    return ""


def choice_table(choices: Sequence[Choice]) -> pd.DataFrame:
    """Puts the choices of everybody in one table, one row per chooser and policy."""
    parts = [
        choice.table.assign(
            chooser=choice.chooser,
            outcome=choice.outcome,
            worlds=choice.worlds,
            steady=choice.steady,
            robust=choice.table["policy"] == choice.robust,
            on_average=choice.table["policy"] == choice.on_average,
            chance=choice.chance,
            clear=choice.clear,
            average_chance=choice.average_chance,
            average_clear=choice.average_clear,
        )
        for choice in choices
    ]
    table = pd.concat(parts, ignore_index=True)
    first = ["chooser", "outcome", "policy"]
    return table[[*first, *(name for name in table if name not in first)]]


def signpost_table(signposts: dict[str, list[Signpost]]) -> pd.DataFrame:
    """Puts the rules of everybody in one table, one row per chooser and rule."""
    names = ["chooser", *(field.name for field in fields(Signpost))]
    rows = [{"chooser": chooser} | asdict(rule) for chooser, rules in signposts.items() for rule in rules]
    return pd.DataFrame(rows, columns=names)
