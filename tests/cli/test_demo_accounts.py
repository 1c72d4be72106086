"""Demonstration people: made once, written down for their owner only, completed after an interruption."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from huiyin.cli.setting_up import demo_accounts, sichuan
from huiyin.kernel import clock
from huiyin.queries.people.posts import posts_of
from huiyin.records.people.models import Account
from huiyin.rules.access.roles import Role
from support.moment import AT


@pytest.fixture
def made(equipped: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:  # noqa: ARG001
    """Makes the people over a filled Sichuan; returns what was told, by code."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    sichuan.load(lambda *_args, **_facts: None)
    told: list[str] = []

    def make() -> list[str]:
        told.clear()
        demo_accounts.make(lambda code, **_facts: told.append(code))
        return list(told)

    yield make
    path().unlink(missing_ok=True)


def path() -> Path:
    return Path(settings.HUIYIN_ENV.data) / demo_accounts.FILE


def lines() -> list[list[str]]:
    text = path().read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def test_everybody_gets_an_account_a_second_factor_and_posts(made: Callable[[], list[str]]) -> None:
    told = made()
    people = demo_accounts.people()
    assert told.count("setup.demo_account") == len(people) == len(lines())
    assert stat.S_IMODE(path().stat().st_mode) == 0o600
    for person, line in zip(people, lines(), strict=True):
        account = Account.objects.get(username=person.username)
        assert account.check_password(line[1])
        sealed = Authenticator.objects.get(user_id=account.pk).data["secret"]
        assert line[2] not in sealed
        assert Authenticator.objects.get(user_id=account.pk).wrap().instance.type == "totp"
        held = posts_of(account.pk, on=AT.date())
        assert {(post.role, post.office) for post in held} == set(person.posts)
    assert {role for person in people for role, _ in person.posts} >= {
        Role.DISPATCHER,
        Role.RECEPTION,
        Role.HANDLER,
        Role.HEAD,
        Role.REVIEWER,
        Role.INSPECTOR,
    }


def test_a_second_run_makes_and_tells_nothing_new(made: Callable[[], list[str]]) -> None:
    made()
    before = path().read_text("utf-8")
    assert made() == ["setup.demo_accounts_kept"]
    assert path().read_text("utf-8") == before
    assert Account.objects.count() == len(demo_accounts.people())


def test_an_interrupted_run_goes_on_with_what_was_written_down(made: Callable[[], list[str]]) -> None:
    made()
    kept = path().read_text("utf-8")
    half = Account.objects.get(username="shen.qinghe")
    Authenticator.objects.filter(user_id=half.pk).delete()
    assert "setup.demo_account" not in made()
    assert path().read_text("utf-8") == kept
    assert Authenticator.objects.filter(user_id=half.pk).count() == 1


def test_when_the_file_was_lost_everybody_gets_a_new_password(made: Callable[[], list[str]]) -> None:
    made()
    old = lines()
    path().unlink()
    assert "setup.demo_account" in made()
    for before, after in zip(old, lines(), strict=True):
        account = Account.objects.get(username=after[0])
        assert before[1] != after[1]
        assert account.check_password(after[1])
        assert Authenticator.objects.filter(user_id=account.pk).count() == 1
