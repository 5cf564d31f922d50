"""Memory that is free again goes back to the machine."""

import subprocess
import sys

import pytest

ACT = """
import threading, time
from pathlib import Path
from dashboards import memory

def used():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024

memory.WAIT_SECONDS = 0.1
memory.take_from_few_places()
kept, pins = [], []

def fill():
    kept.append([bytearray(b"x" * 20_000) for _ in range(1000)])
    pins.append(bytearray(b"x" * 20_000))  # above all of it, so that it does not go back by itself

import pyarrow
assert pyarrow.default_memory_pool().backend_name == "system"
threads = [threading.Thread(target=fill) for _ in range(4)]
before = used()
for thread in threads: thread.start()
for thread in threads: thread.join()
kept.clear()
held = used()
memory.give_back()
began = time.monotonic()
while used() > before + 20 and time.monotonic() - began < 20:
    time.sleep(0.1)
print(held - before, used() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc can be asked")
def test_free_memory_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", ACT], capture_output=True, text=True, check=True)
    held, after = map(int, done.stdout.split())
    assert held > 40, "nothing was held, so that nothing was shown"
    assert after <= 20
