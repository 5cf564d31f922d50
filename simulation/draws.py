"""The same luck everywhere: one keyed draw, equal under every policy, order and number of workers.

A draw is a hash of (seed, entity, week, decision). Nothing is ever taken from a running stream, so another
agent, another policy or another worker cannot shift it.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from agents.compiled import rule

_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_WEEK = np.uint64(0xD1342543DE82EF95)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53

PEOPLE = np.uint64(0)  # in place of a seed: who people are does not depend on luck

# Decisions. A fixed enumeration: add at the end, never renumber.
SICK = 1
RECOVERS_FROM_SICKNESS = 2
LEAVES_POST = 3
HIRED = 4
LADDER = 5
CLOCK = 6
EVENT = 7  # 7..14, one per registered event
ASKS = 15
SEEN = 16
REACHES = 17
SIGNAL_GP = 18
SIGNAL_SCHOOL = 19
SIGNAL_POLICE = 20
SIGNAL_CORPORATION = 21
SIGNAL_DEBT = 22
CONTACT = 23
ACCEPTS = 24
RIGHT_PRODUCT = 25
CASE_ENDS = 26
EXTRA_REFERRAL = 27
REFERRER_KNOWS = 28
LEAVES_LIST = 29
SAME_WORKER = 30
OUTSIDE_WORKER_CHANGES = 31
WRONG_PLAN = 32
MOVES = 33
WLZ_STARTS = 34
WLZ_MOVES_OUT = 35
COMES_OF_AGE = 36
ASKS_AFTER_18 = 37
CLIENT_SUPPORT = 38
START_SEVERITY = 39
AFTER_ORDER = 40
POACHED = 41
POACHED_WHO = 42
OVER_BUDGET = 47
BELIEF = 48
BELIEF_ANGLE = 49
DIRECTOR_CLOSES = 57
TAKES_UP = 58
DECISIONS = 64  # room for the decisions that are drawn every week
# Who people are: drawn per area, the same for every seed.
FRAILTY = 100
TRUST = 101
FLOOR = 102
PROVIDER = 103
ROUTE = 104
PHASE = 105
SPECIALITY = 106
FIDELITY_DOOR = 110
FIDELITY_QUEUE = 111
FIDELITY_PLAN = 112
FIDELITY_OUTREACH = 113
TIE = 120
FIDELITY_ACCOUNT = 130
FIDELITY_RECRUITMENT = 131
FIDELITY_BUDGET = 135
CONSENT = 144
FIDELITY_DIRECTOR = 145


@rule
def mix(x: np.uint64) -> np.uint64:
    """Stir 64 bits so that neighbouring keys have nothing in common.

    Args:
        x: any 64 bits.

    Returns:
        64 stirred bits (the finaliser of splitmix64, Steele, Lea & Flood 2014).
    """
    x = (x ^ (x >> _S30)) * _FIRST
    x = (x ^ (x >> _S27)) * _SECOND
    return x ^ (x >> _S31)


@rule
def child_key(key: np.uint64, number: int) -> np.uint64:
    """The key of something that belongs to something else, such as a need of a resident.

    Args:
        key: key of the owner.
        number: which of its parts, 0 or more.

    Returns:
        A key of its own.
    """
    return mix(mix(key) + np.uint64(number) * _STEP + _STEP)


@rule
def stream(seed_key: np.uint64, week: int, decision: int) -> np.uint64:
    """What all draws of one decision in one week have in common.

    Args:
        seed_key: key of the seed.
        week: week number, negative during start-up.
        decision: a number of the enumeration above.

    Returns:
        64 bits to combine with the key of each entity.
    """
    return mix(mix(seed_key + np.uint64(week + 1_000_000) * _WEEK) + np.uint64(decision) * _STEP)


@rule
def draw(key: np.uint64, of: np.uint64) -> float:
    """One uniform draw.

    Args:
        key: key of the entity.
        of: the stream of seed, week and decision.

    Returns:
        A number in [0, 1) with 53 random bits.
    """
    return float(mix(key ^ of) >> _S11) * _UNIT


@rule
def uniform(key: np.uint64, seed_key: np.uint64, week: int, decision: int) -> float:
    """One uniform draw from its four keys.

    Args:
        key: key of the entity.
        seed_key: key of the seed.
        week: week number.
        decision: a number of the enumeration above.

    Returns:
        A number in [0, 1).
    """
    return draw(key, stream(seed_key, week, decision))


def uniforms(keys: NDArray[np.uint64], seed_key: np.uint64, week: int, decision: int) -> NDArray[np.float64]:
    """The same draws for many entities at once, bit for bit.

    Args:
        keys: keys of the entities.
        seed_key: key of the seed.
        week: week number.
        decision: a number of the enumeration above.

    Returns:
        One number in [0, 1) per key.
    """
    with np.errstate(over="ignore"):
        x = np.asarray(keys, np.uint64) ^ np.uint64(stream(seed_key, week, decision))
        x = (x ^ (x >> _S30)) * _FIRST
        x = (x ^ (x >> _S27)) * _SECOND
        x = x ^ (x >> _S31)
        result: NDArray[np.float64] = (x >> _S11).astype(np.float64) * _UNIT
        return result


def key_of(*parts: int | str) -> np.uint64:
    """A key from names and numbers, such as ("maastricht-noordoost", copy 3).

    Args:
        parts: names and numbers, in order.

    Returns:
        64 bits, the same on every machine.
    """
    text = "\x1f".join(str(part) for part in parts)
    return np.uint64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))
