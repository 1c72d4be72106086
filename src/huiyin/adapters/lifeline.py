"""A child process ends when its parent does, even when the parent was killed."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h

_libc = ctypes.CDLL(None, use_errno=True)


def bind(death_signal: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel send `death_signal` to this process when its parent thread ends (Linux only).

    Changing the user clears this, so call it after any such change.
    """
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)


def before_exec(death_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """Return the `preexec_fn` of a child that must not outlive this process.

    Start the child from the main thread: the kernel watches the thread, not the process.
    """
    parent = os.getpid()

    def tie() -> None:
        bind(death_signal)
        if os.getppid() != parent:  # died between fork and here: nobody would send the signal
            os.kill(os.getpid(), signal.SIGKILL)

    return tie
