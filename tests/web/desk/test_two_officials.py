"""Two officials act on one matter at once: one wins, the other is told what changed and keeps the text."""

import threading
from collections.abc import Callable

import pytest
from desk_forms import ACCEPT, DUTY, OPINION, ORDINARY, address, hidden, opened, send
from desk_papers import state
from django.db import connections
from django.test import Client
from officials import words

import builders
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.door import door
from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Conflict
from huiyin.queries.handling.matter import matter_page
from huiyin.records import sql
from huiyin.rules.lifecycle.stamp import stamp
from huiyin.rules.lifecycle.states import Klass, Route
from support.moment import AT
from support.state import row

DECLINE = {"reason": "outside_duties", "explanation": "事由。", "right_channel": "水务局。", "contact": "028"}
READER = Reader(offices=(builders.ECOLOGY,), account=builders.HANDLER.account)


def test_the_second_is_told_who_did_what_and_finds_the_text(handler: Client, head: Client) -> None:
    life = builders.classified(builders.file_petition())
    for browser in (handler, head):
        opened(browser, life)
    form = hidden(handler.get(address(life, "accept")))  # type: ignore[arg-type]
    typed = {
        "reason": "outside_duties",
        "explanation": "不属于本局。",
        "right_channel": "水务局。",
        "contact": "028",
    }
    assert send(head, life, "decline", **typed).status_code == 302
    answered = handler.post(address(life, "accept"), {**form, **ACCEPT, "unit": "我先写的", "go": "do"})
    page = words(answered)
    assert answered.status_code == 409
    assert "您填写期间，事项有了变化。" in page
    assert "事项现在的状态：不予受理" in page
    assert "我先写的" in page
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM document")[0]["n"] == 1


def test_what_happened_meanwhile_is_listed_with_its_time(
    handler: Client, head: Client, later: Callable[[float], None]
) -> None:
    life = builders.accepted(builders.file_petition())
    later(5)
    for browser in (handler, head):
        opened(browser, life)
    form = hidden(handler.get(address(life, "draft")))  # type: ignore[arg-type]
    later(5.02)
    contact = {"way": "telephone", "reached": "no", "note": "没有人接。"}
    assert send(head, life, "contact", **contact).status_code == 302
    assert send(head, life, "draft", **OPINION).status_code == 302
    answered = handler.post(address(life, "draft"), {**form, **OPINION, "found": "我查到的", "go": "do"})
    page = words(answered)
    assert answered.status_code == 409
    assert "电话联系，未联系上" in page
    assert "我查到的" in page
    assert "如果您的办理仍然合适，请再点一次按钮" in page
    again = handler.post(
        address(life, "draft"), {**hidden(answered), **OPINION, "found": "我查到的", "go": "do"}
    )
    assert again.status_code == 302


def test_a_contact_recorded_meanwhile_stands_in_nobodys_way(handler: Client, head: Client) -> None:
    life = builders.classified()
    for browser in (handler, head):
        opened(browser, life)
    form = hidden(handler.get(address(life, "accept")))  # type: ignore[arg-type]
    send(head, life, "contact", way="visit", reached="yes", note="来访。")
    assert handler.post(address(life, "accept"), {**form, **ACCEPT, "go": "do"}).status_code == 302
    assert state(life) == "accepted"


def test_a_form_with_a_broken_instant_lists_nothing_and_still_says_what_changed(
    handler: Client, head: Client
) -> None:
    life = builders.file_petition()
    form = hidden(handler.get(address(life, "classify")))  # type: ignore[arg-type]
    send(head, life, "classify", **DUTY)
    for broken in ("", "gestern", "2026-05-06"):
        answered = handler.post(address(life, "classify"), {**form, "since": broken, **ORDINARY, "go": "do"})
        assert answered.status_code == 409
        assert "您填写期间，事项有了变化。" in words(answered)


@pytest.mark.usefixtures("installed")
def test_two_who_press_at_the_very_same_moment_do_not_undo_each_other() -> None:
    life = builders.file_petition()
    page = matter_page(READER, life.prepared.command.number, at=AT)
    assert page is not None
    seen = stamp(page.matter)
    results: list[str] = []
    start = threading.Barrier(2)

    def act(route: Route) -> None:
        command = ClassifyPetition(
            petition=life.petition, klass=Klass.CLAIM, route=route, topic="environment.water", seen=seen
        )
        start.wait()
        try:
            door.execute(command, actor=builders.HANDLER, at=AT)
            results.append("done")
        except Conflict as fault:
            results.append(fault.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(route,)) for route in (Route.DUTY, Route.ORDINARY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "petition.changed_meanwhile"]


@pytest.mark.parametrize(
    ("slug", "typed", "said"),
    [("accept", ACCEPT, "事项已经受理。"), ("decline", DECLINE, "事项现在的状态：不予受理")],
)
def test_a_race_lost_at_the_door_is_told_like_any_other(
    handler: Client,
    head: Client,
    monkeypatch: pytest.MonkeyPatch,
    slug: str,
    typed: dict[str, str],
    said: str,
) -> None:
    life = builders.classified()
    for browser in (handler, head):
        opened(browser, life)
    execute = door.execute

    def overtaken(command: object, **how: object) -> object:
        monkeypatch.setattr(door, "execute", execute)
        assert send(head, life, slug, **typed).status_code == 302
        return execute(command, **how)  # type: ignore[arg-type]

    form = hidden(handler.get(address(life, "accept")))  # type: ignore[arg-type]
    monkeypatch.setattr(door, "execute", overtaken)
    answered = handler.post(address(life, "accept"), {**form, **ACCEPT, "unit": "慢了一步", "go": "do"})
    page = words(answered)
    assert answered.status_code == 409
    assert "您填写期间，事项有了变化。" in page
    assert said in page
    assert "慢了一步" in page


def test_a_draft_replaced_while_it_was_read_is_not_signed(
    handler: Client, head: Client, later: Callable[[float], None]
) -> None:
    life = builders.accepted()
    later(5)
    opened(handler, life)
    send(handler, life, "draft", **OPINION)
    opened(head, life)
    form = hidden(head.get(address(life, "sign")))  # type: ignore[arg-type]
    send(handler, life, "draft", **{**OPINION, "found": "改过的"})
    answered = head.post(address(life, "sign"), {**form, "go": "do"})
    assert answered.status_code == 409
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM opinion WHERE state = 'signed'")[0]["n"] == 0


def test_who_may_never_do_it_is_refused_however_stale_the_form(handler: Client) -> None:
    life = builders.drafted()
    assert handler.post(address(life, "sign"), {"go": "do"}).status_code == 403
    assert row("opinion")["state"] == "drafted"
