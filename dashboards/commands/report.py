"""`zorgbundel report`: the report again, from a stored result."""

from argparse import Namespace
from pathlib import Path

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import show_report
from dashboards.commands.parser import Command
from results.words import Words

DONE = 0


def work(settings: Namespace, words: Words) -> int:
    """Makes report and figures again from what a comparison stored."""
    if not settings.names:
        raise bad(words, "no_folder")

    from results.report import make_report

    show_report(make_report(Path(settings.names[0]), words.language), words)
    return DONE


COMMAND = Command(name="report", work=work, names="report_folder", metavar="folder", most_names=1)
