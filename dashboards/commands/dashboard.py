"""`zorgbundel dashboard`: the comparison as pages in a browser, on this machine."""

import re
import threading
from argparse import Namespace
from pathlib import Path

from dashboards.commands.bad_input import bad
from dashboards.commands.options import check_area, read_whole
from dashboards.commands.parser import Command
from results.errors import StoreError
from results.words import Words

DONE = 0
PATH = re.compile(r"(/[A-Za-z0-9_~.-]+)*")


def work(settings: Namespace, words: Words) -> int:
    """Serves the dashboard until it is interrupted."""
    from dashboards.memory import take_from_few_places

    take_from_few_places()
    port = read_whole(settings, "port", words)
    base = _read_base(settings.base_path or "", words)
    own = _read_own_area(settings.area, words)
    _check_port(port, words)

    from dashboards.server import HOST, prepare_environment, serve

    prepare_environment(base)

    from dashboards import visit
    from dashboards.answer import stored_answer
    from dashboards.play import theatre

    stored_answer()
    theatre()  # before there are threads that ask for it
    if own is not None:
        visit.add_place(*own)
    threading.Thread(target=_prepare, daemon=True).start()
    print(words.text("dash.serving", address=f"http://{HOST}:{port}{base}/"), flush=True)
    serve(port)
    return DONE


def _prepare() -> None:
    """Makes ready what the first visitors need: the page they see, then the rules for what they ask."""
    from dashboards.answer import warm_up
    from dashboards.memory import set_apart
    from dashboards.play import theatre

    warm_up()
    theatre().prepare()
    set_apart()
    theatre().rehearsal.play()


def _read_base(base: str, words: Words) -> str:
    path = "/" + base.strip("/") if base.strip("/") else ""
    if not PATH.fullmatch(path):
        raise bad(words, "base_path", value=base)
    return path


def _read_own_area(area: str, words: Words) -> tuple[str, str] | None:
    """Gives name and folder of an area of one's own, to be chosen beside those of the project."""
    from simulation.areas import area_names, load_area

    check_area(area, words)
    if area in area_names():
        return None
    return load_area(area).name, str(Path(area).expanduser().resolve())


def _check_port(port: int, words: Words) -> None:
    """Refuses a port that somebody else uses, before anything heavy is imported."""
    import socket

    from dashboards.server import HOST

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise StoreError("error.port_taken", port=port, reason=error.strerror or str(error)) from error


COMMAND = Command(name="dashboard", work=work, options=("port", "base_path", "area"))
