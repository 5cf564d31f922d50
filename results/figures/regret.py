"""The robust choice: how much more each policy costs where it does worst, for each payer and for society."""

from collections.abc import Callable, Sequence

import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, text_width
from results.figures.marks import beside, mark
from results.looks import GRID, SOFT, Look, look_up
from results.numbers import write_amount, write_number
from results.outcomes import Outcome, find_outcome
from results.tables import rows_of
from results.words import Words

NAME = "regret"
CHOOSERS = (
    *("society", "net", "municipality", "zvw", "wlz", "corporation", "justice"),
    *("escalations", "health"),
)
ROW, HEAD, GAP, AXIS = 27.0, 34.0, 26.0, 40.0
CLEAR = 0.05
type Name = Callable[[str], str]


def build_regret(table: pd.DataFrame, signposts: pd.DataFrame, name: Name, words: Words) -> Chart:
    """Builds the figure of regret.

    Args:
        table: One row per chooser and policy.
        signposts: One row per chooser and rule, the best first.
        name: Gives the title of a policy.
        words: The language of the reader.
    """
    society = table[table["chooser"] == table["chooser"].iloc[0]]
    first = signposts[signposts["chooser"] == table["chooser"].iloc[0]]
    others = tell_regret(table, signposts, name, words)[1:]
    return Chart(
        name=NAME,
        topic=words.text("question.regret"),
        finding=tell_choice(society, name, words),
        besides=(tell_signpost(first, society, name, words), *others),
        unit=words.text("regret.unit"),
        reading=words.text("regret.reading", worlds=int(society["worlds"].iloc[0])),
        alt=words.text("regret.alt"),
        tables=tuple(_numbers(table, name, words)),
        draw=lambda canvas: _draw(canvas, table, name, words),
    )


def tell_regret(table: pd.DataFrame, signposts: pd.DataFrame, name: Name, words: Words) -> list[str]:
    """Says in plain words who would best choose what, how sure that is, and by what it can be told.

    Args:
        table: One row per chooser and policy.
        signposts: One row per chooser and rule.
        name: Gives the title of a policy.
        words: The language of the reader.
    """
    said = []
    for chooser, own in table.groupby("chooser", sort=False):
        rules = signposts[signposts["chooser"] == chooser] if len(signposts) else signposts
        said.append(f"{tell_choice(own, name, words)}. {tell_signpost(rules, own, name, words)}")
    return said


def tell_choice(own: pd.DataFrame, name: Name, words: Words) -> str:
    """Says what is robust for one chooser, or that none visibly is.

    Args:
        own: Its rows, one per policy.
        name: Gives the title of a policy.
        words: The language of the reader.
    """
    outcome = find_outcome(str(own["outcome"].iloc[0]))
    best, average = own[own["robust"]].iloc[0], own[own["on_average"]].iloc[0]
    fields = {
        "who": words.text(f"regret_who.{own['chooser'].iloc[0]}"),
        "policy": name(best["policy"]),
        "worst": outcome.finer_for(best["worst_regret"]).write(best["worst_regret"], words),
        "checked": outcome.finer_for(best["worst_checked"]).write(best["worst_checked"], words),
        "worlds": int(best["worlds"]),
        "steady": write_amount(best["steady"], "share", 0, words.language),
    }
    said = words.text("regret.choice" if best["clear"] else "regret.choice_luck", **fields)
    if not average["average_clear"]:
        return said + words.text("regret.average_luck")
    same = average["policy"] == best["policy"]
    key = "regret.average_same" if same else "regret.average_other"
    return said + words.text(key, policy=name(average["policy"]))


def tell_signpost(rules: pd.DataFrame, own: pd.DataFrame, name: Name, words: Words) -> str:
    """Says by what one could tell beforehand that another policy is better, or that nothing tells it.

    Args:
        rules: The rules of one chooser, the best first.
        own: Its rows of the table.
        name: Gives the title of a policy.
        words: The language of the reader.
    """
    if not len(rules):
        return words.text("regret.no_rules")
    best = rules.iloc[0]
    seen = find_outcome(str(best["observable"]))
    fields = {
        "observable": seen.title(words).lower(),
        "value": seen.write(best["value"], words),
        "policy": name(best["policy"]),
        "share": write_amount(best["share"], "share", 0, words.language),
        "gain": find_outcome(str(own["outcome"].iloc[0])).finer_for(best["gain"]).write(best["gain"], words),
        "chance": write_number(best["chance"], 3, words.language),
        "side": words.text("regret.above" if best["side"] == "above" else "regret.below"),
    }
    return words.text("regret.signpost" if best["chance"] < CLEAR else "regret.signpost_luck", **fields)


def _numbers(table: pd.DataFrame, name: Name, words: Words) -> Sequence[NumberTable]:
    heads = ("policy", "worst", "worst_checked", "mean", "mean_checked", "best")
    found = []
    for chooser, own in table.groupby("chooser", sort=False):
        outcome = find_outcome(str(own["outcome"].iloc[0]))
        rows = [
            (name(row["policy"]), *_cells(row, outcome, words))
            for row in rows_of(own.sort_values("worst_regret"))
        ]
        who = words.text(f"regret_who.{chooser}")
        caption = words.text("regret.table", who=who, outcome=outcome.label(words))
        found.append(
            NumberTable(caption, tuple(words.text(f"regret_head.{head}") for head in heads), tuple(rows))
        )
    return found


def _cells(row: dict[str, float], outcome: Outcome, words: Words) -> tuple[str, ...]:
    names = ("worst_regret", "worst_checked", "mean_regret", "mean_checked")
    share = write_amount(row["best_share"], "share", 0, words.language)
    return (*(outcome.write(row[column], words) for column in names), share)


def _draw(canvas: Canvas, table: pd.DataFrame, name: Name, words: Words) -> None:
    across = 1 if canvas.narrow else 2
    choosers = [chooser for chooser in CHOOSERS if (table["chooser"] == chooser).any()]
    policies = list(dict.fromkeys(table["policy"]))
    height = HEAD + ROW * len(policies) + AXIS
    down = -(-len(choosers) // across)
    canvas.open(down * (height + GAP))
    wide = (canvas.width - GAP * (across - 1)) / across
    looks = look_up(policies)
    for number, chooser in enumerate(choosers):
        row, column = divmod(number, across)
        place = column * (wide + GAP), row * (height + GAP), wide
        _draw_panel(canvas, place, table[table["chooser"] == chooser], looks, name, words)


def _draw_panel(
    canvas: Canvas,
    place: tuple[float, float, float],
    own: pd.DataFrame,
    looks: dict[str, Look],
    name: Name,
    words: Words,
) -> None:
    """Draws one chooser: for each policy its regret in the worst world and on average."""
    left, top, wide = place
    label = 14 + max(text_width(name(policy), canvas.small, bold=True) for policy in own["policy"])
    who = words.text(f"regret_who.{own['chooser'].iloc[0]}")
    canvas.text(left, top, who, weight="bold")
    axes = canvas.axes(left + label, top + HEAD, wide - label - 70, ROW * len(own))
    axes.set_ylim(len(own), 0)
    axes.set_yticks([])
    axes.set_xlim(0, (float(own["worst_regret"].max()) or 1.0) * 1.04)
    outcome = find_outcome(str(own["outcome"].iloc[0]))
    for number, row in enumerate(rows_of(own.sort_values("worst_regret"))):
        look, middle = looks[row["policy"]], number + 0.5
        weight = "bold" if row["robust"] and row["clear"] else "normal"
        y = top + HEAD + middle * ROW
        canvas.text(
            left, y, name(row["policy"]), size=canvas.small, colour=look.text, weight=weight, middle=True
        )
        axes.plot([row["mean_regret"], row["worst_regret"]], [middle, middle], color=GRID, lw=4, zorder=2)
        mark(axes, row["mean_regret"], middle, look, 8, hollow=True)
        mark(axes, row["worst_regret"], middle, look, 9)
        written = outcome.write(row["worst_regret"], words)
        beside(axes, written, row["worst_regret"], middle, canvas.small - 1, colour=SOFT)
    canvas.scale(axes, "x", 4, outcome.form)
