"""Writes the generated part of docs/targets.md: every published fact with band, split and discrepancy.

Run it as ``python -m experiments.targets_page`` after a change of a target.
"""

from experiments.page import TOP, markdown_table, write_blocks
from experiments.targets import USES, Target, load_targets, load_widening, targets_used

TARGETS_PAGE = TOP / "docs" / "targets.md"
_HEADS = (
    "target",
    "band",
    "may be off by (sd)",
    "measured",
    "brought to this area",
    "source",
    "from the model",
)
_TITLES = {
    "fitted": "Fitted",
    "kept": "Kept for checking",
    "construction": "True by construction",
}


def build_blocks() -> dict[str, str]:
    """Gives the generated part of the page: one table per use."""
    parts = [_describe_split()]
    for use in USES:
        rows = map(_write_row, targets_used(use))  # type: ignore[arg-type]
        parts.append(f"## {_TITLES[use]}\n\n{markdown_table(_HEADS, rows, words=len(_HEADS))}")
    return {"targets": "\n\n".join(parts)}


def _describe_split() -> str:
    counts = {use: sum(target.use == use for target in load_targets()) for use in USES}
    widening = load_widening()
    order = ", ".join(f"`{name}`" for name in widening.order)
    return (
        f"{len(load_targets())} targets: {counts['fitted']} fitted, {counts['kept']} kept for checking, "
        f"{counts['construction']} by construction. If fewer than 200 parameter sets are plausible, "
        f"discrepancies are multiplied by {widening.factor:g}, up to {widening.times} times each, in this "
        f"order: {order}."
    )


def _write_row(target: Target) -> list[str]:
    prices = f"; prices {target.price_level}" if target.price_level else ""
    return [
        f"`{target.id}`<br>{target.text_en}<br>{target.quantity}",
        f"{target.write(target.low)} to {target.write(target.high)}",
        target.write(target.discrepancy),
        f"{target.place_en}, {target.year}".strip(", "),
        f"{target.adjustment}{prices}",
        f"{target.source or 'none found'}<br>grade {target.grade}",
        f"`{target.measure}`",
    ]


if __name__ == "__main__":
    write_blocks(TARGETS_PAGE, build_blocks())
