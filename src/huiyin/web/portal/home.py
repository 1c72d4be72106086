"""The first page: one sentence, three doors, each only when there is a room behind it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


@dataclass(frozen=True)
class Door:
    """A way on from the first page."""

    url: str
    picture: str
    title: str | Promise
    line: str | Promise

    @property
    def address(self) -> str:
        """Where it leads; empty when this installation has no such page."""
        try:
            return reverse(self.url)
        except NoReverseMatch:
            return ""


DOORS = (
    Door(
        "file",
        "portal/doors/file.svg",
        _("Raise a matter"),
        _("Ask for help, accuse, suggest. About ten minutes; you can stop and go on later."),
    ),
    Door(
        "follow",
        "portal/doors/follow.svg",
        _("Follow a matter"),
        _("Where it is, who has it, what is due when. You need number and query code."),
    ),
    Door(
        "figures",
        "portal/doors/figures.svg",
        _("See how offices do"),
        _("How many matters, how fast, how satisfied: by place and subject."),
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors that open."""
    return render(request, "portal/home.html", {"doors": [door for door in DOORS if door.address]})
