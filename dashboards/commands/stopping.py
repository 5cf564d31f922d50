"""Remembers that somebody asked to stop.

An interrupt is an exception that can strike anywhere, also where Python cannot let it through (inside a
destructor, or a callback from a library); there it is lost. Long work looks here between two steps as well.
"""

import signal
from types import FrameType


class Stopping:
    """Whether this process was asked to stop, by Ctrl-C or by a request to end (SIGTERM)."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked = False

    def listen(self) -> None:
        """Lets both ways of asking raise KeyboardInterrupt and remembers them; forgets what was asked before.

        Outside the main thread nothing can be listened to, and nothing is changed.
        """
        self.asked = False
        try:
            signal.signal(signal.SIGTERM, self._interrupt)
            if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                signal.signal(signal.SIGINT, self._interrupt)
        except ValueError:
            return

    def check(self) -> None:
        """Stops here if somebody asked to.

        Raises:
            KeyboardInterrupt: Somebody did.
        """
        if self.asked:
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt


STOPPING = Stopping()
