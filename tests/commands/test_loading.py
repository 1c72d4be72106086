"""Loading a matter."""

from uuid import UUID

import pytest

from huiyin.commands.matter import load_matter
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.rules.statute.matters import clocks_of_matter
from support.moment import AT


@pytest.mark.usefixtures("installed")
def test_a_matter_that_is_not_there_is_unknown() -> None:
    with pytest.raises(Unknown, match=r"petition\.unknown"):
        load_matter(PetitionId(UUID(int=1)))


def test_a_matter_to_which_nothing_happened_has_no_clocks() -> None:
    assert clocks_of_matter((), pack="cn-xinfang-2022", division=510104, at=AT, facts={}) == ()
