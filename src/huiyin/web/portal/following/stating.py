"""Witnesses named by the petitioner: who saw or heard what, when and where."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from huiyin.kernel import clock
from huiyin.prepare import statements
from huiyin.queries.outreach import own_story
from huiyin.queries.outreach.following import Following
from huiyin.rules.lifecycle.steps import require_step
from huiyin.web.portal.following.acts import Act


def _to_state(followed: Following, _typed: Mapping[str, str]) -> dict[str, Any]:
    require_step(followed.matter, "add_witness_statement")
    story = own_story.own_story(followed.petition)
    return {"statements": story.statements if story else ()}


def _state(request: HttpRequest, followed: Following) -> None:
    """Add one statement."""
    typed = {name: request.POST.get(name, "") for name in (*statements.LINES, statements.WHAT)}
    statements.stated(followed.petition, typed, at=clock.now())


STATEMENT = Act(name="statement", template="portal/follow_statement.html", about=_to_state, perform=_state)
