"""Cache lines: what the machine fetches at once, and records whose parts fill such lines."""

import numpy as np

CACHE_LINE = 64  # bytes
SECOND, THIRD = 1, 2  # lines of a record, counted from 0

Fields = list[tuple[str, str]]


def in_cache_lines(*lines: Fields) -> np.dtype:
    """Lay out a record so that what is read together is fetched together.

    Args:
        lines: per cache line the fields that stand in it, as name and kind, widest first.

    Returns:
        The kind of record; a whole number of cache lines long.

    Raises:
        ValueError: the fields of a line do not fit in it.
    """
    names: list[str] = []
    formats: list[np.dtype] = []
    offsets: list[int] = []
    for number, fields in enumerate(lines):
        line = np.dtype(fields, align=True)
        if line.itemsize > CACHE_LINE:
            raise ValueError(f"cache line {number} of a record: {line.itemsize} bytes, at most {CACHE_LINE}")
        for name, _ in fields:
            kind, offset = line.fields[name][:2]  # type: ignore[index]
            names.append(name)
            formats.append(kind)
            offsets.append(number * CACHE_LINE + offset)
    size = len(lines) * CACHE_LINE
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size}, align=True)
