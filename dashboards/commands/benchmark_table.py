"""Shows what was measured of speed and memory as tables, each number against its mark."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboards.commands.layout import Row, bold, show_table, show_text
from results.numbers import write_number
from results.words import Words

if TYPE_CHECKING:
    from dashboards.measures.benchmark import Benchmark
    from dashboards.measures.timing import Timing

MILLISECONDS = 1000.0
Rows = Iterator[Row]


def show_benchmark(measured: "Benchmark", words: Words) -> None:
    """Shows the tables, and in words under what circumstances they were made.

    Args:
        measured: What was measured.
        words: The language of the reader.
    """
    marks = _write_marks(measured, words)
    print(bold(words.text("benchmark.title")))
    print()
    headings = ("benchmark.what", "benchmark.median", "benchmark.spread", "benchmark.cpu", "benchmark.mark")
    rows = [
        *_one_run(measured, marks, words),
        *_beside_mesa(measured, marks, words),
        *_copies(measured, marks, words),
        *_scale(measured, marks, words),
        *_compared(measured, marks, words),
    ]
    show_table([words.text(key) for key in headings], rows)
    _show_phases(measured, words)
    print()
    for sentence in _sentences(measured, words):
        show_text(sentence)


def _write_marks(measured: "Benchmark", words: Words) -> dict[str, str]:
    written = {}
    for mark in measured.marks:
        decimals = 2 if mark.wanted < 1 else 0
        wanted = write_number(mark.wanted, decimals, words.language)
        unit = {"megabytes": " MB", "faster": " ×"}.get(mark.name.rpartition("_")[2], " s")
        if mark.name.endswith(("linear", "efficiency")):
            wanted, unit = _percent(mark.wanted, 0, words), ""
        key = "benchmark.at_least" if mark.at_least else "benchmark.at_most"
        met = words.text("benchmark.met") if mark.met else words.text("benchmark.not_met")
        written[mark.name] = f"{words.text(key, wanted=wanted + unit)}: {met}"
    return written


def _one_run(measured: "Benchmark", marks: dict[str, str], words: Words) -> Rows:
    one = measured.one_run
    yield Row(words.text("benchmark.one_run"))
    yield _timed(words.text("benchmark.startup", weeks=one.startup_weeks), one.startup, "", words)
    yield _timed(words.text("benchmark.rest", weeks=one.weeks), one.rest, marks["rest"], words)
    yield _timed(words.text("benchmark.run"), one.run, marks["run"], words)
    yield _timed(words.text("benchmark.whole"), one.whole, "", words)
    yield _timed(words.text("benchmark.help"), measured.help, marks["help"], words)
    yield _plain(words.text("benchmark.compile"), f"{write_number(one.compile, 1, words.language)} s")


def _beside_mesa(measured: "Benchmark", marks: dict[str, str], words: Words) -> Rows:
    mesa = measured.mesa
    if mesa is None:
        return
    yield Row(words.text("benchmark.beside_mesa"))
    yield _timed(words.text("benchmark.week"), mesa.compiled, "", words, unit="ms")
    yield _timed(words.text("benchmark.mesa_week"), mesa.mesa, "", words, unit="ms")
    faster = f"{write_number(mesa.times_faster, 1, words.language)} ×"
    yield _plain(words.text("benchmark.times_faster"), faster, marks["times_faster"])


def _copies(measured: "Benchmark", marks: dict[str, str], words: Words) -> Rows:
    many, linear = measured.many, measured.linear
    if many is None or linear is None:
        return
    residents = write_number(many.residents, 0, words.language)
    yield Row(words.text("benchmark.copies"))
    label = words.text("benchmark.many", copies=many.copies, residents=residents, cores=many.cores)
    cells = (_seconds(many.seconds, words), "", _seconds(many.cpu, words), marks["many_seconds"])
    yield Row(label, cells)
    memory = f"{write_number(many.megabytes, 0, words.language)} MB"
    yield _plain(words.text("benchmark.many_memory"), memory, marks["many_megabytes"])
    counts = ", ".join(map(str, linear.copies))
    off = _percent(linear.worst_deviation, 1, words)
    yield _plain(words.text("benchmark.linear", copies=counts), off, marks["linear"])
    yield _plain(words.text("benchmark.per_copy"), _seconds(linear.seconds_per_copy, words))


def _scale(measured: "Benchmark", marks: dict[str, str], words: Words) -> Rows:
    country, large = measured.country, measured.sweep
    if country is None or large is None:
        return
    yield Row(words.text("benchmark.scale"))
    for name, scale, *keys in (
        ("country", country, "benchmark.country_whole", "benchmark.country_part"),
        ("sweep", large, "benchmark.sweep_whole", "benchmark.sweep_part"),
    ):
        numbers = {"whole": scale.whole, "number": scale.number, "few": scale.few}
        shown = {key: write_number(number, 0, words.language) for key, number in numbers.items()}
        label = words.text(keys[scale.number != scale.whole], **shown)
        cores = write_number(scale.both[1] * scale.whole / scale.number, 0, words.language)
        seconds = f"{write_number(scale.whole_seconds, 0, words.language)} s"
        yield Row(label, (seconds, "", f"{cores} s", marks[f"{name}_seconds"]))
        lived = write_number(scale.per_core_second, 0, words.language)
        yield _plain(words.text("benchmark.per_core_second"), lived)
        by_core = _percent(scale.core_efficiency, 0, words)
        efficiency, mark = _percent(scale.efficiency, 0, words), marks[f"{name}_efficiency"]
        yield Row(words.text("benchmark.efficiency", few=shown["few"]), (efficiency, "", by_core, mark))
    memory = f"{write_number(country.megabytes, 0, words.language)} MB"
    yield _plain(words.text("benchmark.country_memory"), memory, marks["country_megabytes"])


def _compared(measured: "Benchmark", marks: dict[str, str], words: Words) -> Rows:
    both = measured.compared
    if both is None:
        return
    yield Row(words.text("benchmark.compare"))
    for key, seconds, name in (
        ("benchmark.first_compare", both.first, "first_compare"),
        ("benchmark.second_compare", both.second, "second_compare"),
    ):
        yield _plain(words.text(key), f"{write_number(seconds, 1, words.language)} s", marks[name])


def _show_phases(measured: "Benchmark", words: Words) -> None:
    phases = measured.phases
    if phases is None:
        return
    total = sum(phases.milliseconds.values())
    print()
    headings = ("benchmark.phase", "benchmark.of_weeks", "benchmark.part")
    rows = [
        Row(
            words.text(f"phase.{name}"),
            (f"{write_number(spent, 1, words.language)} ms", _percent(spent / total, 1, words)),
        )
        for name, spent in phases.milliseconds.items()
    ]
    rows.append(
        Row(words.text("benchmark.all_phases"), (f"{write_number(total, 1, words.language)} ms", "100%"))
    )
    show_table([words.text(key, weeks=phases.weeks) for key in headings], rows)
    if not phases.same:
        print(words.text("benchmark.phases_different"))


def _sentences(measured: "Benchmark", words: Words) -> Iterator[str]:
    one, language = measured.one_run, words.language
    yield words.text("benchmark.repeats", repeats=one.run.repeats)
    yield words.text(
        "benchmark.lived",
        seed=one.seed,
        needs=write_number(one.active_needs, 0, language),
        cases=write_number(one.open_cases, 0, language),
        starts=write_number(one.starts, 0, language),
        events=write_number(one.events, 0, language),
    )
    same = one.fingerprint == one.fingerprint_again
    key = "benchmark.fingerprint_equal" if same else "benchmark.fingerprint_different"
    yield words.text(key, fingerprint=one.fingerprint[:16], other=one.fingerprint_again[:16])
    if measured.mesa is not None:
        mesa = measured.mesa
        yield words.text(
            "benchmark.same_needs",
            needs=write_number(mesa.needs, 0, language),
            active=write_number(mesa.active, 0, language),
            starts=write_number(mesa.mesa_starts, 0, language),
        )
    elif measured.many is not None:
        yield words.text("benchmark.no_mesa")
    if measured.compared is not None and not measured.compared.same:
        yield words.text("benchmark.compare_different")
    load = [write_number(value, 2, language) for value in (measured.load_before, measured.load_after)]
    yield words.text("benchmark.load", before=load[0], after=load[1], cores=measured.cores)


def _timed(label: str, timing: "Timing", mark: str, words: Words, unit: str = "s") -> Row:
    factor = MILLISECONDS if unit == "ms" else 1.0
    low, high, median, cpu = (
        f"{write_number(value * factor, 3, words.language)} {unit}"
        for value in (timing.low, timing.high, timing.median, timing.cpu)
    )
    return Row(label, (median, words.text("table.between", low=low, high=high), cpu, mark))


def _plain(label: str, value: str, mark: str = "") -> Row:
    return Row(label, (value, "", "", mark))


def _seconds(value: float, words: Words) -> str:
    return f"{write_number(value, 3, words.language)} s"


def _percent(share: float, decimals: int, words: Words) -> str:
    return f"{write_number(100 * share, decimals, words.language)}%"
