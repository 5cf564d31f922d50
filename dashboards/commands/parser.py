"""Reads what was typed after a command, with help and complaints in the reader's language."""

import argparse
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.layout import SCREEN_WIDTH, show_text
from dashboards.commands.options import OPTIONS, Option
from results.numbers import Language
from results.words import LANGUAGES, Words

SHARED_OPTIONS = ("lang",)


@dataclass(frozen=True)
class Command:
    """One command: what may follow it, and what it does.

    Attributes:
        name: The word that calls it.
        work: Does it, and gives the exit code.
        names: Key of the help of the names that may follow, "" if none may.
        metavar: Key of the word that stands for such a name.
        options: The options it knows, without `--lang`.
        most_names: How many names may follow.
    """

    name: str
    work: Callable[[Namespace, Words], int]
    names: str = ""
    metavar: str = ""
    options: tuple[str, ...] = ()
    most_names: int = 0

    def carry_out(self, arguments: Sequence[str], words: Words) -> int:
        """Reads what was typed after the command and does it."""
        parser = self.build_parser(words)
        try:
            settings, strange = parser.parse_known_intermixed_args(list(arguments))
        except argparse.ArgumentError as error:
            raise _explain(error, words) from None
        if settings.help:
            print(parser.format_help(), end="")
            return 0
        self._refuse_strange(strange, settings, words)
        settings.typed = [word.partition("=")[0] for word in arguments if word.startswith("--")]
        return self.work(settings, words)

    def build_parser(self, words: Words) -> argparse.ArgumentParser:
        """Builds the reader of this command line, which also writes the help."""
        parser = _Parser(
            prog=f"zorgbundel {self.name}",
            description=words.text(f"help.{self.name}").capitalize() + ".",
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
            formatter_class=_formatter(words),
        )
        named = parser.add_argument_group(words.text("help.arguments"))
        if self.names:
            metavar = words.text(f"metavar.{self.metavar}")
            named.add_argument("names", nargs="*", metavar=metavar, help=words.text(f"help.{self.names}"))
        group = parser.add_argument_group(words.text("help.options"))
        for name in (*self.options, *SHARED_OPTIONS):
            _add(group, OPTIONS[name], words)
        group.add_argument("-h", "--help", action="store_true", help=words.text("help.help"))
        return parser

    def _refuse_strange(self, strange: Sequence[str], settings: Namespace, words: Words) -> None:
        known = [OPTIONS[name].flag for name in (*self.options, *SHARED_OPTIONS)] + ["--help"]
        for word in strange:
            if word.startswith("-"):
                raise unknown_name(words, "option", word.split("=")[0], known, f"{self.name} --help")
        surplus = [*strange, *getattr(settings, "names", [])[self.most_names :]]
        if surplus:
            raise bad(words, "too_many", value=surplus[0], command=self.name)


def read_language(arguments: list[str], words: Words) -> Language:
    """Takes `--lang` out of what was typed, wherever it stands, and gives the language.

    Args:
        arguments: What was typed; `--lang` and its value are removed.
        words: The language of a complaint about the language.
    """
    language: Language = words.language
    while place := next((i + 1 for i, word in enumerate(arguments) if word.split("=")[0] == "--lang"), 0):
        word = arguments.pop(place - 1)
        if "=" not in word and place > len(arguments):
            raise bad(words, "no_value", option="--lang")
        value = word.partition("=")[2] if "=" in word else arguments.pop(place - 1)
        found = next((known for known in LANGUAGES if known == value), None)
        if found is None:
            raise unknown_name(words, "language", value, LANGUAGES)
        language = found
    return language


def show_overview(commands: Sequence[str], words: Words) -> None:
    """Shows what zorgbundel is and which commands it has."""
    width = max(map(len, commands)) + 2
    usage = f"zorgbundel {words.text('metavar.command')} [...]"
    print(f"{words.text('help.usage')}{usage}\n")
    show_text(words.text("help.description"))
    print()
    print(f"{words.text('help.commands')}:")
    for name in commands:
        print(f"  {name:<{width}}{words.text(f'help.{name}')}")
    print(f"\n{words.text('help.options')}:")
    for option, key in (("--help", "help.help"), ("--version", "help.version"), ("--lang", "help.lang")):
        print(f"  {option:<{width}}{words.text(key)}")
    print(f"\n{words.text('help.more')}")


def _add(group: argparse._ArgumentGroup, option: Option, words: Words) -> None:
    text = words.text(f"help.{option.help or option.name}", default=option.default)
    if option.metavar is None:
        group.add_argument(option.flag, dest=option.name, action="store_true", help=text)
        return
    group.add_argument(
        option.flag,
        dest=option.name,
        action="append" if option.repeatable else "store",
        default=[] if option.repeatable else option.default,
        metavar=words.text(f"metavar.{option.metavar}"),
        help=text,
    )


def _explain(error: argparse.ArgumentError, words: Words) -> Exception:
    option = (error.argument_name or "").split("/")[-1]
    if "ignored explicit argument" in error.message:
        return bad(words, "value_not_wanted", option=option, value=error.message.split("'")[1])
    return bad(words, "no_value", option=option)


def _formatter(words: Words) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.HelpFormatter):
        """Help as wide as the tables, with its headings in the reader's language."""

        def __init__(self, prog: str) -> None:
            super().__init__(prog, max_help_position=28, width=SCREEN_WIDTH)

        def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def]
            super().add_usage(usage, actions, groups, prefix or words.text("help.usage"))

    return Formatter


class _Parser(argparse.ArgumentParser):
    """A reader that never ends the process by itself."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise argparse.ArgumentError(None, message)
