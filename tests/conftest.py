"""What every test has in common."""

import os
import signal
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]

# Small matrices on few cores: threads of the algebra library cost more than they bring.
# Set before anybody imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Where Python may keep no bytecode beside sources, each of the many programs that tests start would read all
# libraries anew, which takes longer than its work. It is kept where pytest keeps things; see tests/sources.py.
if os.environ.get("PYTHONDONTWRITEBYTECODE") and "PYTHONPYCACHEPREFIX" not in os.environ:
    os.environ["PYTHONPYCACHEPREFIX"] = str(TOP / ".pytest_cache" / "bytecode")
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False

# Whoever starts the tests in the background has them ignore an interrupt, and programs they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
