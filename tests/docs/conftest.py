"""The site, built once for all tests: as strictly as for readers, but without running the notebooks."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
DOCS = TOP / "docs"


def build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build pages with the settings of the site; any warning, such as a dead link, is an error."""
    strict = ("-W", "--keep-going", "-n", "-q", "-E")
    unread = ("-D", "nb_execution_mode=off", "-d", str(out.with_name(f"{out.name}-read")))
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *strict, *unread, "-c", str(DOCS), str(source), str(out)],
        cwd=TOP,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    out = tmp_path_factory.mktemp("site") / "html"
    done = build(DOCS, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out
