"""Passes and tries: slowed by client and number, whatever the client is called."""

from datetime import datetime, timedelta

import pytest

import builders
from huiyin.kernel.ids import new_query_code
from huiyin.prepare import passes
from huiyin.rules.access.pace import FREE

pytestmark = pytest.mark.usefixtures("installed")


def fails(client: str, at: datetime, times: int) -> timedelta:
    """Fail so many times from a client, each time on another number; return the wait after the last."""
    for number in range(times):
        assert passes.enter(f"number {client} {number}", "wrong", client=client, at=at).petition is None
    return passes.enter("one more number", "wrong", client=client, at=at).wait


@pytest.mark.parametrize("client", ["socket", "203.0.113.9", "2001:db8::1"])
def test_a_client_of_any_name_is_slowed_after_its_free_failures(client: str, at: datetime) -> None:
    assert fails(client, at, FREE + 1) > timedelta(0)
    assert passes.enter("a number", "wrong", client="198.51.100.7", at=at).wait == timedelta(0)


def test_all_addresses_of_one_subscriber_are_one_client(at: datetime) -> None:
    assert fails("2001:db8::1", at, FREE + 1) > timedelta(0)
    assert passes.enter("a number", "wrong", client="2001:db8::ffff", at=at).wait > timedelta(0)
    assert passes.enter("a number", "wrong", client="2001:db8:0:1::1", at=at).wait == timedelta(0)


def test_the_right_number_and_code_open_the_matter_even_after_a_mistake(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_query_code()
    monkeypatch.setattr("builders.filings.new_query_code", lambda: code)
    life = builders.file_petition()
    number = life.prepared.command.number
    assert passes.enter(number, "wrong", client="socket", at=at).petition is None
    assert passes.enter(number, code, client="socket", at=at).petition == life.petition


def test_a_pass_opens_its_matter_for_half_an_hour(at: datetime) -> None:
    life = builders.file_petition()
    text = passes.issue(life.petition, at)
    assert passes.check(text, at + timedelta(minutes=29)) == life.petition
    assert passes.check(text, at + timedelta(minutes=30)) is None


@pytest.mark.parametrize("text", ["", "no pass", "AAAA", "ä"])
def test_what_is_no_pass_opens_nothing(text: str, at: datetime) -> None:
    assert passes.check(text, at) is None
