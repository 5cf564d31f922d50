"""A gauge in a row of a table: the published band, where the model is, and how far replicates lie apart."""

import math

from results.validation.evidence import Fact

WIDTH, HEIGHT, MARGIN = 240.0, 30.0, 10.0
ROOM = 0.25
"""Room on either side of what is shown, as a part of its width."""


def draw_gauge(fact: Fact, label: str) -> str:
    """Draws the gauge of one fact.

    Args:
        fact: The fact with what the model says.
        label: What can be seen, for who does not see it; already fit for HTML.

    Returns:
        An SVG element. The mark is filled inside the band and a hollow diamond outside it.
    """
    low, high, mean = (float(fact[name]) for name in ("low", "high", "mean"))
    shown = [low, high]
    shown += [
        value
        for value in (mean, float(fact["spread_low"]), float(fact["spread_high"]))
        if math.isfinite(value)
    ]
    first, last = min(shown), max(shown)
    room = (last - first) * ROOM or 1.0
    first, last = first - room, last + room

    def place(value: float) -> float:
        return MARGIN + (value - first) / (last - first) * (WIDTH - 2 * MARGIN)

    middle = HEIGHT / 2
    left, right = place(low), place(high)
    parts = [
        f'<line class="axis" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{middle}" y2="{middle}"/>',
        f'<rect class="band" x="{left:.1f}" y="4" width="{right - left:.1f}" height="{HEIGHT - 8}"/>',
    ]
    if math.isfinite(mean):
        kind = "in" if fact["inside"] else "out"
        ends = [float(fact[name]) for name in ("spread_low", "spread_high")]
        if all(map(math.isfinite, ends)):
            start, stop = (place(end) for end in ends)
            parts.append(
                f'<line class="spread {kind}" x1="{start:.1f}" x2="{stop:.1f}" y1="{middle}" y2="{middle}"/>'
            )
        at = place(mean)
        if kind == "in":
            parts.append(f'<circle class="{kind}" cx="{at:.1f}" cy="{middle}" r="5.5"/>')
        else:
            parts.append(f'<path class="{kind}" d="M{at:.1f} {middle - 7}l7 7l-7 7l-7 -7z"/>')
    return (
        f'<svg class="gauge" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )
