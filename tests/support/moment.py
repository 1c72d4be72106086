"""A fixed instant: tests never read the real clock."""

from datetime import UTC, datetime

import pytest

# Wednesday 6 May 2026, 10:00 in Chengdu, the second working day after the Labour Day holiday.
AT = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The instant at which a test's first command is recorded."""
    return AT
