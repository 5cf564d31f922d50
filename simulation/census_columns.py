"""What the census writes down once a quarter, in one fixed order, and how often it is held."""

# The census, once a quarter: whole numbers (millionths for utilities and scores).
CENSUS_NAMES = (
    "week",
    "households",
    "residents",
    "under_18",
    "utility",
    "body",
    "mind",
    "meaning",
    "quality_of_life",
    "taking_part",
    "daily_functioning",
    "quality_households",
    "quality",
    "distinct_sum",
    "debt_households",
    "pile_up_households",
    "multi_problem_households",
    "indicated_households",  # half-year just ended; 0 in other quarters
    "two_laws_households",
    "wmo_clients",
    "youth_care_clients",  # calendar year just ended
    "strict_households",  # strict multi-problem at the end of a year; 0 in other quarters
    "strict_cents",  # what the municipality spent on them in that year, benefits included
    "heavy_households",  # households with most helpers, in millionths, and why so many come
    "heavy_products",
    "heavy_people",
    "heavy_referrals",
    "heavy_directors",
    "heavy_replaced",
    "heavy_ended",
)
(
    AT_WEEK,
    HOUSEHOLDS_N,
    RESIDENTS_N,
    UNDER_18_N,
    UTILITY,
    BODY,
    MIND,
    MEANING,
    QUALITY_OF_LIFE,
    TAKING_PART,
    DAILY_FUNCTIONING,
    QUALITY_N,
    QUALITY,
    DISTINCT_SUM,
    DEBT_N,
    PILE_UP_N,
    MULTI_PROBLEM_N,
    INDICATED_N,
    TWO_LAWS_N,
    WMO_CLIENTS_N,
    YOUTH_CARE_N,
    STRICT_N,
    STRICT_CENTS,
    HEAVY_HOUSEHOLDS,
    HEAVY_PRODUCTS,
    HEAVY_PEOPLE,
    HEAVY_REFERRALS,
    HEAVY_DIRECTORS,
    HEAVY_REPLACED,
    HEAVY_ENDED,
) = range(len(CENSUS_NAMES))
CENSUS_WEEKS, HALF_YEAR_WEEKS, YEAR_WEEKS = 13, 26, 52
MICRO = 1_000_000
