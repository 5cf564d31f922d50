"""The parts that every page of ours is made of: the page, a notice, a table, a figure, the passport."""

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
from results.evidence import Played
from results.findings import join
from results.numbers import write_number
from results.words import Words


def whole_page(title: str, parts: Sequence[str], words: Words) -> str:
    """Makes a page that needs nothing beside itself.

    Args:
        title: Its title.
        parts: What stands on it, as HTML.
        words: The language of the reader.
    """
    style = files("results").joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{say(words, "report.skip")}</a>\n'
        f'<div class="page">\n{body}\n</div>\n</body>\n</html>\n'
    )


def say(words: Words, key: str, **fields: object) -> str:
    """Gives words of a key, fit for HTML."""
    return escape(words.text(key, **fields))


def sentence(text: str) -> str:
    """Makes a finding fit for HTML; uncertainty in brackets, an amount and its sign stay on one line."""
    kept = re.sub(
        r"\([^()]{0,25}\d[^()]{0,45}\)|[+−]€[ \xa0]?[\d.,]*\d",
        r'<span class="whole">\g<0></span>',
        escape(text),
    )
    return kept.replace("€ ", "€&nbsp;")


def header(title: str, played: Played, words: Words, setting_of: str | None = None) -> str:
    """Makes the top of a page: area and day, title, and what was played.

    Args:
        title: Of the page.
        played: What was played.
        words: The language of the reader.
        setting_of: The sentence on what was played; that of a comparison unless given.
    """
    manifest = played.manifest
    scenario = manifest["scenarios"][0]
    kicker = say(
        words,
        "report.kicker",
        area=manifest["area"]["title"][words.language],
        date=write_date_made(played, words),
    )
    key = "report.setting" if played.replicates > 1 else "report.setting_one"
    setting = words.text(
        setting_of or ("worlds.report_setting" if played.worlds > 1 else key),
        households=write_number(played.households, 0, words.language),
        years=write_years(played, words),
        warmup=scenario["warmup_weeks"],
        replicates=played.replicates,
        worlds=played.worlds,
    )
    central = write_only_central(manifest["worlds"], words)
    setting = f"{setting} {central}" if central else setting
    changed = write_changes(manifest["scenarios"], words)
    overrides = f'\n<p class="changed"><strong>{escape(changed)}</strong></p>' if changed else ""
    return (
        f'<header>\n<p class="kicker">{kicker}</p>\n<h1>{escape(title)}</h1>\n'
        f'<p class="setting">{escape(setting)}</p>{overrides}\n</header>'
    )


def notices(played: Played, words: Words) -> Iterable[str]:
    """What stands on top: that it is not whole, or that one replicate shows no uncertainty."""
    manifest = played.manifest
    if manifest["partial"]:
        text = words.text(
            "compare.partial",
            finished=manifest["replicates_finished"],
            replicates=manifest["replicates_wanted"],
        )
        yield notice("partial", text)
    if played.replicates == 1:
        yield notice("one", words.text("report.one"))


def notice(name: str, text: str) -> str:
    """Makes a box that stands out."""
    return f'<section class="notice" id="{name}"><p><strong>{escape(text)}</strong></p></section>'


def chart_section(
    chart: Chart,
    drawing: tuple[str, str],
    played: Played,
    words: Words,
    *,
    tools: str = "",
    folded: bool = False,
) -> str:
    """Makes the section of a figure, with its finding, numbers and source.

    Args:
        chart: The figure.
        drawing: Its wide and its narrow drawing, as SVG elements; either may be absent.
        played: What was played.
        words: The language of the reader.
        tools: What can be done with it, as HTML.
        folded: Whether numbers and source are shown only when asked for.
    """
    besides = "".join(f"<li>{sentence(line)}</li>" for line in chart.besides)
    tables = "\n".join(number_table(table, words) for table in chart.tables)
    numbers, source = say(words, "report.numbers"), say(words, "report.computed")
    source_of = (
        f"<p>{escape(write_source(played, words))}</p>\n"
        f"<p>{say(words, 'report.again')} <code>{escape(played.manifest['command'])}</code></p>\n"
    )
    if folded:
        below = (
            f'<details class="numbers"><summary>{numbers}</summary>\n{tables}\n</details>\n'
            f'<details class="source"><summary>{source}</summary>\n{source_of}</details>\n'
        )
    else:
        below = (
            f'<div class="numbers">\n<h3>{numbers}</h3>\n{tables}\n</div>\n'
            f'<div class="source">\n{source_of}</div>\n'
        )
    return (
        f'<section class="card chart" id="{chart.name}" aria-labelledby="{chart.name}-finding">\n'
        f'<p class="topic">{escape(chart.topic)}</p>\n'
        f'<h2 id="{chart.name}-finding">{sentence(chart.finding)}</h2>\n<ul class="besides">{besides}</ul>\n'
        f'<p class="unit">{escape(chart.unit)}</p>\n'
        f"<figure>\n{drawing[0]}\n{drawing[1]}\n"
        f'<figcaption class="reading">{escape(chart.reading)}</figcaption>\n</figure>\n'
        f"{tools}{below}</section>"
    )


def number_table(table: NumberTable, words: Words) -> str:
    """Makes a table of numbers that can be scrolled on a narrow screen."""
    rows = "".join(
        f'<tr class="group"><th scope="rowgroup" colspan="{len(table.headings)}">{escape(row[0])}</th></tr>\n'
        if len(row) == 1
        else f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in table.rows
    )
    headings = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in table.headings)
    label = say(words, "report.scroll", caption=table.caption)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
        f"<caption>{escape(table.caption)}</caption>\n<thead><tr>{headings}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def passport_section(played: Played, words: Words) -> str:
    """Makes the section that says what it takes to make the result again."""
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{content}</dd>\n" for name, content in _facts(played, words))
    return (
        '<footer class="card" id="passport">\n'
        f"<h2>{say(words, 'report.passport')}</h2>\n"
        f'<p class="note">{say(words, "report.passport_note")}</p>\n'
        f"<dl>\n{facts}</dl>\n</footer>"
    )


def _facts_of_worlds(played: Played, words: Words) -> Iterable[tuple[str, str]]:
    facts = played.manifest["worlds"]
    if not played.worlds:
        said = "worlds.passport_central" if facts["there"] else "worlds.passport_none"
        yield words.text("worlds.passport"), escape(words.text(said))
        return
    drawn = words.text("worlds.passport_drawn", worlds=played.worlds, count=facts["count"])
    yield words.text("worlds.passport"), escape(drawn)
    file = f"{facts['file']} {facts['digest'][:16]}"
    yield words.text("worlds.passport_file"), f"<code>{escape(file)}</code>"
    made = "<br>".join(f"{escape(name)}: {escape(value)}" for name, value in facts["made"].items() if value)
    if made:
        yield words.text("worlds.passport_made"), f"<code>{made}</code>"


def _facts(played: Played, words: Words) -> Iterable[tuple[str, str]]:
    manifest: Mapping[str, Any] = played.manifest
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
    titles = join([played.title(policy, words) for policy in played.policies], words)
    yield words.text("passport.policies"), escape(titles)
    horizon = words.text("passport.weeks", years=write_years(played, words), warmup=scenario["warmup_weeks"])
    yield words.text("passport.horizon"), escape(horizon)
    yield words.text("passport.replicates"), str(played.replicates)
    yield words.text("passport.seeds"), escape(write_seeds(played))
    yield from _facts_of_worlds(played, words)
    changed = write_changes(manifest["scenarios"], words)
    yield words.text("passport.overrides"), escape(changed or words.text("passport.no_overrides"))
    yield words.text("passport.made"), escape(write_date_made(played, words))
    yield words.text("passport.command"), f"<code>{escape(manifest['command'])}</code>"
    if "population_digest" in area:
        yield words.text("passport.digest"), f"<code>{escape(area['population_digest'])}</code>"
    packages = {"Python": manifest.get("platform", {}).get("python"), **manifest.get("packages", {})}
    said = ", ".join(f"{name} {version}" for name, version in packages.items() if version)
    yield words.text("passport.python"), escape(said)
