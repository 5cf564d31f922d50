"""The report as one page of HTML that needs nothing beside itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from results.chart import Chart, NumberTable
from results.credits import (
    write_changes,
    write_date_made,
    write_only_central,
    write_seeds,
    write_source,
    write_years,
)
from results.evidence import Evidence
from results.findings import join, write_difference, write_interval
from results.headlines import write_headlines
from results.hundred_worlds import SURENESS, tells_worlds, write_sureness
from results.number_tables import write_same_side
from results.numbers import write_number
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
        _header(title, evidence, words),
        *_notices(evidence, words),
        _summary(evidence, charts, words),
        '<main id="main">',
        *(_chart(chart, drawings[chart.name], evidence, words) for chart in charts),
        _all_outcomes(evidence, words),
        "</main>",
        _passport(evidence, words),
    ]
    style = files("results").joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{_say(words, "report.skip")}</a>\n'
        f'<div class="page">\n{body}\n</div>\n</body>\n</html>\n'
    )


def _say(words: Words, key: str, **fields: object) -> str:
    return escape(words.text(key, **fields))


def _sentence(text: str) -> str:
    """Makes a finding fit for HTML, and keeps each uncertainty in brackets on one line."""
    return re.sub(r"\([^()]{0,25}\d[^()]{0,45}\)", r'<span class="whole">\g<0></span>', escape(text)).replace(
        "€ ", "€&nbsp;"
    )


def _header(title: str, evidence: Evidence, words: Words) -> str:
    manifest = evidence.manifest
    scenario = manifest["scenarios"][0]
    kicker = _say(
        words,
        "report.kicker",
        area=manifest["area"]["title"][words.language],
        date=write_date_made(evidence, words),
    )
    key = "report.setting" if evidence.replicates > 1 else "report.setting_one"
    setting = words.text(
        "worlds.report_setting" if evidence.worlds > 1 else key,
        households=write_number(evidence.households, 0, words.language),
        years=write_years(evidence, words),
        warmup=scenario["warmup_weeks"],
        replicates=evidence.replicates,
        worlds=evidence.worlds,
    )
    central = write_only_central(manifest["worlds"], words)
    setting = f"{setting} {central}" if central else setting
    changed = write_changes(scenario["parameters"], words)
    overrides = f'\n<p class="changed"><strong>{escape(changed)}</strong></p>' if changed else ""
    return (
        f'<header>\n<p class="kicker">{kicker}</p>\n<h1>{escape(title)}</h1>\n'
        f'<p class="setting">{escape(setting)}</p>{overrides}\n</header>'
    )


def _notices(evidence: Evidence, words: Words) -> Iterable[str]:
    """What stands on top: that it is not whole, or that one replicate shows no uncertainty."""
    manifest = evidence.manifest
    if manifest["partial"]:
        text = words.text(
            "compare.partial",
            finished=manifest["replicates_finished"],
            replicates=manifest["replicates_wanted"],
        )
        yield _notice("partial", text)
    if evidence.replicates == 1:
        yield _notice("one", words.text("report.one"))


def _notice(name: str, text: str) -> str:
    return f'<section class="notice" id="{name}"><p><strong>{escape(text)}</strong></p></section>'


def _summary(evidence: Evidence, charts: Sequence[Chart], words: Words) -> str:
    findings = "\n".join(_headlines(evidence, words))
    baseline = evidence.name(evidence.baseline, words)
    how = [
        words.text("report.how_paired", baseline=baseline),
        words.text("report.how_clear"),
        words.text("report.how_same"),
        *_how_sure(evidence, words),
        words.text("report.how_model"),
    ]
    reading = "".join(f"<li>{escape(line)}</li>" for line in how)
    links = [(c.name, c.topic) for c in charts]
    links += [("outcomes", words.text("report.all_outcomes")), ("passport", words.text("report.passport"))]
    contents = "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in links)
    return (
        '<section class="card summary two" aria-labelledby="findings">\n<div>\n'
        f'<h2 id="findings">{_say(words, "report.findings")}</h2>\n'
        f'<p class="note">{_say(words, "report.findings_note")}</p>\n{findings}\n</div>\n'
        f'<div class="how">\n<h2>{_say(words, "report.how")}</h2>\n<ul>{reading}</ul>\n</div>\n</section>\n'
        f'<nav aria-label="{_say(words, "report.contents")}"><ul>{contents}</ul></nav>'
    )


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


def _headlines(evidence: Evidence, words: Words) -> Iterable[str]:
    """A sentence for each headline outcome and policy, the primary outcomes first."""
    table = evidence.table
    names = list(dict.fromkeys(outcome for outcome, _ in table))
    for policy in evidence.others:
        told = write_headlines(table, names, policy, evidence.baseline, words)
        if len(evidence.others) > 1:
            yield f"<h3>{escape(evidence.name(policy, words))}</h3>"
        for key, sentences in (("primary", told.primary), ("explore", told.explore)):
            items = "".join(f"<li>{_sentence(sentence)}</li>" for sentence in sentences)
            yield f'<p class="kind">{_say(words, f"headline.{key}")}</p>\n<ul>{items}</ul>'


def _chart(chart: Chart, drawing: tuple[str, str], evidence: Evidence, words: Words) -> str:
    besides = "".join(f"<li>{_sentence(line)}</li>" for line in chart.besides)
    tables = "\n".join(_table(table, words) for table in chart.tables)
    return (
        f'<section class="card chart" id="{chart.name}" aria-labelledby="{chart.name}-finding">\n'
        f'<p class="topic">{escape(chart.topic)}</p>\n'
        f'<h2 id="{chart.name}-finding">{_sentence(chart.finding)}</h2>\n<ul class="besides">{besides}</ul>\n'
        f'<p class="unit">{escape(chart.unit)}</p>\n'
        f"<figure>\n{drawing[0]}\n{drawing[1]}\n"
        f'<figcaption class="reading">{escape(chart.reading)}</figcaption>\n</figure>\n'
        f'<div class="numbers">\n<h3>{_say(words, "report.numbers")}</h3>\n{tables}\n</div>\n'
        f'<div class="source">\n<p>{escape(write_source(evidence, words))}</p>\n'
        f"<p>{_say(words, 'report.again')} <code>{escape(evidence.manifest['command'])}</code></p>\n</div>\n"
        "</section>"
    )


def _table(table: NumberTable, words: Words) -> str:
    rows = "".join(
        f'<tr class="group"><th scope="rowgroup" colspan="{len(table.headings)}">{escape(row[0])}</th></tr>\n'
        if len(row) == 1
        else f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in table.rows
    )
    headings = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in table.headings)
    label = _say(words, "report.scroll", caption=table.caption)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
        f"<caption>{escape(table.caption)}</caption>\n<thead><tr>{headings}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def _all_outcomes(evidence: Evidence, words: Words) -> str:
    tables = "\n".join(
        _table(_outcome_table(evidence.table, policy, evidence, words), words) for policy in evidence.others
    )
    return (
        '<section class="card" id="outcomes" aria-labelledby="outcomes-title">\n'
        f'<h2 id="outcomes-title">{_say(words, "report.all_outcomes")}</h2>\n'
        f'<p class="note">{_say(words, "report.all_outcomes_note")}</p>\n{tables}\n</section>'
    )


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


def _passport(evidence: Evidence, words: Words) -> str:
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{content}</dd>\n" for name, content in _facts(evidence, words)
    )
    return (
        '<footer class="card" id="passport">\n'
        f"<h2>{_say(words, 'report.passport')}</h2>\n"
        f'<p class="note">{_say(words, "report.passport_note")}</p>\n'
        f"<dl>\n{facts}</dl>\n</footer>"
    )


def _facts_of_worlds(evidence: Evidence, words: Words) -> Iterable[tuple[str, str]]:
    facts = evidence.manifest["worlds"]
    if not evidence.worlds:
        said = "worlds.passport_central" if facts["there"] else "worlds.passport_none"
        yield words.text("worlds.passport"), escape(words.text(said))
        return
    drawn = words.text("worlds.passport_drawn", worlds=evidence.worlds, count=facts["count"])
    yield words.text("worlds.passport"), escape(drawn)
    file = f"{facts['file']} {facts['digest'][:16]}"
    yield words.text("worlds.passport_file"), f"<code>{escape(file)}</code>"
    yield from ((escape(name), escape(value)) for name, value in facts["made"].items() if value)


def _facts(evidence: Evidence, words: Words) -> Iterable[tuple[str, str]]:
    manifest: Mapping[str, Any] = evidence.manifest
    scenario, area = manifest["scenarios"][0], manifest["area"]
    yield words.text("passport.product"), escape(f"zorgbundel {manifest['version']}")
    commit = manifest.get("git_commit")
    if commit:
        if manifest.get("git_changed"):
            commit = words.text("passport.changed", commit=commit)
        yield words.text("passport.commit"), f"<code>{escape(commit)}</code>"
    people = words.text(
        "passport.people",
        residents=write_number(area["residents_simulated"], 0, words.language),
        households=write_number(area["households"], 0, words.language),
    )
    place = f"{area['title'][words.language]}, {people}"
    if scenario["copies"] > 1:
        place += f"; {words.text('compare.copies', copies=scenario['copies'])}"
    yield words.text("passport.area"), escape(place)
    titles = join([evidence.title(policy, words) for policy in evidence.policies], words)
    yield words.text("passport.policies"), escape(titles)
    horizon = words.text(
        "passport.weeks", years=write_years(evidence, words), warmup=scenario["warmup_weeks"]
    )
    yield words.text("passport.horizon"), escape(horizon)
    yield words.text("passport.replicates"), str(evidence.replicates)
    yield words.text("passport.seeds"), escape(write_seeds(evidence))
    yield from _facts_of_worlds(evidence, words)
    changed = ", ".join(f"{name} = {value:g}" for name, value in scenario["parameters"].items())
    yield words.text("passport.overrides"), escape(changed or words.text("passport.no_overrides"))
    yield words.text("passport.made"), escape(write_date_made(evidence, words))
    yield words.text("passport.command"), f"<code>{escape(manifest['command'])}</code>"
    if "population_digest" in area:
        yield words.text("passport.digest"), f"<code>{escape(area['population_digest'])}</code>"
    packages = {"Python": manifest.get("platform", {}).get("python"), **manifest.get("packages", {})}
    said = ", ".join(f"{name} {version}" for name, version in packages.items() if version)
    yield words.text("passport.python"), escape(said)
