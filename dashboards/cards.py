"""Pieces of a page as HTML: tiles with the main outcomes, figures, and what can be taken along."""

from html import escape

from dashboards.answer import Answer
from dashboards.reference import reference_is_current
from dashboards.settings import file_address
from results.chart import Chart
from results.credits import write_date_made, write_seeds, write_years
from results.elements import chart_section, say
from results.evidence import Evidence
from results.findings import judge, write_apart, write_difference, write_interval
from results.hundred_worlds import write_worlds
from results.looks import Look
from results.numbers import NOTHING
from results.outcomes import find_outcome
from results.primary import AIMS, UNCLEAR, judge_aims, primary_outcomes
from results.words import Words

TILES = (
    "crises_per_1000_households_per_year",
    "helpers_mean",
    "cost_per_household_per_year",
    "cashable_cost_per_household_per_year",
    "weeks_to_first_help",
    "experienced_quality",
    "health_utility",
    "staff_strain",
)
"""Outcomes that everybody sees first, in the order of the questions people ask."""
SWATCH_WIDTH = 38


def tiles(evidence: Evidence, words: Words) -> str:
    """Makes a tile for each main outcome: what it becomes, what it was, and how sure the difference is."""
    there = {outcome for outcome, _ in evidence.table}
    made = "".join(_tile(name, evidence, words) for name in TILES if name in there)
    rows = 2 + 2 * len(evidence.others)
    return f'<ul class="tiles" style="--rows:{rows}" aria-label="{say(words, "dash.tiles")}">{made}</ul>'


def _tile(name: str, evidence: Evidence, words: Words) -> str:
    outcome = find_outcome(name)
    rows = "".join(_tile_row(name, policy, evidence, words) for policy in evidence.others)
    unit = outcome.unit(words)
    if name not in AIMS:
        unit = f"{unit} · {words.text('dash.tile_explored')}"
    return (
        f'<li class="tile"><h2>{escape(outcome.title(words))}</h2>'
        f'<p class="unit">{escape(unit)}</p>{rows}</li>'
    )


def _tile_row(name: str, policy: str, evidence: Evidence, words: Words) -> str:
    outcome, row = find_outcome(name), evidence.table[name, policy]
    value, base = write_apart(outcome, row["mean"], evidence.table[name, evidence.baseline]["mean"], words)
    kind, told = _judge_tile(name, policy, evidence)
    difference = escape(write_difference(outcome, row, words))
    interval = escape(write_interval(outcome, row, words))
    worlds = write_worlds(outcome, row, words)
    sure = (
        f" · {escape(words.text('dash.tile_worlds', worlds=worlds))}"
        if worlds != NOTHING and evidence.worlds
        else ""
    )
    named = (
        f'<span class="who">{escape(evidence.name(policy, words))}</span>' if len(evidence.others) > 1 else ""
    )
    colour = evidence.looks[policy].text
    return (
        f'<p class="now" style="--policy:{colour}">{named}<strong>{escape(value)}</strong> '
        f'<span class="was">{escape(words.text("dash.tile_was", base=base))}</span></p>'
        f'<p class="how"><span class="mark {kind}">{say(words, told)}</span> {difference}'
        f'<span class="between"> ({interval}){sure}</span></p>'
    )


def _judge_tile(name: str, policy: str, evidence: Evidence) -> tuple[str, str]:
    """Gives the colour of a tile and the key of its word; primary outcomes are judged together (Holm)."""
    verdict = judge(evidence.table[name, policy])
    kind = _kind(verdict, find_outcome(name).better)
    if name in AIMS and kind in ("better", "worse"):
        together = judge_aims(evidence.table, primary_outcomes(), policy)
        if together[name] == UNCLEAR:
            return "calm", "dash.tile_corrected"
    return kind, f"dash.tile_{kind if kind in ('better', 'worse') else verdict}"


def _kind(verdict: str, better: str) -> str:
    """Says how a verdict is coloured: better, worse, or calm."""
    if verdict not in ("more", "less"):
        return "calm"
    if not better:
        return "turned"
    return "better" if verdict == better else "worse"


def kicker(answer: Answer, words: Words) -> str:
    """Makes the line above the title: which neighbourhood, when, how often, and whether it was stored."""
    evidence = answer.evidence
    facts = [
        evidence.manifest["area"]["title"][words.language],
        write_years(evidence, words),
        words.text("report.replicates", count=evidence.replicates)
        if evidence.replicates > 1
        else words.text("report.replicates_one"),
    ]
    if answer.stored:
        key = "dash.stored" if reference_is_current() else "dash.stored_before"
        made = write_date_made(evidence, words)
        chip = words.text(key, version=evidence.manifest["version"], date=made)
    elif answer.whole:
        chip = words.text("dash.own", version=evidence.manifest["version"])
    else:
        wanted = evidence.manifest["replicates_wanted"]
        chip = words.text("dash.so_far", finished=evidence.replicates, wanted=wanted)
    kind = "stored" if answer.stored else "own" if answer.whole else "partial"
    return f'{escape(" · ".join(facts))} <span class="chip {kind}">{escape(chip)}</span>'


def figure_card(answer: Answer, chart: Chart, wide: bool, words: Words) -> str:
    """Makes the card of a figure with everything that can be done with it; its drawing follows.

    Args:
        answer: What is on screen.
        chart: The figure.
        wide: Whether the screen is wide.
        words: The language of the reader.
    """
    links = [
        _file(answer, f"{chart.name}.svg", "dash.enlarge", words, new_tab=True, about=chart.topic),
        *(
            _file(answer, f"{chart.name}.{kind}", f"dash.get_{kind}", words, about=chart.topic)
            for kind in ("svg", "png", "csv", "xlsx")
        ),
    ]
    tools = f'<p class="tools">{"".join(links)}</p>\n'
    kind = "wide" if wide else "narrow"
    where = file_address(answer.key, words.language, f"{chart.name}.{kind}")
    same = f"{answer.question.query()}|{words.language}|{kind}"
    place = (
        f'<div class="sketch" data-drawing="{escape(where)}" data-figure="{chart.name}" '
        f'data-same="{escape(same)}" aria-busy="true">'
        f'<p class="drawing">{say(words, "dash.drawing")}</p></div>'
    )
    return chart_section(chart, (place, ""), answer.evidence, words, tools=tools, folded=True)


def take_along(answer: Answer, link: str, words: Words) -> str:
    """Makes the card that says how to get the same again, and what can be taken along.

    Args:
        answer: What is on screen.
        link: The address that shows it again.
        words: The language of the reader.
    """
    files = "".join(
        f"<li>{_file(answer, name, key, words)} <span>{say(words, about)}</span></li>"
        for name, key, about in (
            ("briefing.pdf", "dash.get_pdf", "dash.about_pdf"),
            ("briefing.html", "dash.get_html", "dash.about_html"),
            ("outcomes.csv", "dash.get_csv", "dash.about_csv"),
            ("outcomes.xlsx", "dash.get_xlsx", "dash.about_xlsx"),
        )
    )
    manifest = answer.evidence.manifest
    again = say(words, "dash.again_seeds", seeds=write_seeds(answer.evidence), version=manifest["version"])
    return (
        f'<section class="card" id="take" aria-labelledby="take-title"><h2 id="take-title">'
        f'{say(words, "dash.take")}</h2><div class="two"><div><h3>{say(words, "dash.files")}</h3>'
        f'<ul class="files">{files}</ul></div><div><h3>{say(words, "dash.again")}</h3>'
        f"<p>{say(words, 'dash.again_link')}</p><p><code>{escape(link)}</code></p>"
        f"<p>{say(words, 'dash.again_command')}</p><p><code>{escape(manifest['command'])}</code></p>"
        f'<p class="note">{again}</p>'
        "</div></div></section>"
    )


def _file(
    answer: Answer, name: str, key: str, words: Words, *, new_tab: bool = False, about: str = ""
) -> str:
    where = escape(file_address(answer.key, words.language, name))
    how = 'target="_blank" rel="noopener"' if new_tab else f'download="zorgbundel-{escape(name)}"'
    hidden = f'<span class="hidden"> {escape(about)}</span>' if about else ""
    return f'<a href="{where}" {how}>{say(words, key)}{hidden}</a>'


def swatch(look: Look | None) -> str:
    """Draws the line of a policy as it is in every figure, or nothing for one that is not compared."""
    if look is None:
        return ""
    dash = f' stroke-dasharray="{" ".join(f"{part:g}" for part in look.dash)}"' if look.dash else ""
    return (
        f'<svg class="swatch" width="{SWATCH_WIDTH}" height="10" aria-hidden="true">'
        f'<line x1="1" x2="{SWATCH_WIDTH - 1}" y1="5" y2="5" stroke="{look.colour}" '
        f'stroke-width="3.5"{dash}/></svg>'
    )
