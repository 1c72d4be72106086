"""Who is at the desk: signed in with both factors, not idle for too long, in one post."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Reader
from huiyin.kernel.ids import AccountId
from huiyin.prepare import unfinished
from huiyin.queries.people.posts import Post, posts_of
from huiyin.web.desk.signin.pages import SET_UP_BY

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)  # a session is not written at every page
POST = "desk_post"
SEEN, BEGUN = "desk_seen", "desk_begun"
MAKER = "by"  # the form field that says, signed, whose form it is
_SALT = "huiyin desk form"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "go", "seen", "since", MAKER})

View = Callable[..., HttpResponseBase]


class DeskRequest(HttpRequest):
    """A request of an official: who acts, for whom queries read, and when."""

    account: AccountId
    actor: Actor
    reader: Reader
    post: Post
    posts: tuple[Post, ...]
    at: datetime


def signed_in(view: View) -> View:
    """Let through only who is signed in with both factors and not idle; others are led to the sign-in."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.at = clock.now()
        away = _led_away(request)
        if away is not None:
            return away
        request.account = AccountId(int(request.user.pk or 0))
        _note_presence(request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def at_desk(view: View) -> View:
    """Let through only who is signed in and in a post; `request.actor` and `request.reader` say which."""

    @wraps(view)
    @signed_in
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.posts = posts_of(request.account, on=local_date(request.at))
        post = _chosen(request)
        if post is None:
            return _choose(request)
        request.post, request.actor, request.reader = post, post.actor, post.reader
        return view(request, *args, **kwargs)

    return guarded


def typed_in(request: HttpRequest) -> dict[str, str]:
    """Return what was typed into a form of the desk."""
    return {name: str(value) for name, value in request.POST.items() if name not in NOT_TYPED}


def signature(request: DeskRequest) -> str:
    """Return what a form carries so that its text can be kept for its writer, signed in or not."""
    return signing.dumps(request.user.pk, salt=_SALT)


def keep_typed(request: HttpRequest, at: datetime) -> bool:
    """Keep what was typed for whoever the form was made for; False when the form says nobody."""
    try:
        account = AccountId(int(signing.loads(request.POST.get(MAKER, ""), salt=_SALT)))
    except (signing.BadSignature, ValueError):
        return False
    unfinished.keep(account, request.path, typed_in(request), at=at)
    return True


def _led_away(request: DeskRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if _is_idle(request):
        response = _to_sign_in(request)
        logout(request)
        return response
    if not _with_both_factors(request):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return None


def _to_sign_in(request: DeskRequest) -> HttpResponse:
    if request.method == "POST":
        keep_typed(request, request.at)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse("account_login")})
    target = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def _with_both_factors(request: DeskRequest) -> bool:
    if request.session.get(SET_UP_BY) == request.user.pk:
        return True
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def _is_idle(request: DeskRequest) -> bool:
    now = request.at.timestamp()
    seen, begun = request.session.get(SEEN, now), request.session.get(BEGUN, now)
    return bool(now - seen > IDLE.total_seconds() or now - begun > LONGEST.total_seconds())


def _note_presence(request: DeskRequest) -> None:
    now = int(request.at.timestamp())
    request.session.setdefault(BEGUN, now)
    if now - request.session.get(SEEN, 0) >= NOTED_EVERY.total_seconds():
        request.session[SEEN] = now


def _chosen(request: DeskRequest) -> Post | None:
    wanted = request.session.get(POST)
    if wanted is None and len(request.posts) == 1:
        return request.posts[0]
    return next((post for post in request.posts if str(post.id) == wanted), None)


def _choose(request: DeskRequest) -> HttpResponse:
    if not request.posts:
        return render(request, "desk/no_post.html", status=403)
    if request.method == "POST":
        keep_typed(request, request.at)
    return HttpResponseRedirect(f"{reverse('desk-posts')}?{urlencode({'next': request.path})}")


def choose(request: DeskRequest, post: UUID) -> bool:
    """Take a post for this session; False when the account does not hold it."""
    held = posts_of(request.account, on=local_date(request.at))
    if not any(one.id == post for one in held):
        return False
    request.session[POST] = str(post)
    return True
