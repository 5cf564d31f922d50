"""Takes the newest versions that fit together and writes them as exact pins into pyproject.toml.

Run it as ``uv run python .ci/refresh_pins.py``, then run the tests. It writes versions only, never where they
came from.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LISTS = ("constraint-dependencies", "build-constraint-dependencies")
BARE = ("--no-annotate", "--no-header")


def fill_list(text: str, name: str, pins: list[str]) -> str:
    """Write one list of pins into the text of a pyproject.toml.

    Args:
        text: the whole file.
        name: the name of the list, which the file holds already.
        pins: what the list shall hold, such as ``numpy==2.5.5``; nothing empties it.

    Returns:
        The whole file with that list replaced.

    Raises:
        ValueError: the file does not hold exactly one such list.
    """
    lines = "".join(f'    "{pin}",\n' for pin in pins)
    pattern = rf"^{re.escape(name)} = \[\n.*?^\]$"
    filled, found = re.subn(pattern, lambda _: f"{name} = [\n{lines}]", text, flags=re.MULTILINE | re.DOTALL)
    if found != 1:
        raise ValueError(f"pyproject.toml: {found} lists {name}, expected 1 that starts on a line of its own")
    return filled


def read_pins(exported: str) -> list[str]:
    """Read the pins of a resolution that uv wrote down.

    Args:
        exported: one requirement a line, such as ``colorama==0.4.6 ; sys_platform == 'win32'``.

    Returns:
        The pins in order of name; where a package has one version only, it holds on every platform.
    """
    rows = [line.strip() for line in exported.splitlines() if "==" in line]
    names = [row.split("==")[0] for row in rows]
    pins = [
        row if names.count(name) > 1 else row.split(";")[0].strip()
        for row, name in zip(rows, names, strict=True)
    ]
    return sorted(pins)


def _uv(folder: Path, *arguments: str) -> str:
    program = os.environ.get("UV", "uv")
    done = subprocess.run([program, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def resolve(text: str) -> dict[str, list[str]]:
    """Find the newest versions that fit together, without looking at the present pins.

    Args:
        text: a whole pyproject.toml.

    Returns:
        The pins of each list.
    """
    for name in LISTS:
        text = fill_list(text, name, [])
    requires = tomllib.loads(text)["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "pyproject.toml").write_text(text)
        (place / ".python-version").write_text((TOP / ".python-version").read_text())
        (place / "build.in").write_text("\n".join(requires) + "\n")
        exported = _uv(place, "export", "--quiet", "--all-groups", "--no-emit-project", "--no-hashes", *BARE)
        build = _uv(place, "pip", "compile", "--quiet", "--universal", "build.in", *BARE)
    return dict(zip(LISTS, (read_pins(exported), read_pins(build)), strict=True))


def main() -> int:
    """Refresh the pins and say which ones moved.

    Returns:
        0, also when nothing moved.
    """
    path = TOP / "pyproject.toml"
    text = path.read_text()
    old = tomllib.loads(text)["tool"]["uv"]
    new = resolve(text)
    for name in LISTS:
        text = fill_list(text, name, new[name])
        for sign, pins in (("-", set(old[name]) - set(new[name])), ("+", set(new[name]) - set(old[name]))):
            for pin in sorted(pins):
                print(f"{sign} {pin}")
    path.write_text(text)
    print(f"pyproject.toml: {sum(map(len, new.values()))} pins", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
