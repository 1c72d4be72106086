"""Who is at the terminal: an official proves it with password and second factor, as at the desk.

Secrets are asked for, never taken from arguments or the environment: those are seen by others.
"""

import click
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused
from huiyin.kernel.ids import AccountId
from huiyin.queries.people.posts import posts_of
from huiyin.records.people.models import Account
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing, may

TRIES = 5
WAIT_SECONDS = 300


def official(username: str, permission: Permission, standing: Standing) -> Actor:
    """Return the official of this user name in the post that has the permission here.

    Raises Refused ``identity.not_proved`` for a wrong password or code and for an unknown name alike,
    ``identity.wait`` after too many of them, ``identity.no_post`` for one who holds no such post.
    """
    account = _proved(username)
    posts = posts_of(account, on=local_date(clock.now()))
    found = next((post.actor for post in posts if may(post.actor, permission, standing)), None)
    if found is None:
        raise Refused("identity.no_post", permission=permission.value)
    return found


def names_of(accounts: set[int]) -> dict[int, str]:
    """Return the user names of accounts."""
    found = Account.objects.filter(pk__in=accounts).values_list("pk", "username")
    return {int(number): str(name) for number, name in found}


def _proved(username: str) -> AccountId:
    password = click.prompt(f"{username} password", hide_input=True, err=True)
    code = click.prompt(f"{username} six digits", hide_input=True, err=True)
    key = f"huiyin.terminal.tried?user={username}"
    if int(cache.get(key, 0)) >= TRIES:
        raise Refused("identity.wait", seconds=WAIT_SECONDS)
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        make_password(password)  # takes as long as comparing would
    if account is None or not (account.check_password(password) and _second(account, code)):
        cache.set(key, int(cache.get(key, 0)) + 1, WAIT_SECONDS)
        raise Refused("identity.not_proved")
    cache.delete(key)
    return AccountId(account.pk)


def _second(account: Account, code: str) -> bool:
    factor = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    return factor is not None and bool(factor.wrap().validate_code(code.strip()))
