"""What a petitioner can do while following: rate, ask for a review, ask for a person, add files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Unknown, Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.queries.outreach.following import Following, following
from huiyin.web.portal.following.words import say_act

_NOT_TYPED = {"csrfmiddlewaretoken", "number", "code", "then"}


# What the page of an act shows, given what was typed; raises Unlawful when the act is not open.
About = Callable[[Following, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """One thing to do: the page that asks, and what happens when it is answered."""

    name: str
    template: str
    about: About
    perform: Callable[[HttpRequest, Following], None]

    def page(
        self, request: HttpRequest, petition: PetitionId, fault: HuiyinError | None = None
    ) -> HttpResponse:
        """Show the form, with what was typed and what is wrong with it."""
        matter = read(petition)
        trouble = say_act(fault) if fault else ""
        status = HTTPStatus.OK if fault is None else HTTPStatus.UNPROCESSABLE_ENTITY
        typed = {name: str(value) for name, value in request.POST.items()}
        context = {"followed": matter, "typed": typed, "trouble": trouble}
        return render(request, self.template, {**context, **self.about(matter, typed)}, status=status)

    def asked_again(self, request: HttpRequest, petition: PetitionId) -> HttpResponse:
        """Show the form with what was carried over the way in."""
        try:
            return self.page(request, petition)
        except Unlawful:
            return HttpResponseRedirect(reverse("follow"))

    def done(self, request: HttpRequest, petition: PetitionId) -> HttpResponse:
        """Carry it out; on any obstacle show the form again, nothing typed lost."""
        try:
            self.perform(request, read(petition))
        except (Invalid, Unlawful, Conflict) as fault:
            try:
                return self.page(request, petition, fault)
            except Unlawful:  # done already by a first click, or over meanwhile: the page tells how it stands
                return HttpResponseRedirect(f"{reverse('follow')}?told=changed")
        return HttpResponseRedirect(f"{reverse('follow')}?told={self.name}")


def read(petition: PetitionId) -> Following:
    """Return the matter as it stands."""
    found = following(petition, at=clock.now())
    if found is None:
        raise Unknown("petition.unknown")
    return found


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed into a form, without what only the way in asks."""
    return [(name, str(value)) for name, value in request.POST.items() if name not in _NOT_TYPED]
