"""The page that shows who pays and who gains, and whose pocket is the wrong one."""

from html import escape
from typing import Any

import solara

from dashboards.cards import kicker, take_along
from dashboards.pages.compare import LONG_LEAD, OnItsWay
from dashboards.pages.figures import Figures
from dashboards.shell import box, full_link, html
from dashboards.visit import Visit, current
from results.elements import say, sentence
from results.figures.payers import BOOKED, SOCIETY, Account, read_account
from results.findings import Verdict
from results.pockets import judge_pockets, tell_pockets, tell_together, write_euros

CASHABLE = "cashable"
SHOWN = ("payers", "cost")


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
    verdicts = {policy: judge_pockets(account, policy, last) for policy in evidence.others}
    lead = ". ".join(
        tell_pockets(own, evidence.name(policy, words), words) for policy, own in verdicts.items()
    )
    length = ' class="long"' if len(lead) > LONG_LEAD else ""
    parts = "".join(_purse(policy, own, account, last, now) for policy, own in verdicts.items())
    return (
        f'<p class="kicker">{kicker(now.shown, words)}</p><h1{length}>{sentence(lead)}</h1>'
        f'<p class="sub">{say(words, "dash.purse_about")} {say(words, "dash.purse_judged")}</p>{parts}'
    )


def _purse(policy: str, verdicts: dict[str, Verdict], account: Account, last: int, now: Visit) -> str:
    """Makes the two lists of a policy: who pays more, who pays less, over all years."""
    assert now.shown is not None
    words, evidence = now.words, now.shown.evidence
    lists: dict[str, list[str]] = {"more": [], "less": []}
    unclear = [words.text(f"payer.{payer}") for payer, one in verdicts.items() if one not in lists]
    for payer, verdict in verdicts.items():
        if verdict not in lists:
            continue
        booked, cash = (account[policy, payer, measure, -last] for measure in (BOOKED, CASHABLE))
        whole = write_euros(booked, words)
        cashable = words.text("dash.purse_cashable", amount=write_euros(cash, words))
        lists[verdict].append(
            f"<li><span>{say(words, f'payer.{payer}')}</span><strong>{sentence(whole)}</strong>"
            f'<span class="small">{sentence(cashable)}</span></li>'
        )
    together = tell_together(verdicts, account[policy, SOCIETY, BOOKED, -last], last, words)
    title = words.text(
        "compare.against",
        policy=evidence.name(policy, words),
        baseline=evidence.name(evidence.baseline, words),
    )
    nothing = f'<p class="note">{say(words, "dash.purse_nobody")}</p>'
    columns = "".join(
        f'<section class="card"><h3>{say(words, f"dash.purse_{kind}", years=words.years(last))}</h3>'
        f"{'<ul>' + ''.join(lists[kind]) + '</ul>' if lists[kind] else nothing}</section>"
        for kind in ("more", "less")
    )
    rest = say(words, "dash.purse_none", payers=", ".join(unclear)) if unclear else ""
    pair = f'<div class="purse">{columns}</div>' if any(lists.values()) else ""
    return (
        f'<h2 style="color:{evidence.looks[policy].text}">{escape(title)}</h2>'
        f'<p class="sub">{sentence(together)} {rest}</p>{pair}'
    )
