"""Puts a finished calibration where everybody finds it: the worlds of the area, and the page about it.

``python -m experiments.calibration.publish FOLDER`` after ``zorgbundel calibrate --out FOLDER``.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.calibration.calibrate import SUMMARY, WORLDS
from experiments.calibration.worlds import WORLDS_FOLDER
from experiments.page import TOP, write_blocks
from simulation.errors import InputError

PAGE = TOP / "docs" / "calibration.md"
AREA_LINE = "# area: "


def publish(folder: Path, worlds: Path = WORLDS_FOLDER, page: Path = PAGE) -> Path:
    """Copies the worlds and rewrites the generated part of the page.

    Args:
        folder: What a calibration left behind.
        worlds: Where the worlds of areas are kept.
        page: The page.

    Returns:
        The file of worlds.

    Raises:
        InputError: The calibration is not finished.
    """
    for name in (WORLDS, SUMMARY):
        if not (folder / name).is_file():
            raise InputError(f"folder {folder}: {name} is missing; let zorgbundel calibrate come to its end")
    lines = (folder / WORLDS).read_text(encoding="utf-8").splitlines()
    area = next(line.removeprefix(AREA_LINE) for line in lines if line.startswith(AREA_LINE))
    target = worlds / f"{area}.csv"
    shutil.copyfile(folder / WORLDS, target)
    write_blocks(page, {"results": (folder / SUMMARY).read_text(encoding="utf-8")})
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line and publishes.

    Args:
        arguments: Words of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m experiments.calibration.publish", description=__doc__)
    parser.add_argument("folder", type=Path)
    try:
        print(publish(parser.parse_args(arguments).folder))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
