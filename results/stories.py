"""Two lives of one household in sentences: what happened, and what contributed most to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from results.words import Words

Line = Mapping[str, Any]
_WITH_HELP = ("no_help", "waiting")


def tell_chain(
    chain: Sequence[Line], policies: tuple[str, str], products: Mapping[str, str], words: Words
) -> list[str]:
    """Tells an escalation and the largest contributions behind it.

    Args:
        chain: Its steps, as `simulation.tracing_back.trace_back` gives them.
        policies: Titles of the two policies.
        products: Name of a product -> title in the reader's language.
        words: The language of the reader.

    Returns:
        A sentence a step, the escalation first, and last that contributions are no causes; or one sentence
        when there is nothing to tell.
    """
    if not chain:
        return [words.text("story.none")]
    told = [_tell_step(step, policies, products, words) for step in chain]
    return [*told, words.text("story.contributions")]


def tell_parting(parted_week: int | None, weeks: int, horizon: int, words: Words) -> list[str]:
    """Tells when two lives part, and how long they can be compared."""
    if parted_week is None:
        return [words.text("story.never", weeks=weeks)]
    told = [words.text("story.parted", week=parted_week)]
    return told if weeks >= horizon else [*told, words.text("story.until", week=weeks - 1)]


def tell_line(line: Line, products: Mapping[str, str], words: Words) -> str:
    """Tells one happening of a history."""
    return words.text(
        f"story.happening.{line['event']}",
        need=_need(line, words),
        severity=_level(line["severity_after"], words),
        event=_event(str(line["product"]), words),
        product=_product(line["product"], products),
        resident=int(line["resident"]) + 1,
    )


def _tell_step(step: Line, policies: tuple[str, str], products: Mapping[str, str], words: Words) -> str:
    name = str(step["contribution"])
    key = "from_other" if name.startswith("from_") else name
    if name == "no_help":
        key = "no_help_after" if step["happening"] not in ("", "asks") else "no_help_never"
    fields = {
        "week": step["week"],
        "here": policies[step["world"]],
        "there": policies[1 - step["world"]],
        "need": _need(step, words),
        "severity": _level(step["severity"], words),
        "severity_other": _level(step["severity_other"], words),
        "event": _event(str(step["product"]), words),
        "helpers": step["helpers"],
        "helpers_other": step["helpers_other"],
        "asked": step["happening_week"],
    }
    if name in _WITH_HELP:
        fields |= _about_help(step, products, words)
    return words.text(f"story.{key}", **fields)


def _about_help(step: Line, products: Mapping[str, str], words: Words) -> dict[str, str]:
    product = _product(step["product"], products)
    started = step["other_week"] >= 0
    key = "story.other_started" if started else "story.other_nothing"
    found = {"other": words.text(key, product=product, week=step["other_week"])}
    if step["happening"]:
        after = f"story.after.{step['happening']}"
        found["after"] = words.text(after, product=product, week=step["happening_week"])
    return found


def _need(line: Line, words: Words) -> str:
    domain = words.find(f"domain.{line['domain']}", "").lower()
    if line["resident"] < 0:
        return words.text("story.household_need", domain=domain)
    return words.text("story.resident_need", domain=domain, resident=int(line["resident"]) + 1)


def _level(severity: int, words: Words) -> str:
    return words.text(f"story.level.{int(severity)}")


def _event(product: str, words: Words) -> str:
    return words.find(f"story.event.{product.removeprefix('event_')}", "")


def _product(product: Any, products: Mapping[str, str]) -> str:
    return products.get(str(product), "")
