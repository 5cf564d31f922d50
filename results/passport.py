"""The passport of a result: everything needed to know where it came from and to make it again."""

import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PRODUCT = "zorgbundel"
PACKAGES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "scipy")


def build_passport(kind: str, command: str, **facts: Any) -> dict[str, Any]:
    """Writes the passport of a result.

    Args:
        kind: What it is a result of, such as "comparison" or "run".
        command: The command line that makes it again.
        facts: What only the maker of the result knows: scenarios, seeds, digests.
    """
    return {
        "kind": kind,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        **describe_version(),
        **facts,
        "platform": describe_platform(),
        "packages": describe_packages(),
    }


@cache
def describe_version() -> Mapping[str, str | bool | None]:
    """Names the version, and the git commit where the sources lie in a git folder (null elsewhere)."""
    return {
        "version": metadata.version(PRODUCT),
        "git_commit": _ask_git("rev-parse", "HEAD") or None,
        "git_changed": bool(_ask_git("status", "--porcelain", "--untracked-files=no")),
    }


def describe_platform() -> dict[str, str]:
    """Names the machine type and the Python, never the machine itself or its user."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
    }


def describe_packages() -> dict[str, str]:
    """Names the versions of the packages that can change a number."""
    return {name: metadata.version(name) for name in PACKAGES}


def _ask_git(*question: str) -> str:
    folder = Path(__file__).parent
    try:
        top = _run_git(folder, "rev-parse", "--show-toplevel")
        if not (Path(top) / "results" / Path(__file__).name).exists():
            return ""
        return _run_git(folder, *question)
    except (OSError, subprocess.SubprocessError):
        return ""


def _run_git(folder: Path, *question: str) -> str:
    answer = subprocess.run(
        ["git", *question], cwd=folder, capture_output=True, text=True, check=True, timeout=10
    )
    return answer.stdout.strip()
