"""An official at work on a matter: what was shown, in which post, now."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.kernel.clock import local_date
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.people.posts import Post
from huiyin.rules.lifecycle.matter import Matter


@dataclass(frozen=True, kw_only=True)
class Work:
    """An official at work on a matter: what was shown, in which post, now."""

    page: MatterPage
    post: Post
    at: datetime
    public_url: str
    seen: str  # stamp of the matter on the form

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.page.matter

    @property
    def today(self) -> date:
        """The day."""
        return local_date(self.at)
