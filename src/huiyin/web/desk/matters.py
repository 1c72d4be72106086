"""The matter that an address names, as this official may see it, and what may be done with it now."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import parse_number
from huiyin.prepare.work import Work
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.matter import MatterPage, matter_page
from huiyin.queries.handling.story import Story
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.lifecycle.stamp import stamp
from huiyin.rules.lifecycle.states import State
from huiyin.rules.lifecycle.steps import Obstacle, Step, steps_for
from huiyin.web.desk.here import DeskRequest
from huiyin.web.desk.words import OBSTACLES, STEPS

# Steps in the order of likelihood, by where the matter stands.
_LIKELY = {
    State.REGISTERED: ("transfer", "classify", "accept", "redirect", "decline", "record_contact"),
    State.TRANSFERRED: ("classify", "accept", "redirect", "record_contact", "decline", "transfer"),
    State.ACCEPTED: (
        "serve_document",
        "sign_opinion",
        "draft_opinion",
        "record_finding",
        "record_contact",
        "add_witness_statement",
        "extend_deadline",
        "classify",
    ),
}
_SLUGS = {
    "classify": "classify",
    "transfer": "transfer",
    "accept": "accept",
    "redirect": "redirect",
    "decline": "decline",
    "record_contact": "contact",
    "add_evidence": "files",
    "record_finding": "finding",
    "add_witness_statement": "witness",
    "record_execution": "execution",
    "extend_deadline": "extend",
    "draft_opinion": "draft",
    "sign_opinion": "sign",
    "serve_document": "serve",
}


@dataclass(frozen=True)
class Offered:
    """A step that the post's role may take here; hindered ones say why and after which article."""

    name: str
    word: str
    slug: str
    article: str
    address: str
    hindered: str = ""


def find_page(request: DeskRequest, number: str) -> MatterPage:
    """Return the matter of a number; raise Unknown when there is none or this reader may not know of it."""
    canonical = parse_number(number)
    page = matter_page(request.reader, canonical, at=request.at) if canonical else None
    if page is None or request.post.office in page.matter.denied:
        raise Unknown("petition.unknown")
    return page


def open_story(request: DeskRequest, page: MatterPage) -> Story | None:
    """Return the story when it is open to this reader today."""
    if not page.open_today:
        return None
    return stories.story(request.reader, page.matter.id, on=local_date(request.at))


def may_open(request: DeskRequest, page: MatterPage) -> bool:
    """True when the post may open the story."""
    return may(request.actor, Permission.EVIDENCE_STORY_OPEN, page.matter.standing)


def work_on(request: DeskRequest, page: MatterPage) -> Work:
    """Return the official at work on the matter as it stands now."""
    return Work(
        page=page,
        post=request.post,
        at=request.at,
        public_url=settings.HUIYIN_ENV.public_url,
        seen=stamp(page.matter),
    )


def offered(request: DeskRequest, page: MatterPage) -> tuple[list[Offered], list[Offered]]:
    """Return what may be done now, the likeliest first, and what may not, with the reason."""
    lawful: list[Offered] = []
    hindered: list[Offered] = []
    for step, obstacle in steps_for(page.matter, request.actor):
        if step.name in _SLUGS:
            (hindered if obstacle else lawful).append(_offered(step, obstacle, page))
    likely = [name for name in _LIKELY.get(page.matter.state, ()) if not _decided(name, page)]
    lawful.sort(key=lambda one: likely.index(one.name) if one.name in likely else len(likely))
    return lawful, hindered


def _decided(name: str, page: MatterPage) -> bool:
    """True for what can be done once more, and hardly will be."""
    return name == "classify" and page.matter.klass is not None


def _offered(step: Step, obstacle: Obstacle | None, page: MatterPage) -> Offered:
    slug = _SLUGS[step.name]
    return Offered(
        name=step.name,
        word=str(STEPS[step.name]),
        slug=slug,
        article=obstacle.article if obstacle else step.article,
        address=reverse("desk-act", args=[page.matter.number, slug]),
        hindered=str(OBSTACLES.get(obstacle.code, obstacle.code)) if obstacle else "",
    )
