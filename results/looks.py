"""What a policy looks like in every figure: its colour, the colour of its text, its dash and its marker.

The colours were chosen to stay apart for colour-blind eyes and on a projector; dash and marker carry the
same meaning for who prints in grey.
"""

from collections.abc import Sequence
from dataclasses import dataclass

INK = "#20262d"
SOFT = "#4a545e"
GRID = "#dfe0dc"
GROUND = "#ffffff"


@dataclass(frozen=True)
class Look:
    """How one policy is drawn.

    Attributes:
        colour: Of lines, bars and marks; at least 3:1 on white.
        text: Of words in that colour; at least 4.5:1 on white.
        dash: Lengths of ink and gap in points; none for a solid line.
        marker: Name of the mark for matplotlib.
    """

    colour: str
    text: str
    dash: tuple[float, ...]
    marker: str


OWN = {
    "fragmented": Look("#a68a6a", "#6b563c", (), "o"),
    "krachtenbundeling": Look("#00574f", "#00574f", (9, 4), "D"),
    "alleen-voordeur": Look("#c4540a", "#a8480a", (3, 3), "s"),
    "alleen-gedeelde-capaciteit": Look("#4a66c8", "#3d57b0", (12, 4, 3, 4), "^"),
}
"""Policies that look the same in every result."""
OTHERS = (
    Look("#7a1f6e", "#7a1f6e", (7, 3, 2, 3, 2, 3), "v"),
    Look("#b07d00", "#7a5700", (2, 2), "P"),
    Look("#4a545e", "#4a545e", (16, 4), "X"),
    Look("#1f8fb4", "#136a86", (6, 6), "h"),
)
"""For policies of one's own, in the order in which they are given."""


CAUSES = ("#2f4858", "#3f6f8c", "#7a5195", "#d9a35f", "#9db8a1", "#c9c4b8", "#e4e1d8")
"""What brings a helper or a face: first, products, people, referral, director; replaced, help that ended."""
MORE_COST, LESS_COST = "#b5651d", "#2a6f97"
"""Fill of an amount that is more, and of one that is less; never told by colour alone."""


def look_up(policies: Sequence[str]) -> dict[str, Look]:
    """Gives every policy of a result its look.

    Args:
        policies: The policies in their order.

    Returns:
        Policy to look; policies of one's own take the free looks in turn.
    """
    free = iter(range(len(policies)))
    return {name: OWN.get(name) or OTHERS[next(free) % len(OTHERS)] for name in policies}
