"""How sure are we: in how many of 100 plausible worlds it is better, and what of the spread is luck."""

import math

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, lines, wrap
from results.figures.rows import name_all, stack_groups
from results.findings import join
from results.hundred_worlds import (
    HUNDRED,
    same_everywhere,
    share_of_worlds,
    tells_worlds,
    write_certainty,
    write_ends,
    write_hundred,
    write_not_knowing,
)
from results.looks import GRID, SOFT, Look
from results.measures import ESCALATIONS, FIRST_HELP, measure_outcomes
from results.number_tables import build_tables
from results.numbers import write_amount
from results.outcomes import find_outcome
from results.primary import AIMS
from results.store import SURE
from results.tables import Measured, Row
from results.words import Words

SHOWN = (*AIMS, ESCALATIONS, FIRST_HELP)
SIDE, SQUARE = 10, 0.84
WAFFLE, BAR, PANEL, GAP = 150.0, 16.0, 276.0, 34.0
LIKELY, UNLIKELY = 0.6, 0.4
WITHIN, BEYOND = 0.6, 0.25
"""How dense worlds are drawn that are counted but within the interval, and that may still be better."""


def build_sure(evidence: Evidence, words: Words) -> Chart | None:
    """Builds the figure of how sure it is, where the worlds that were played tell.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    table = measure_outcomes(evidence, SHOWN)
    if not tells_worlds(table):
        return None
    rows = [(find_outcome(name).label(words), name, find_outcome(name)) for name in SHOWN]
    return Chart(
        name=SURE,
        topic=words.text("sure.topic"),
        finding="; ".join(_tell(table, policy, evidence, words) for policy in evidence.others),
        besides=(words.text("worlds.how_split"),),
        unit=words.text("sure.unit"),
        reading=words.text("sure.reading", worlds=evidence.worlds),
        alt=words.text("sure.alt"),
        tables=build_tables(
            words.text("sure.table"), words.text("table.outcome"), rows, table, evidence, words
        ),
        draw=lambda canvas: _draw(canvas, table, evidence, words),
    )


def _tell(table: Measured, policy: str, evidence: Evidence, words: Words) -> str:
    """Says what is better in most plausible worlds, what is worse, and what cannot be said."""
    sides: dict[str, list[str]] = {"sure.better": [], "sure.worse": [], "sure.equal": [], "sure.open": []}
    for name in SHOWN:
        outcome = find_outcome(name)
        _, share, _, _ = share_of_worlds(outcome, table[name, policy])
        side = "sure.better" if share >= LIKELY else "sure.worse" if share < UNLIKELY else "sure.open"
        side = "sure.equal" if same_everywhere(table[name, policy]) else side
        title = outcome.title(words)
        sides[side].append(f"{title[0].lower()}{title[1:]}")
    parts = [words.text(side, outcomes=join(names, words)) for side, names in sides.items() if names]
    return words.text("sure.finding", policy=evidence.name(policy, words), parts="; ".join(parts))


def _draw(canvas: Canvas, table: Measured, evidence: Evidence, words: Words) -> None:
    across = 2 if canvas.narrow else 3
    height = len(SHOWN) / across * (PANEL + GAP) - GAP

    def draw_group(top: float, group: tuple[str, ...]) -> None:
        policy = group[-1]
        start = top + canvas.key(top, name_all(group, evidence, words))
        wide = (canvas.width - GAP * (across - 1)) / across
        for number, name in enumerate(SHOWN):
            row, column = divmod(number, across)
            place = column * (wide + GAP), start + row * (PANEL + GAP), wide
            _draw_panel(canvas, place, name, table[name, policy], evidence.looks[policy], words)

    stack_groups(canvas, evidence, words, lambda _: height, draw_group, most=1)


def _draw_panel(
    canvas: Canvas, place: tuple[float, float, float], name: str, row: Row, look: Look, words: Words
) -> None:
    """Draws one outcome: a square per world, how many and how sure, and a bar of luck and not-knowing."""
    left, top, wide = place
    outcome = find_outcome(name)
    title = wrap(outcome.title(words), wide, canvas.size, bold=True)
    canvas.text(left, top, title, weight="bold")
    start = top + 2 * canvas.size * 1.3 + 6
    _, share, low, high = share_of_worlds(outcome, row)
    if math.isnan(share):
        said = words.text("sure.all_equal" if same_everywhere(row) else "sure.untold")
        canvas.text(left, start, wrap(said, wide, canvas.small), size=canvas.small, colour=SOFT)
        return
    _draw_worlds(canvas.axes(left, start, WAFFLE, WAFFLE), (low, share, high), look)
    beside = left + WAFFLE + 16
    room = wide - WAFFLE - 16
    least, most = write_ends(low, high)
    canvas.text(
        beside, start, write_hundred(share, words), size=canvas.size * 2, weight="bold", colour=look.text
    )
    said = wrap(words.text("sure.of"), room, canvas.small)
    canvas.text(beside, start + canvas.size * 2.6, said, size=canvas.small)
    below = start + canvas.size * 2.6 + lines(said) * canvas.small * 1.3 + 8
    certain = words.text("sure.certain", certainty=write_certainty(share, words))
    sure = wrap(certain, room, canvas.small, bold=True)
    canvas.text(beside, below, sure, size=canvas.small, weight="bold")
    below += lines(sure) * canvas.small * 1.3 + 4
    interval = wrap(words.text("sure.interval", low=least, high=most), room, canvas.small)
    canvas.text(beside, below, interval, size=canvas.small, colour=SOFT)
    _draw_split(canvas, (left, start + WAFFLE + 14, wide), row, words)


def _draw_worlds(axes: Axes, shares: tuple[float, float, float], look: Look) -> None:
    """Draws 100 squares: surely counted, counted, perhaps, and not."""
    ends = [round(HUNDRED * share) for share in shares]
    axes.set_axis_off()
    axes.set_xlim(0, SIDE)
    axes.set_ylim(SIDE, 0)
    for first, last, dense in zip((0, *ends), (*ends, HUNDRED), (1.0, WITHIN, BEYOND, 0.0), strict=True):
        squares = [_square(number) for number in range(first, last)]
        if squares:
            whole = Path.make_compound_path(*squares)
            colour = look.colour if dense else GRID
            axes.add_patch(PathPatch(whole, facecolor=colour, alpha=dense or 1.0, linewidth=0))


def _square(number: int) -> Path:
    row, column = divmod(number, SIDE)
    x, y = column + (1 - SQUARE) / 2, row + (1 - SQUARE) / 2
    corners = [(x, y), (x + SQUARE, y), (x + SQUARE, y + SQUARE), (x, y + SQUARE), (x, y)]
    return Path(corners, closed=True)


def _draw_split(canvas: Canvas, place: tuple[float, float, float], row: Row, words: Words) -> None:
    """Draws which part of the spread is luck and which is not-knowing."""
    left, top, wide = place
    luck = 1.0 - row["not_knowing"]
    axes = canvas.axes(left, top, wide, BAR)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.barh([0], [luck], color=GRID)
    axes.barh([0], [1.0 - luck], left=[luck], color=SOFT)
    said = words.text("sure.luck", share=write_amount(luck, "share", 0, words.language))
    canvas.text(left, top + BAR + 6, said, size=canvas.small, colour=SOFT)
    unknown = words.text("sure.not_knowing", share=write_not_knowing(row, words))
    canvas.text(left + wide, top + BAR + 6, unknown, size=canvas.small, colour=SOFT, align="right")
