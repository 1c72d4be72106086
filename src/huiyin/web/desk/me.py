"""One's own account: in which post one acts, and choosing another."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.clock import local_date
from huiyin.queries.people.posts import posts_of
from huiyin.rules.access.roles import Role
from huiyin.vault.copies import is_copied
from huiyin.web.desk import audits, retention
from huiyin.web.desk.here import POST, DeskRequest, at_desk, choose, signed_in
from huiyin.web.desk.names import office_name
from huiyin.web.desk.rules import may_see
from huiyin.web.desk.words import ROLES

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})


@require_http_methods(["GET", "POST"])
@signed_in
def posts(request: DeskRequest) -> HttpResponse:
    """Let somebody who holds several posts choose the one to act in."""
    following = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and _chosen(request):
        return HttpResponseRedirect(_safe(following))
    held = posts_of(request.account, on=local_date(request.at))
    shown = [
        {
            "post": post,
            "office": office_name(post.office),
            "role": ROLES[post.role.value],
            "current": str(post.id) == request.session.get(POST),
        }
        for post in held
    ]
    return render(request, "desk/posts.html", {"held": shown, "next": following})


@require_safe
@at_desk
def me(request: DeskRequest) -> HttpResponse:
    """Show one's account and post."""
    seen = {
        "rules": may_see(request.post),
        "audits": audits.may_see(request.post),
        "copy_keys": request.post.role in ADMINISTRATORS and not _keys_are_copied(),
        "retention": retention.may_see(request.post),
    }
    return render(request, "desk/me.html", seen)


def _keys_are_copied() -> bool:
    env = settings.HUIYIN_ENV
    return bool(is_copied(keys=env.keys, data=env.data))


def _chosen(request: DeskRequest) -> bool:
    try:
        return choose(request, UUID(request.POST.get("post", "")))
    except ValueError:
        return False


def _safe(target: str) -> str:
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/desk/")
    return target if safe else reverse("desk")
