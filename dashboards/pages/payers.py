"""The page that shows who pays and who gains, and whose pocket is the wrong one."""

from html import escape
from typing import Any

import solara

from dashboards.cards import kicker, take_along
from dashboards.pages.compare import OnItsWay
from dashboards.pages.figures import Figures
from dashboards.shell import box, full_link, html
from dashboards.visit import Visit, current
from results.elements import say, sentence
from results.figures.payers import BOOKED, MUNICIPALITY, SOCIETY, read_account
from results.findings import join, judge
from results.numbers import write_amount
from results.words import Words

CASHABLE = "cashable"
SHOWN = ("payers", "cost")
POCKETS = (MUNICIPALITY, "zvw", "wlz", "corporation", "justice")
"""Who decides about a budget of its own; the three laws of the municipality are one of them."""
ROUNDED, TO_THOUSANDS = 10_000, -3


@solara.component
def Payers() -> Any:  # noqa: N802 (Solara wants this form)
    """Who pays more, who pays less, and who can really keep it."""
    now = current()
    with box("div", "answer") as main:
        if now.shown is None:
            OnItsWay()
        else:
            html("div", _opening(now))
            Figures(SHOWN)
            html("div", take_along(now.shown, now.origin + full_link(now, "/betalen"), now.words))
    return main


def _opening(now: Visit) -> str:
    assert now.shown is not None
    words, evidence = now.words, now.shown.evidence
    account = read_account(evidence.payer_account)
    last = max(year for *_, year in account)
    lead = "; ".join(_lead(policy, account, last, now) for policy in evidence.others)
    parts = "".join(_purse(policy, account, last, now) for policy in evidence.others)
    return (
        f'<p class="kicker">{kicker(now.shown, words)}</p><h1>{sentence(lead)}</h1>'
        f'<p class="sub">{say(words, "dash.purse_about")}</p>{parts}'
    )


def _lead(policy: str, account: Any, last: int, now: Visit) -> str:
    """Says in one sentence who pays more and who pays less."""
    assert now.shown is not None
    words = now.words
    found: dict[str, list[str]] = {"more": [], "less": []}
    for payer in POCKETS:
        verdict = judge(account[policy, payer, BOOKED, -last])
        if verdict in found:
            found[verdict].append(words.text(f"payer.{payer}"))
    nobody = words.text("dash.purse_no_one")
    return words.text(
        "dash.purse_lead",
        policy=now.shown.evidence.name(policy, words),
        more=join(found["more"] or [nobody], words),
        less=join(found["less"] or [nobody], words),
    )


def _purse(policy: str, account: Any, last: int, now: Visit) -> str:
    """Makes the two lists of a policy: who pays more, who pays less, over all years."""
    assert now.shown is not None
    words, evidence = now.words, now.shown.evidence
    lists: dict[str, list[str]] = {"more": [], "less": [], "none": []}
    for payer in POCKETS:
        row = account[policy, payer, BOOKED, -last]
        verdict = judge(row)
        said = f"<span>{say(words, f'payer.{payer}')}</span>"
        if verdict not in ("more", "less"):
            lists["none"].append(words.text(f"payer.{payer}"))
            continue
        cash = account[policy, payer, CASHABLE, -last]["difference"]
        said = (
            f'<span>{say(words, f"payer.{payer}")}<span class="small">'
            f"{say(words, 'dash.purse_cashable', amount=_euros(cash, words))}</span></span>"
        )
        lists[verdict].append(f"<li>{said}<strong>{escape(_euros(row['difference'], words))}</strong></li>")
    society = account[policy, SOCIETY, BOOKED, -last]
    wrong = words.text(
        "dash.purse_wrong" if lists["more"] and lists["less"] else "dash.purse_same",
        society=_euros(society["difference"], words),
        years=last,
    )
    title = words.text(
        "compare.against",
        policy=evidence.name(policy, words),
        baseline=evidence.name(evidence.baseline, words),
    )
    nothing = f'<p class="note">{say(words, "dash.purse_nobody")}</p>'
    columns = "".join(
        f'<section class="card"><h3>{say(words, f"dash.purse_{kind}", years=last)}</h3>'
        f"{'<ul>' + ''.join(lists[kind]) + '</ul>' if lists[kind] else nothing}</section>"
        for kind in ("more", "less")
    )
    rest = say(words, "dash.purse_none", payers=", ".join(lists["none"])) if lists["none"] else ""
    return (
        f'<h2 style="color:{evidence.looks[policy].text}">{escape(title)}</h2>'
        f'<p class="sub">{escape(wrong)} {rest}</p>'
        f'<div class="purse">{columns}</div>'
    )


def _euros(amount: float, words: Words) -> str:
    shown = round(amount, TO_THOUSANDS) if abs(amount) >= ROUNDED else amount
    return write_amount(shown, "euro", 0, words.language, signed=True)
