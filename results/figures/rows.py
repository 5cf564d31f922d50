"""How many policies fit in one drawing; more go in a next one below it."""

from collections.abc import Callable, Sequence

from results.evidence import Evidence
from results.figures.canvas import Canvas, Group, stack
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


def stack_groups(
    canvas: Canvas,
    evidence: Evidence,
    words: Words,
    height: Callable[[int], float],
    draw: Callable[[float, Group], None],
    *,
    most: int = MOST_BESIDE_BASELINE,
    line: bool = False,
) -> None:
    """Draws the policies below each other, as many in each drawing as fit, each with its key on top.

    Args:
        canvas: What they are drawn on.
        evidence: The stored comparison.
        words: The language of the reader.
        height: Gives the height of a drawing of so many policies, without its key.
        draw: Draws one, given its top and its policies.
        most: How many policies fit beside the first one.
        line: Whether the key shows the dash as well as the mark.
    """
    groups = chunk(evidence, most)
    keys = [canvas.key_height(name_all(group, evidence, words), line=line) for group in groups]
    heights = [key + height(len(group)) for key, group in zip(keys, groups, strict=True)]
    stack(canvas, groups, heights, draw)
