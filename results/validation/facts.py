"""The published facts as tables: band, model, a gauge, and one sentence where the model misses."""

from html import escape

from results.elements import say
from results.numbers import write_amount
from results.validation.evidence import Beside, Fact, is_measured, texts, write_band, write_value
from results.validation.gauge import draw_gauge
from results.words import Words

HEADS = ("fact", "published", "model", "gauge", "verdict")
HUNDRED, MOST_DECIMALS = 100.0, 4
INSIDE, OUTSIDE, UNTOLD = "✓", "✗", "·"


def facts_section(use: str, beside: Beside, words: Words) -> str:
    """Makes the section of the facts of one use.

    Args:
        use: "fitted", "kept" or "construction".
        beside: The stored validation.
        words: The language of the reader.
    """
    facts = beside.used(use)
    inside, measured = beside.count(use)
    rows = "\n".join(_row(fact, words) for fact in facts)
    heads = "".join(f'<th scope="col">{say(words, f"valid.{name}")}</th>' for name in HEADS)
    title = words.text(f"valid.title_{use}", inside=inside, count=measured)
    label = say(words, "report.scroll", caption=title)
    return (
        f'<section class="card" id="{use}" aria-labelledby="{use}-title">\n'
        f'<h2 id="{use}-title">{escape(title)}</h2>\n'
        f'<p class="note">{say(words, f"valid.about_{use}")}</p>\n'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n<table class="facts">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n</section>"
    )


def why(fact: Fact, words: Words) -> str:
    """Says in one sentence why the model misses a fact, or that nobody has explained it."""
    return str(fact[f"why_{words.language}"]) or words.text("valid.unexplained")


def verdict(fact: Fact, words: Words) -> str:
    """Says whether the model is inside the band of a fact, and else how far and on which side outside it."""
    if not is_measured(fact):
        return words.text("valid.not_measured")
    if fact["inside"]:
        return words.text("valid.inside")
    side = "below" if float(fact["mean"]) < float(fact["low"]) else "above"
    nearest = float(fact["low"] if side == "below" else fact["high"])
    off = abs(float(fact["mean"]) - nearest)
    return words.text(f"valid.{side}", off=_write_off(fact, off, words))


def _write_off(fact: Fact, off: float, words: Words) -> str:
    """Writes how far outside the band, in percentage points for a share, and never as zero."""
    scale = HUNDRED if fact["form"] == "share" else 1.0
    decimals = int(fact["decimals"])
    while not round(scale * off, decimals) and decimals < MOST_DECIMALS:
        decimals += 1
    written = write_amount(off, fact["form"], decimals, words.language, signed=fact["form"] == "share")
    return written.lstrip("+")


def sign_of(sign: str) -> str:
    """Makes a sign that says the same as the colour; words beside it say it for who hears the page."""
    return f'<span class="sign" aria-hidden="true">{sign}</span>'


def _row(fact: Fact, words: Words) -> str:
    (name,) = texts([fact], words)
    told = verdict(fact, words)
    measured = is_measured(fact)
    kind = "untold" if not measured else "in" if fact["inside"] else "out"
    sign = {"in": INSIDE, "out": OUTSIDE, "untold": UNTOLD}[kind]
    because = (
        f'\n<tr class="because"><td colspan="{len(HEADS)}">{escape(why(fact, words))}</td></tr>'
        if kind == "out"
        else ""
    )
    label = escape(
        words.text(
            "valid.gauge_alt",
            fact=name,
            band=write_band(fact, words),
            value=write_value(fact, fact["mean"], words),
            verdict=told,
        )
    )
    where = ", ".join(str(fact[part]) for part in (f"place_{words.language}", "year") if str(fact[part]))
    source = words.text(
        "valid.source", source=fact["source"] or words.text("valid.no_source"), grade=fact["grade"]
    )
    return (
        f'<tr class="{kind}" id="fact-{fact["id"]}"><th scope="row">{escape(name)}'
        f'<span class="why">{escape(where)}; {escape(source)}</span></th>'
        f"<td>{escape(write_band(fact, words))}</td>"
        f'<td class="model">{escape(write_value(fact, fact["mean"], words))}'
        f'<span class="why">{escape(_spread(fact, words))}</span></td>'
        f"<td>{draw_gauge(fact, label)}</td>"
        f'<td class="verdict">{sign_of(sign)} {escape(told)}</td></tr>{because}'
    )


def _spread(fact: Fact, words: Words) -> str:
    if not float(fact["spread_low"]) < float(fact["spread_high"]):
        return ""
    ends = (write_value(fact, fact[end], words, bare=True) for end in ("spread_low", "spread_high"))
    return words.text("table.between", **dict(zip(("low", "high"), ends, strict=True)))
