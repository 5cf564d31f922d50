"""Two lives of one household in sentences: what happened, and what contributed most to it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from results.numbers import write_number
from results.words import Words

Line = Mapping[str, Any]
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_MANY_TIMES = 10.0
_MODERATE, _SEVERE = 2, 3
_STEPS = ("begins", "worsens", "recovers")
_WEIGHTY = ("registered", "household_moves", "resident_replaced", "comes_of_age")


def worth_a_line(line: Line, both: bool) -> bool:
    """Tells whether a happening is worth a line on a screen.

    Args:
        line: The happening.
        both: Whether it happens in both lives.

    Returns:
        Of one life all but light trouble; of both only what is severe, and who comes to live here.
    """
    event = line["event"]
    if event in _STEPS:
        most = max(int(line["severity"]), int(line["severity_after"]))
        return most >= (_SEVERE if both else _MODERATE)
    if both:
        return event in _WEIGHTY
    return bool(event != "wants_help")  # what is asked then has a line of its own


class Teller:
    """Tells about one household in the language of the reader."""

    def __init__(
        self, policies: tuple[str, str], ages: Sequence[int], products: Mapping[str, str], words: Words
    ) -> None:
        """Keeps what every sentence needs.

        Args:
            policies: What the two policies are called, in order.
            ages: Of the members of the household.
            products: Name of a product -> title.
            words: The language of the reader.
        """
        self.policies = tuple(name.replace(_SOFT_HYPHEN, "") for name in policies)
        self._ages, self._products, self._words = ages, products, words

    def chain(self, chain: Sequence[Line]) -> list[str]:
        """Tells an escalation and the largest contributions behind it.

        Args:
            chain: Its steps, as `simulation.tracing_back.trace_back` gives them.

        Returns:
            A sentence a step, the escalation first; or one sentence when there is nothing to tell.
        """
        if not chain:
            return [self._words.text("story.none")]
        told = [self._step(step) for step in chain]
        return told if len(told) > 1 else [*told, self._words.text("story.by_luck")]

    def who(self, neighbourhood: str, kind: str) -> str:
        """Tells who live here."""
        ages = self._words.text("story.and").join(map(str, self._ages))
        ages = ages.replace(self._words.text("story.and"), ", ", max(0, len(self._ages) - 2))
        known = self._words.find(f"household_group.{kind}", kind)
        return self._words.text("story.who", kind=known, ages=ages, neighbourhood=neighbourhood)

    def start(self, standing: Sequence[Line], helpers: int) -> str:
        """Tells how things stand when the policies begin.

        Args:
            standing: The needs of the first week.
            helpers: How many helpers come.
        """
        told = [
            self._words.text("story.stands", need=self._need(line), severity=self._short(line["severity"]))
            for line in standing
            if line["severity"] >= _MODERATE
        ]
        needs = "; ".join(told) or self._words.text("story.no_trouble")
        return self._words.text("story.start", needs=needs, helpers=helpers)

    def parting(self, parted_week: int | None, weeks: int, horizon: int) -> list[str]:
        """Tells when two lives part, and how long they can be compared."""
        if parted_week is None:
            return [self._words.text("story.never", weeks=weeks)]
        told = [self._words.text("story.parted", week=parted_week)]
        return told if weeks >= horizon else [*told, self._words.text("story.until", week=weeks - 1)]

    def line(self, line: Line) -> str:
        """Tells one happening of a history."""
        return self._words.text(
            f"story.happening.{line['event']}",
            need=self._need(line),
            severity=self._short(line["severity_after"]),
            event=self._event(str(line["product"])),
            product=self._product(line["product"]),
            resident=self._resident(int(line["resident"])),
        )

    def _step(self, step: Line) -> str:
        name = str(step["contribution"])
        key = "from_other" if name.startswith("from_") else name
        if name == "conflict" and step["helpers"] <= step["helpers_other"]:
            key = "conflict_of_fewer"
        if name == "no_help":
            key = "no_help_after" if step["happening"] not in ("", "asks") else "no_help_never"
        product = self._product(step["product"])
        started = step["other_week"] >= 0
        other = "story.other_started" if started else "story.other_nothing"
        after = f"story.after.{step['happening'] or 'nothing'}"
        sentence = self._words.text(
            f"story.{key}",
            week=step["week"],
            here=self.policies[step["world"]],
            there=self.policies[1 - step["world"]],
            need=self._need(step),
            severity=self._level(step["severity"]),
            severity_other=self._level(step["severity_other"]),
            event=self._event(str(step["product"])),
            helpers=step["helpers"],
            helpers_other=step["helpers_other"],
            other=self._words.text(other, product=product, week=step["other_week"]),
            after=self._words.text(after, product=product, week=step["happening_week"]),
        )
        return f"{sentence[:1].upper()}{sentence[1:]}{self._size(step)}"

    def _size(self, step: Line) -> str:
        """How many times as large a chance was by it, or as small one of recovery or asking."""
        about = str(step["about"])
        if not about:
            return ""
        times = math.exp(float(step["difference"]))
        if times >= _MANY_TIMES:
            return self._words.text(f"story.size_many.{about}")
        number = write_number(times, 1 if times >= 1.1 else 2, self._words.language)
        return self._words.text(f"story.size.{about}", times=number)

    def _resident(self, resident: int) -> str:
        if 0 <= resident < len(self._ages):
            return self._words.text("story.resident", number=resident + 1, age=self._ages[resident])
        return self._words.text("story.resident_only", number=resident + 1)

    def _need(self, line: Line) -> str:
        domain = self._words.find(f"domain.{line['domain']}", "").lower()
        if line["resident"] < 0 or len(self._ages) == 1:
            return domain
        return self._words.text("story.need", domain=domain, resident=self._resident(int(line["resident"])))

    def _level(self, severity: int) -> str:
        return self._words.text(f"story.level.{int(severity)}")

    def _short(self, severity: int) -> str:
        return self._words.text(f"story.short.{int(severity)}")

    def _event(self, product: str) -> str:
        return self._words.find(f"story.event.{product.removeprefix('event_')}", "")

    def _product(self, product: Any) -> str:
        return self._products.get(str(product), self._words.text("story.some_help"))
