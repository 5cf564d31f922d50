"""An area: the neighbourhoods, who lives and works there, and what help costs."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Area:
    """An area with everything about it that is given, not simulated.

    Attributes:
        name: name of the area, also of its folder.
        title_nl: title on screen in Dutch.
        title_en: title on screen in English.
        text_nl: how its figures were come by, in Dutch; may be empty.
        text_en: the same in English.
        neighbourhoods: names of the neighbourhoods, in the order of their number.
        derived: whether its marginals were scaled from a larger area instead of published.
        sources: where the tables come from, with their licences.
        digest: fingerprint of all files of the area.
        marginals: neighbourhood, marginal, value: what the population must look like.
        age_by_position: persons by age class and position in the household.
        household_sizes: kind, children, share, other_weight.
        household_kinds: kind, relative_low_income.
        composition: numbers for putting households together.
        organisations: organisation, title, in_area, regimes.
        posts: organisation, product, role, fte, people.
        providers: product, organisation, share of the cases.
        outside: product, hours_per_week, provider.
        routes: domain, age_group, severity, first, first_share, first_else, second, third.
        prices: item, price, unit, payer, cashable_share, price_level.
        events: event, per_year_per_15000, payer, second_payer, second_share, price, cashable_share.
        capacities: organisation, product, factor by which the hours of a list are multiplied at the end of
            the weeks in which they follow their norm; empty until solved, and then 1.
        event_rates: event, rate (weekly hazard at severity 3), digest; empty until solved.
        background: payer, age_class, euros_per_resident_per_year: all care by age.
        background_rest: the same less what the model itself delivers; empty until solved.
        budgets: payer, room: ceilings of providers relative to their last year of start-up, 0 for none.
        world_digest: fingerprint of hours and rates put in the place of those of the folder, empty if none.
    """

    name: str
    title_nl: str
    title_en: str
    text_nl: str
    text_en: str
    neighbourhoods: tuple[str, ...]
    derived: bool
    sources: tuple[Mapping[str, str], ...]
    digest: str
    marginals: pd.DataFrame
    age_by_position: pd.DataFrame
    household_sizes: pd.DataFrame
    household_kinds: pd.DataFrame
    composition: Mapping[str, float]
    organisations: pd.DataFrame
    posts: pd.DataFrame
    providers: pd.DataFrame
    outside: pd.DataFrame
    routes: pd.DataFrame
    prices: pd.DataFrame
    events: pd.DataFrame
    capacities: pd.DataFrame
    event_rates: pd.DataFrame
    background: pd.DataFrame
    background_rest: pd.DataFrame
    budgets: pd.DataFrame
    world_digest: str = ""

    @property
    def residents_on_paper(self) -> int:
        """Count everyone registered in the area, also those who live in institutions."""
        return int(sum(self.wanted(name, "residents") for name in self.neighbourhoods))

    def wanted(self, neighbourhood: str, marginal: str) -> float:
        """Look up what one neighbourhood must look like."""
        table = self.marginals
        found = table[(table["neighbourhood"] == neighbourhood) & (table["marginal"] == marginal)]
        return float(found["value"].iloc[0])
