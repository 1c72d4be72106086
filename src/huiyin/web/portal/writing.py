"""What this device is writing: the draft found by its cookie, or a new one."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from huiyin.prepare import drafts
from huiyin.prepare.drafts import Draft
from huiyin.web.shared import cookies

SECONDS = int(drafts.LIFETIME.total_seconds())


@dataclass(frozen=True)
class Writing:
    """A draft in hand, and the token with which it is kept."""

    draft: Draft
    token: str
    at: datetime

    def saved(self, draft: Draft) -> "Writing":
        """Keep the draft as it is now."""
        return replace(self, draft=drafts.save(draft, self.token, self.at))

    def remembered(self, response: HttpResponse) -> HttpResponse:
        """Let this device find the draft again."""
        return cookies.keep(response, cookies.DRAFT, self.token, SECONDS)


def found(request: HttpRequest, at: datetime) -> Writing | None:
    """Return what this device is writing, or None."""
    token = request.COOKIES.get(cookies.DRAFT, "")
    draft = drafts.load(token, at) if token else None
    return Writing(draft, token, at) if draft else None


def found_or_started(request: HttpRequest, at: datetime) -> Writing:
    """Return what this device is writing; a new draft when that is gone, so that nothing typed is lost."""
    return found(request, at) or started(at)


def started(at: datetime) -> Writing:
    """Return a new draft."""
    draft, token = drafts.start(at)
    return Writing(draft, token, at)


def by_code(code: str, at: datetime) -> Writing | None:
    """Return the draft of a return code, or None."""
    draft = drafts.load(code, at)
    return Writing(draft, code, at) if draft else None
