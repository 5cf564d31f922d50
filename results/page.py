"""The report as one page of HTML that needs nothing beside itself."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from results.chart import Chart, NumberTable
from results.elements import (
    chart_section,
    header,
    notices,
    number_table,
    passport_section,
    say,
    sentence,
    whole_page,
)
from results.evidence import Evidence
from results.findings import join, write_difference, write_interval
from results.headlines import write_headlines
from results.hundred_worlds import SURENESS, tells_worlds, write_sureness
from results.number_tables import write_same_side
from results.outcomes import group_outcomes, title_group
from results.tables import Measured
from results.words import Words

type Drawings = Mapping[str, tuple[str, str]]


def build_page(evidence: Evidence, charts: Sequence[Chart], drawings: Drawings, words: Words) -> str:
    """Builds the page.

    Args:
        evidence: The stored comparison.
        charts: The figures in their order.
        drawings: Per figure the wide and the narrow drawing, as SVG elements.
        words: The language of the reader.

    Returns:
        A whole HTML document.
    """
    title = words.text(
        "report.title", policies=join([evidence.name(name, words) for name in evidence.policies], words)
    )
    parts = [
        header(title, evidence, words),
        *notices(evidence, words),
        _summary(evidence, charts, words),
        '<main id="main">',
        *(chart_section(chart, drawings[chart.name], evidence, words) for chart in charts),
        all_outcomes(evidence, words),
        "</main>",
        passport_section(evidence, words),
    ]
    return whole_page(title, parts, words)


def _summary(evidence: Evidence, charts: Sequence[Chart], words: Words) -> str:
    findings = "\n".join(headline_lists(evidence, words))
    reading = how_to_read(evidence, words)
    links = [(c.name, c.topic) for c in charts]
    links += [("outcomes", words.text("report.all_outcomes")), ("passport", words.text("report.passport"))]
    contents = "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in links)
    return (
        '<section class="card summary two" aria-labelledby="findings">\n<div>\n'
        f'<h2 id="findings">{say(words, "report.findings")}</h2>\n'
        f'<p class="note">{say(words, "report.findings_note")}</p>\n{findings}\n</div>\n'
        f'<div class="how">\n<h2>{say(words, "report.how")}</h2>\n<ul>{reading}</ul>\n</div>\n</section>\n'
        f'<nav aria-label="{say(words, "report.contents")}"><ul>{contents}</ul></nav>'
    )


def how_to_read(evidence: Evidence, words: Words) -> str:
    """Tells how differences, intervals and worlds are meant, as items of a list."""
    return "".join(f"<li>{escape(line)}</li>" for line in how_to_read_lines(evidence, words))


def how_to_read_lines(evidence: Evidence, words: Words) -> list[str]:
    """Tells how differences, intervals and worlds are meant, a sentence each.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    return [
        words.text("report.how_paired", baseline=evidence.name(evidence.baseline, words)),
        words.text("report.how_clear"),
        words.text("report.how_same"),
        *_how_sure(evidence, words),
        words.text("report.how_model"),
    ]


def _how_sure(evidence: Evidence, words: Words) -> Iterable[str]:
    """What the interval and the worlds are about."""
    if not evidence.worlds:
        yield words.text("report.how_luck")
        return
    yield words.text("worlds.how_interval")
    if tells_worlds(evidence.table):
        yield words.text("worlds.how_worlds", worlds=evidence.worlds)
        yield words.text("worlds.how_split")
    else:
        yield words.text("worlds.how_few")


def headline_lists(evidence: Evidence, words: Words, *, folded: bool = False) -> Iterable[str]:
    """Makes a sentence for each headline outcome and policy, the primary outcomes first.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
        folded: Whether the others are shown only when asked for.
    """
    table = evidence.table
    names = list(dict.fromkeys(outcome for outcome, _ in table))
    for policy in evidence.others:
        told = write_headlines(table, names, policy, evidence.baseline, words)
        if len(evidence.others) > 1:
            yield f"<h3>{escape(evidence.name(policy, words))}</h3>"
        for key, sentences in (("primary", told.primary), ("explore", told.explore)):
            items = "".join(f"<li>{sentence(line)}</li>" for line in sentences)
            kind = say(words, f"headline.{key}")
            if folded and key == "explore":
                yield f"<details><summary>{kind}</summary>\n<ul>{items}</ul></details>"
            else:
                yield f'<p class="kind">{kind}</p>\n<ul>{items}</ul>'


def all_outcomes(evidence: Evidence, words: Words) -> str:
    """Makes the section with every outcome of every policy."""
    tables = "\n".join(number_table(table, words) for table in outcome_tables(evidence, words))
    return (
        '<section class="card" id="outcomes" aria-labelledby="outcomes-title">\n'
        f'<h2 id="outcomes-title">{say(words, "report.all_outcomes")}</h2>\n'
        f'<p class="note">{say(words, "report.all_outcomes_note")}</p>\n{tables}\n</section>'
    )


def outcome_tables(evidence: Evidence, words: Words) -> list[NumberTable]:
    """Gives every outcome, one table per policy that is compared with the first."""
    return [_outcome_table(evidence.table, policy, evidence, words) for policy in evidence.others]


def _outcome_table(table: Measured, policy: str, evidence: Evidence, words: Words) -> NumberTable:
    names = [name for name in dict.fromkeys(outcome for outcome, _ in table)]
    first, second = (evidence.name(name, words) for name in (evidence.baseline, policy))
    rows: list[tuple[str, ...]] = []
    worlds = tells_worlds(table)
    for group, outcomes in group_outcomes(names).items():
        title, said = title_group(group, outcomes, words)
        rows.append((title,))
        for outcome in outcomes:
            row = table[outcome.name, policy]
            base = table[outcome.name, evidence.baseline]["mean"]
            rows.append(
                (
                    outcome.label(words, said),
                    outcome.write(base, words),
                    outcome.write(row["mean"], words),
                    write_difference(outcome, row, words),
                    write_interval(outcome, row, words),
                    write_same_side(row, words),
                    *(write_sureness(outcome, row, words) if worlds else ()),
                )
            )
    headings = [words.text(f"table.{key}") for key in ("difference", "interval", "same_sign")]
    if worlds:
        headings += [words.text(key) for key in SURENESS]
    caption = words.text("compare.against", policy=second, baseline=first)
    return NumberTable(caption, (words.text("table.outcome"), first, second, *headings), tuple(rows))
