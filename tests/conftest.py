"""What every test has in common."""

import os

# Small matrices on few cores: threads of the algebra library cost more than they bring.
# Set before anybody imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
