"""Programs that run on sources in a folder of their own, which tests edit."""

import os
from pathlib import Path


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a program that runs on the sources in a folder.

    It keeps no bytecode of them: that notices an edit by the second, and tests are quicker.

    Args:
        folder: the sources.
        more: other names and their values.
    """
    return {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **more}
