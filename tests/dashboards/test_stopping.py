"""An interrupt that got lost on its way is noticed at the next step of long work."""

import os
import signal

import pytest

from dashboards.commands.stopping import Stopping


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_lost_interrupt_is_noticed_at_the_next_step(number: signal.Signals) -> None:
    before = {known: signal.getsignal(known) for known in (signal.SIGINT, signal.SIGTERM)}
    stopping = Stopping()
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stopping.listen()
        stopping.check()
        with pytest.raises(KeyboardInterrupt):  # caught here, as Python does in a destructor
            os.kill(os.getpid(), number)
        with pytest.raises(KeyboardInterrupt):
            stopping.check()
        stopping.listen()
        stopping.check()
    finally:
        for known, handler in before.items():
            signal.signal(known, handler)
