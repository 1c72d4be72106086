"""What a process that serves people looks at first: whether its keys and its database belong together."""

import os
import sys

from django.db import DatabaseError, connections

from huiyin.cli.screen import Screen
from huiyin.cli.setting_up.keys import require_own
from huiyin.cli.wording import language_of
from huiyin.kernel.errors import HuiyinError


def require_own_keys() -> None:
    """End this process with one sentence when they do not; nothing was touched then.

    `huiyin up` has looked before it starts its own processes; others may be started by hand, on any host. A
    database that is not reached yet says nothing: the process waits for it as always.
    """
    try:
        require_own()
    except HuiyinError as problem:
        Screen(language=language_of(os.environ)).failure(problem)
        sys.exit(1)
    except DatabaseError:
        pass
    finally:
        connections.close_all()
