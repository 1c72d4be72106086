"""`huiyin erasure`: two people at a terminal; what will be lost is told, and what backups still hold."""

from collections.abc import Callable
from typing import Any

import click
import pytest

import builders
from builders import DISPATCHER, ERASER, Life
from huiyin.cli import identity
from huiyin.cli.erasure import command
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unknown, Unlawful
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing, may
from support.state import row, rows

PEOPLE = {"dispatcher": DISPATCHER, "head": ERASER}
GIVEN = ("--basis", "档案法", "--reason", "期满")


@pytest.fixture
def at(installed: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Life], str]:
    """Let it be the instant of a matter's last step; who is at the terminal is believed."""
    assert installed

    def official(username: str, permission: Permission, standing: Standing) -> Actor:
        if not may(PEOPLE[username], permission, standing):
            raise Refused("identity.no_post")
        return PEOPLE[username]

    def moved(life: Life) -> str:
        monkeypatch.setattr(clock, "now", lambda: life.at)
        return str(life.prepared.command.number)

    monkeypatch.setattr(identity, "official", official)
    return moved


def typing(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_args, **_facts: answer)


def test_two_people_erase_what_is_told_first(
    run: Any, at: Callable[[Life], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at(builders.over(builders.answered()))
    ran = run(command, "propose", number, "--as", "dispatcher", *GIVEN)
    assert (ran.code, "carry-out" in ran.out) == (0, True)
    typing(monkeypatch, number)
    ran = run(command, "carry-out", number, "--as", "head", language=Language.ZH)
    assert ran.code == 0
    for said in ("依据：档案法", "永久灭失", "文书正文：2 份", "备份中仍有密钥", "已抹除"):
        assert said in ran.out
    assert rows("data_key", petition=row("petition", number=number)["id"]) == []
    with pytest.raises(Unknown):
        run(command, "carry-out", number, "--as", "head")


def test_a_wrong_number_erases_nothing(
    run: Any, at: Callable[[Life], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.erasure_proposed()
    number = at(life)
    typing(monkeypatch, "other")
    with pytest.raises(Invalid) as caught:
        run(command, "carry-out", number, "--as", "head")
    assert caught.value.code == "erasure.wrong_number"
    assert rows("data_key", petition=life.petition)


def test_it_is_turned_down(run: Any, at: Callable[[Life], str]) -> None:
    number = at(builders.erasure_proposed())
    assert "stays" in run(command, "turn-down", number, "--as", "head", "--reason", "仍需保存").out
    assert row("erasure")["state"] == "rejected"
    with pytest.raises(Unknown) as caught:
        run(command, "turn-down", number, "--as", "head", "--reason", "x")
    assert caught.value.code == "erasure.no_such_proposal"


def test_a_living_matter_an_unknown_number_and_another_post_are_refused(
    run: Any, at: Callable[[Life], str]
) -> None:
    number = at(builders.accepted())
    with pytest.raises(Unlawful):
        run(command, "propose", number, "--as", "dispatcher", *GIVEN)
    with pytest.raises(Unknown):
        run(command, "propose", "nothing", "--as", "dispatcher", *GIVEN)
    with pytest.raises(Refused):
        run(command, "carry-out", number, "--as", "dispatcher")


def test_the_help_says_what_backups_hold(run: Any) -> None:
    ran = run(command, "--help")
    assert "A BACKUP MADE BEFORE STILL HOLDS THE KEYS" in ran.out
