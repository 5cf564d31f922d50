"""The nine life domains, who can have a need in them, and the other fixed lists of names."""

from agents.compiled import rule

DOMAINS = (
    "housing",
    "money",
    "parenting",
    "work",
    "learning",
    "mental",
    "addiction",
    "daily",
    "connection",
)
HOUSING, MONEY, PARENTING, WORK, LEARNING, MENTAL, ADDICTION, DAILY, CONNECTION = range(9)
HOUSEHOLD_DOMAINS = (HOUSING, MONEY, PARENTING)
RESIDENT_DOMAINS = (WORK, LEARNING, MENTAL, ADDICTION, DAILY, CONNECTION)

PAYERS = ("wmo", "jeugdwet", "participatiewet", "zvw", "wlz", "corporation", "justice")
WMO, JEUGDWET, PARTICIPATIEWET, ZVW, WLZ, CORPORATION, JUSTICE = range(7)
MUNICIPAL_PAYERS = (WMO, JEUGDWET, PARTICIPATIEWET)

PILLARS = ("wmo", "youth", "participation", "debt", "education")

EVENTS = (
    "police_e33",
    "domestic_violence",
    "supervision_order",
    "placement",
    "mental_health_admission",
    "addiction_emergency",
    "eviction",
    "elderly_admission",
)
(
    POLICE_E33,
    DOMESTIC_VIOLENCE,
    SUPERVISION_ORDER,
    PLACEMENT,
    MENTAL_HEALTH_ADMISSION,
    ADDICTION_EMERGENCY,
    EVICTION,
    ELDERLY_ADMISSION,
) = range(8)

# The events that can arise from a need, by domain.
EVENTS_OF = {
    MENTAL: (POLICE_E33, MENTAL_HEALTH_ADMISSION),
    ADDICTION: (POLICE_E33, ADDICTION_EMERGENCY),
    PARENTING: (DOMESTIC_VIOLENCE, SUPERVISION_ORDER, PLACEMENT),
    HOUSING: (EVICTION,),
    DAILY: (ELDERLY_ADMISSION,),
}

NONE, LIGHT, MODERATE, SEVERE, CRISIS = range(5)
SEVERITIES = ("none", "light", "moderate", "severe", "crisis")

AGE_GROUPS = ("child", "adult", "old")
CHILD, ADULT, OLD = range(3)
ADULT_AGE, OLD_AGE, VERY_OLD_AGE = 18, 67, 77
WORK_FROM, WORK_TO = 18, 66
LEARNING_FROM, LEARNING_TO = 4, 22
ADDICTION_FROM = 15


@rule
def may_have_need(domain: int, age: int) -> bool:
    """A resident can only have needs that belong to his age.

    Args:
        domain: number of a resident domain.
        age: age in whole years.

    Returns:
        Whether a resident of this age can have a need in this domain. Source: model 2.
    """
    if domain == WORK:
        return WORK_FROM <= age <= WORK_TO
    if domain == LEARNING:
        return LEARNING_FROM <= age <= LEARNING_TO
    if domain == ADDICTION:
        return age >= ADDICTION_FROM
    return domain in (MENTAL, DAILY, CONNECTION)


@rule
def age_group(age: int) -> int:
    """Children, adults and the old take different routes to help.

    Args:
        age: age in whole years.

    Returns:
        0 child (under 18), 1 adult, 2 old (67 and over).
    """
    if age < ADULT_AGE:
        return CHILD
    if age < OLD_AGE:
        return ADULT
    return OLD
