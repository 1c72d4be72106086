"""Like `support.dying`, but what is asked of the disk is counted too: every flush and every rename."""

import os
from pathlib import Path

from support import dying

if __name__ == "__main__":
    dying.ASKED = (*dying.ASKED, (os, "fsync"), (Path, "rename"))  # type: ignore[assignment]
    dying.main()
