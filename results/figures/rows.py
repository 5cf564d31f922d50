"""How many policies fit in one drawing; more go in a next one below it."""

from collections.abc import Sequence

from results.evidence import Evidence
from results.looks import Look
from results.words import Words

MOST_BESIDE_BASELINE = 3


def chunk(evidence: Evidence, most: int = MOST_BESIDE_BASELINE) -> list[tuple[str, ...]]:
    """Gives the policies in groups that fit in one drawing, the first policy in each.

    Args:
        evidence: The stored comparison.
        most: How many policies fit beside the first one.
    """
    others = evidence.others
    return [(evidence.baseline, *others[start : start + most]) for start in range(0, len(others), most)]


def name_all(group: Sequence[str], evidence: Evidence, words: Words) -> list[tuple[str, Look]]:
    """Gives name and look of each policy of a drawing, for its key.

    Args:
        group: The policies.
        evidence: The stored comparison.
        words: The language of the reader.
    """
    return [(evidence.name(policy, words), evidence.looks[policy]) for policy in group]
