"""What every template of the desk knows: the office and role of the post, and which page is open."""

from typing import Any

from django.http import HttpRequest

from huiyin.queries.people.posts import Post
from huiyin.web.desk.names import office_name
from huiyin.web.desk.words import ROLES

_HERE = {
    "desk": "queue",
    "desk-find": "find",
    "desk-search": "find",
    "desk-person": "find",
    "desk-person-found": "find",
    "desk-me": "me",
    "desk-calendar": "me",
    "desk-retention": "me",
    "desk-retention-schedule": "me",
    "desk-destruction": "me",
    "desk-take-off": "me",
    "desk-supervision": "supervision",
    "desk-supervision-item": "supervision",
    "desk-supervision-labels": "supervision",
}


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the desk's base page; nothing elsewhere."""
    match = request.resolver_match
    post = getattr(request, "post", None)
    here = _HERE.get(match.view_name, "") if match else ""
    if not isinstance(post, Post):
        return {"here": here}
    return {"here": here, "desk_office": office_name(post.office), "desk_role": ROLES[post.role.value]}
