"""What a button on a page of the wizard does; every one of them keeps what was typed first."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.web.portal import files
from huiyin.web.portal.pages import Page
from huiyin.web.portal.questions.where import Where
from huiyin.web.portal.steps import after, before
from huiyin.web.shared.context import is_elder
from huiyin.web.shared.switches import enlarge, speak

NEXT = "next"


def move(page: Page) -> HttpResponse:
    """Keep what was posted and do what the pressed button says, such as ``next`` or ``language:en``."""
    name, _, argument = page.request.POST.get("go", NEXT).partition(":")
    return MOVES.get(name, _next)(files.received(page.kept()), argument)


def _next(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    question = page.question(checked=True)
    if not question.is_valid() or page.notes.get("troubles"):
        return page.shown(checked=True, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if isinstance(question, Where) and question.asks_further:
        return page.noting(further=True).shown()
    return page.gone_to("check" if page.request.POST.get("return") == "check" else after(page.step.slug))


def _back(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    slug = before(page.step.slug)
    return page.gone_to(slug) if slug else page.writing.remembered(HttpResponseRedirect(reverse("file")))


def _later(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    return page.writing.remembered(HttpResponseRedirect(reverse("later")))


def _language(page: Page, argument: str) -> HttpResponse:
    return speak(page.gone_to(page.step.slug), argument)


def _elder(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    return enlarge(page.gone_to(page.step.slug), on=not is_elder(page.request))


def _stay(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    if page.notes.get("troubles"):
        return page.shown(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return page.gone_to(page.step.slug)


def _more(page: Page, argument: str) -> HttpResponse:  # noqa: ARG001  one shape for all moves
    rows = getattr(page.question(), "rows", 0)
    return page.kept(whom_rows=str(rows + 1)).gone_to(page.step.slug)


def _remove(page: Page, argument: str) -> HttpResponse:
    return files.removed(page, argument).gone_to(page.step.slug)


def _stop(page: Page, argument: str) -> HttpResponse:
    return files.stopped(page, argument).gone_to(page.step.slug)


MOVES: dict[str, Callable[[Page, str], HttpResponse]] = {
    NEXT: _next,
    "back": _back,
    "later": _later,
    "language": _language,
    "elder": _elder,
    "stay": _stay,
    "more": _more,
    "remove": _remove,
    "stop": _stop,
}
