"""Why so many helpers come to the heaviest households: each helper and each face under what brought them."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, wrap
from results.figures.marks import above, beside, mark
from results.findings import find
from results.looks import CAUSES, SOFT
from results.measures import FACES, HEAVY, HEAVY_CAUSES, measure_outcomes
from results.number_tables import build_tables
from results.numbers import write_number
from results.outcomes import find_outcome
from results.tables import Measured
from results.words import Words

NAME = "heavy"
FIRST = 1.0
ROW, BAR, KEY, BELOW = 86.0, 34.0, 28.0, 56.0
LEAST_LABELLED = 0.035


def build_heavy(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of what brings helpers to the heaviest households.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    names = (HEAVY, *HEAVY_CAUSES, *FACES)
    table = measure_outcomes(evidence, names)
    rows = [(find_outcome(name).title(words), name, find_outcome(name)) for name in names]
    besides = [_tell(table, policy, evidence, words) for policy in evidence.policies]
    return Chart(
        name=NAME,
        topic=words.text("heavy.topic"),
        finding=find(NAME, HEAVY, table, evidence, words),
        besides=tuple(besides),
        unit=words.text("heavy.unit"),
        reading=words.text("heavy.reading"),
        alt=words.text("heavy.alt"),
        tables=build_tables(
            words.text("heavy.table"), words.text("heavy.column"), rows, table, evidence, words
        ),
        draw=lambda canvas: _draw(canvas, table, evidence, words),
    )


def _causes(words: Words) -> list[tuple[str, str]]:
    return [
        ("", words.text("heavy.first")),
        *((name, find_outcome(name).title(words)) for name in (*HEAVY_CAUSES, *FACES)),
    ]


def _sizes(table: Measured, policy: str) -> list[float]:
    return [FIRST, *(table[name, policy]["mean"] for name in (*HEAVY_CAUSES, *FACES))]


def _tell(table: Measured, policy: str, evidence: Evidence, words: Words) -> str:
    """Says how many of the helpers and faces each cause brings."""
    sizes = _sizes(table, policy)
    if not all(size == size for size in sizes):
        return words.text("heavy.nothing", policy=evidence.name(policy, words))
    now = sum(sizes[: 1 + len(HEAVY_CAUSES)])
    fields = dict(
        zip(("first", "products", "people", "referral", "director", "replaced", "ended"), sizes, strict=True)
    )
    written = {name: write_number(value, 1, words.language) for name, value in fields.items()}
    written["first"] = write_number(FIRST, 0, words.language)
    return words.text(
        "heavy.tell",
        policy=evidence.name(policy, words),
        now=write_number(now, 1, words.language),
        faces=write_number(sum(sizes), 1, words.language),
        **written,
    )


def _draw(canvas: Canvas, table: Measured, evidence: Evidence, words: Words) -> None:
    causes = _causes(words)
    columns = 1 if canvas.narrow else 2
    lines_of_key = -(-len(causes) // columns)
    height = len(evidence.policies) * ROW
    top = lines_of_key * KEY + 12
    canvas.open(top + height + BELOW)
    for number, (_, title) in enumerate(causes):
        left = (number // lines_of_key) * canvas.width / columns
        _swatch(canvas, left, (number % lines_of_key) * KEY, CAUSES[number], title)
    label = 215.0 if canvas.narrow else 230.0
    axes = canvas.axes(label, top, canvas.width - label - 20, height)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    totals = [sum(size for size in _sizes(table, policy) if size == size) for policy in evidence.policies]
    axes.set_xlim(0, max(totals) * 1.02)
    for number, policy in enumerate(evidence.policies):
        look = evidence.looks[policy]
        middle = (number + 0.6) * ROW
        name = wrap(evidence.name(policy, words), label - 34, canvas.size, bold=True)
        canvas.text(0, top + middle, name, colour=look.text, weight="bold", middle=True)
        _bar(canvas, axes, middle, _sizes(table, policy), words)
        mark(axes, 0.0, middle, look, 10)
    canvas.scale(axes, "x", 8)
    canvas.text(
        label + (canvas.width - label) / 2,
        top + height + 34,
        words.text("heavy.axis"),
        size=canvas.small,
        colour=SOFT,
        align="center",
    )


def _swatch(canvas: Canvas, left: float, top: float, colour: str, title: str) -> None:
    field = canvas.axes(left, top + 2, 22, 16)
    field.set_axis_off()
    field.axhspan(0, 1, color=colour)
    field.set_xlim(0, 1)
    field.set_ylim(0, 1)
    canvas.text(left + 32, top + 10, title, size=canvas.small, middle=True)


def _bar(canvas: Canvas, axes: Axes, middle: float, sizes: Sequence[float], words: Words) -> None:
    """Draws the causes end to end, with a bracket over those that are there at the same time."""
    at, whole = 0.0, axes.get_xlim()[1]
    for number, size in enumerate(sizes):
        if not size > 0:
            continue
        axes.barh([middle], [size], BAR, left=[at], color=CAUSES[number], edgecolor="white", linewidth=1.5)
        if size / whole > LEAST_LABELLED:
            colour = "white" if number in DARK else "#20262d"
            axes.text(
                at + size / 2,
                middle,
                write_number(size, 1, words.language),
                ha="center",
                va="center",
                fontsize=canvas.small,
                color=colour,
            )
        at += size
    now = sum(size for size in sizes[: 1 + len(HEAVY_CAUSES)] if size == size)
    up = middle - BAR / 2 - 6
    axes.plot([0, now], [up, up], color=SOFT, lw=1.5, clip_on=False)
    said = words.text("heavy.now", number=write_number(now, 1, words.language))
    above(axes, said, now / 2, up, canvas.small - 1, up=3, colour=SOFT)
    if at > now:
        faces = words.text("heavy.faces", number=write_number(at, 1, words.language))
        beside(axes, faces, at, up - 9, canvas.small - 1, away=-2, colour=SOFT)


DARK = (0, 1, 2)
