"""What every test has in common."""

import os
import signal

# Small matrices on few cores: threads of the algebra library cost more than they bring.
# Set before anybody imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Whoever starts the tests in the background has them ignore an interrupt, and programs they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
