"""All that is measured of speed and memory, and what is wanted of it."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.measures import timing
from dashboards.measures.beside_mesa import BesideMesa, measure_beside_mesa
from dashboards.measures.comparing import Compared, measure_compare, time_help
from dashboards.measures.copies import Linear, ManyCopies, measure_linear, measure_many
from dashboards.measures.one_run import OneRun, measure_run
from dashboards.measures.phases import Phases, measure_phases
from dashboards.measures.scale import Scale, measure_country, measure_sweep
from dashboards.measures.timing import Timing
from simulation.run import count_cores

AT_MOST = {
    "rest": 0.10,  # seconds
    "run": 0.20,
    "help": 0.5,
    "many_seconds": 12.0,
    "many_megabytes": 1_500.0,
    "linear": 0.10,  # part off the line
    "country_seconds": 240.0,
    "country_megabytes": 3_000.0,
    "sweep_seconds": 1_800.0,
    "first_compare": 60.0,
    "second_compare": 15.0,
}
AT_LEAST = {"times_faster": 40.0, "country_efficiency": 0.85, "sweep_efficiency": 0.85}


@dataclass(frozen=True)
class Mark:
    """What is wanted of something that was measured, and what was found.

    Attributes:
        name: What was measured.
        wanted: The mark.
        found: What was found.
        at_least: Whether more is better.
    """

    name: str
    wanted: float
    found: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tells whether the mark was met."""
        return self.found >= self.wanted if self.at_least else self.found <= self.wanted


@dataclass(frozen=True)
class Benchmark:
    """What was measured; times in seconds, memory in megabytes.

    Attributes:
        area: The area that was played.
        cores: Cores this process may use.
        load_before: Processes that wanted a core in the minute before, on average.
        load_after: The same at the end; what was measured counts too.
        one_run: One run on one core.
        help: How long `zorgbundel --help` takes.
        mesa: A week beside plain Mesa agents; nothing in an installed copy or when short.
        linear: A few copies, one after the other; nothing when short.
        many: Many copies in a process of their own; nothing when short.
        country: As many copies as a country, or some of them; nothing when short.
        sweep: A large sweep, or some of it; nothing when short.
        phases: Where the weeks go, when asked.
        compared: The main job twice, when asked.
    """

    area: str
    cores: int
    load_before: float
    load_after: float
    one_run: OneRun
    help: Timing
    mesa: BesideMesa | None
    linear: Linear | None
    many: ManyCopies | None
    country: Scale | None
    sweep: Scale | None
    phases: Phases | None
    compared: Compared | None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Gives every mark with what was found, of all that was measured."""
        found = {
            "rest": self.one_run.rest.median,
            "run": self.one_run.run.median,
            "help": self.help.median,
        }
        if self.mesa:
            found["times_faster"] = self.mesa.times_faster
        if self.linear:
            found["linear"] = self.linear.worst_deviation
        if self.many:
            found |= {"many_seconds": self.many.seconds, "many_megabytes": self.many.megabytes}
        for name, scale in (("country", self.country), ("sweep", self.sweep)):
            if scale:
                found |= {f"{name}_seconds": scale.whole_seconds, f"{name}_efficiency": scale.efficiency}
        if self.country:
            found["country_megabytes"] = self.country.megabytes
        if self.compared:
            found |= {"first_compare": self.compared.first, "second_compare": self.compared.second}
        wanted = AT_MOST | AT_LEAST
        return tuple(Mark(name, wanted[name], value, name in AT_LEAST) for name, value in found.items())


def measure(
    area: str,
    repeats: int,
    *,
    quick: bool = False,
    phases: bool = False,
    compare: bool = False,
    whole: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Benchmark:
    """Measures one thing after the other.

    Args:
        area: The area to play.
        repeats: How often each timing of one run is repeated.
        quick: Leaves out the plain Mesa agents, the copies and the sweep.
        phases: Also measures every phase of the week.
        compare: Also lets the main job run twice with its defaults, which takes minutes.
        whole: Lives all copies of a country and plays all of a large sweep, which takes half an hour or more.
        report: Called with the name of each step before it begins.
    """

    def step[T](name: str, asked: bool, work: Callable[[], T]) -> T | None:
        if not asked:
            return None
        report(name)
        return work()

    before = timing.load()
    report("run")
    one_run = measure_run(area, repeats)
    answers = timing.summarise([time_help() for _ in range(repeats)])
    found = {
        "phases": step("phases", phases, lambda: measure_phases(area)),
        "mesa": step("mesa", not quick, lambda: measure_beside_mesa(area)),
        "linear": step("linear", not quick, lambda: measure_linear(area, repeats)),
        "many": step("many", not quick, lambda: measure_many(area)),
        "country": step("country", not quick, lambda: measure_country(area, whole=whole)),
        "sweep": step("sweep", not quick, lambda: measure_sweep(area, whole=whole)),
        "compared": step("compared", compare, measure_compare),
    }
    return Benchmark(
        area=area,
        cores=count_cores(),
        load_before=before,
        load_after=timing.load(),
        one_run=one_run,
        help=answers,
        **found,  # type: ignore[arg-type]
    )
