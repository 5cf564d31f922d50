"""Whose pocket: who clearly pays more over all years and who less, judged together, and what that makes."""

from results.figures.payers import BOOKED, EUROS, MUNICIPALITY, Account
from results.findings import Verdict, join, judge, write_between
from results.numbers import write_amount, write_number
from results.primary import chance
from results.tables import Row
from results.together import correct_together
from results.words import Words
from results.worlds import CERTAINTY

POCKETS = (MUNICIPALITY, "zvw", "wlz", "corporation", "justice")
"""Who decides about a budget of its own; the three laws of the municipality are one of them."""
ROUNDED, TO_THOUSANDS = 10_000, -3


def judge_pockets(rows: Account, policy: str, years: int) -> dict[str, Verdict]:
    """Says of each payer whether it clearly pays more or less over all years, after correction (Holm).

    Args:
        rows: What `read_account` gave.
        policy: The policy.
        years: How many years were played.
    """
    own = {payer: rows[policy, payer, BOOKED, -years] for payer in POCKETS}
    chances = correct_together([chance(row) for row in own.values()])
    found: dict[str, Verdict] = {}
    for (payer, row), corrected in zip(own.items(), chances, strict=True):
        verdict = judge(row)
        found[payer] = "none" if verdict in ("more", "less") and corrected > 1 - CERTAINTY else verdict
    return found


def tell_pockets(verdicts: dict[str, Verdict], policy: str, words: Words) -> str:
    """Says in one sentence who pays more and who pays less, without full stop.

    Args:
        verdicts: What `judge_pockets` gave.
        policy: Name of the policy, as shown.
        words: The language of the reader.
    """
    told = set(verdicts.values())
    if "single" in told:
        return words.text("cost.payers_unknown", policy=policy).rstrip(".")
    if not told & {"more", "less"}:
        return words.text("dash.purse_lead_none", policy=policy)
    sides = {
        side: [words.text(f"payer.{payer}") for payer, verdict in verdicts.items() if verdict == side]
        or [words.text("dash.purse_no_one")]
        for side in ("more", "less")
    }
    return words.text(
        "dash.purse_lead",
        policy=policy,
        more=join(sides["more"], words),
        less=join(sides["less"], words),
    )


def tell_together(verdicts: dict[str, Verdict], society: Row, years: int, words: Words) -> str:
    """Says whether bill and gain lie with different payers, and what they make together.

    Args:
        verdicts: What `judge_pockets` gave.
        society: The row of all payers together, over all years.
        years: How many years were played.
        words: The language of the reader.
    """
    told = set(verdicts.values())
    apart = "wrong" if {"more", "less"} <= told else "same" if told & {"more", "less"} else "open"
    whole = "clear" if judge(society) in ("more", "less") else "unclear"
    amount = write_euros(society, words)
    together = words.text(f"dash.purse_society_{whole}", society=amount, years=words.years(years))
    return f"{words.text(f'dash.purse_{apart}')} {together}"


def write_euros(row: Row, words: Words) -> str:
    """Writes euros more or less with the 95% interval, large amounts in thousands."""

    def near(euros: float) -> float:
        return round(euros, TO_THOUSANDS) if abs(row["difference"]) >= ROUNDED else euros

    def write(euros: float) -> str:
        return write_number(near(euros), EUROS.decimals, words.language, signed=True)

    between = write_between(row["low"], row["high"], write, words)
    amount = write_amount(near(row["difference"]), "euro", EUROS.decimals, words.language, signed=True)
    return f"{amount} ({between})"
