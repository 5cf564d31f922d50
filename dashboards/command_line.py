"""The command `zorgbundel`: finds the command asked for and answers for every way it can end.

Only the standard library and the words are imported here, so that `zorgbundel --help` answers at once.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata

from dashboards.commands.bad_input import BadInput, unknown_name, write_input_error
from dashboards.commands.parser import Command, read_language, show_overview
from dashboards.commands.plain_words import name_reason
from dashboards.commands.stopping import STOPPING
from results.errors import StoreError
from results.words import Words, load_words

COMMANDS = (
    "compare",
    "run",
    "dashboard",
    "sweep",
    "regret",
    "directors",
    "evaluation",
    "policies",
    "areas",
    "parameters",
    "report",
    "twins",
    "calibrate",
    "validate",
    "worth",
    "sensitivity",
    "shapley",
    "discover",
    "benchmark",
)
DONE, BAD_INPUT, FAILED_FILE, INTERRUPTED = 0, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carries out a command line and gives its exit code.

    Args:
        argv: What was typed after `zorgbundel`; that of this process unless given.

    Returns:
        0 done, 2 bad input, 3 a file or folder failed, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    words = load_words("nl")
    _soften_streams()
    STOPPING.listen()
    try:
        words = load_words(read_language(arguments, words))
        return _carry_out(arguments, words)
    except KeyboardInterrupt:
        print(f"zorgbundel: {words.text('error.interrupted')}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except (BadInput, StoreError, ValueError, OSError) as error:
        return _explain(error, words)


def _carry_out(arguments: list[str], words: Words) -> int:
    place = next((i for i, word in enumerate(arguments) if not word.startswith("-")), None)
    if "--version" in arguments[:place]:
        print(f"zorgbundel {metadata.version('zorgbundel')}")
        return DONE
    strange = next((word for word in arguments[:place] if word not in ("-h", "--help")), None)
    if strange is not None:
        raise unknown_name(words, "option", strange.split("=")[0], ("--help", "--lang", "--version"))
    if place is None:
        show_overview(COMMANDS, words)
        return DONE
    name = arguments.pop(place)
    if name not in COMMANDS:
        raise unknown_name(words, "command", name, COMMANDS)
    command: Command = import_module(f"dashboards.commands.{name}").COMMAND
    return command.carry_out(arguments, words)


def _explain(error: Exception, words: Words) -> int:
    """Says in one line on standard error what went wrong, or lets a fault of our own through."""
    from simulation.errors import InputError

    if isinstance(error, BadInput):
        message, code = str(error), BAD_INPUT
    elif isinstance(error, InputError):
        message, code = write_input_error(error, words), BAD_INPUT
    elif isinstance(error, StoreError):
        fields = error.fields
        if "reason" in fields:
            fields = {**fields, "reason": name_reason(fields["reason"], words)}
        message, code = words.text(error.key, **fields), FAILED_FILE
    elif isinstance(error, OSError) and error.filename is not None:
        reason = name_reason(error.strerror or type(error).__name__, words)
        message, code = words.text("error.file_failed", file=error.filename, reason=reason), FAILED_FILE
    else:
        raise error
    print(" ".join(f"zorgbundel: {message}".split()), file=sys.stderr)
    return code


def _soften_streams() -> None:
    """Lets a terminal without € or – show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
