"""A matter with its supervision items and the bureaus over its place: what acts of the bureau decide on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huiyin.commands.matter import OnPetition
from huiyin.commands.oversight.watching import Supervised, load_supervised
from huiyin.kernel.ids import OfficeId
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.routing.divisions import oversees


@dataclass(frozen=True, kw_only=True)
class Overseen:
    """The matter with its items, and the bureaus over its place."""

    supervised: Supervised
    overseers: frozenset[OfficeId]

    @property
    def standing(self) -> Standing:
        """The matter's, and who oversees its place."""
        return replace(self.supervised.standing, overseers=self.overseers)


def load_overseen(commands: Sequence[OnPetition]) -> list[Overseen]:
    """Load the matters with their items; look which bureaus stand over their places."""
    supervised = load_supervised(commands)
    rows = sql.fetch(sql.WRITER, "SELECT id, division FROM office WHERE role = 'bureau'")
    return [
        Overseen(
            supervised=one,
            overseers=frozenset(
                OfficeId(row["id"]) for row in rows if oversees(row["division"], one.watched.matter.county)
            ),
        )
        for one in supervised
    ]
