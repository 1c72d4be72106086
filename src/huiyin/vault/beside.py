"""Steps done one after another in a thread beside the caller, who meanwhile goes on."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Beside:
    """One thread for one file, so that its steps keep their order; begun with the first step."""

    def __init__(self, ahead: int) -> None:
        """Let at most `ahead` steps wait or be under way: so much memory and no more is held by them."""
        self._ahead = ahead
        self._thread: ThreadPoolExecutor | None = None
        self._steps: deque[Future[None]] = deque()

    def do(self, step: Callable[[], None]) -> None:
        """Have a step done after all before it; waits for room, and raises what an earlier one raised."""
        while len(self._steps) >= self._ahead:
            self._first_done()
        self._thread = self._thread or ThreadPoolExecutor(1, "beside")
        self._steps.append(self._thread.submit(step))

    def done(self) -> None:
        """Return when every step is done; raises what one of them raised."""
        while self._steps:
            self._first_done()

    def end(self) -> None:
        """Leave undone what is not begun, wait for what is, and raise nothing."""
        self._steps.clear()
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None

    def _first_done(self) -> None:
        self._steps[0].result()  # one that failed stays the first: whoever goes on meets it again
        self._steps.popleft()
