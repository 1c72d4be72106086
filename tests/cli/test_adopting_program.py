"""`huiyin statute calendar propose`, `adopt` and the others: two people at a terminal."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

import builders
from builders import CONFIRMER, PROPOSER
from huiyin.cli import identity
from huiyin.cli.statute import adopting, moving
from huiyin.cli.statute.command import command
from huiyin.kernel import clock
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import named_id
from huiyin.queries.learning.proposals import file_of, proposals
from huiyin.records.people.models import Account
from support import rules
from support.moment import AT
from support.rules import amended, year_file
from support.state import row, rows
from support.verifying import differences

PASSWORD = "a long sentence for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))


def code() -> str:
    *_, counter = list(yield_hotp_counters_from_time())[:2]
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def can_sign_in(actor: Actor) -> str:
    account = Account.objects.get(pk=actor.account)
    account.set_password(PASSWORD)
    account.save()
    sealed = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user_id=account.pk, type=Authenticator.Type.TOTP, data=sealed)
    return str(account.username)


@pytest.fixture
def people(installed: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:  # noqa: ARG001
    """Who proposes and who confirms, at a time in autumn."""
    monkeypatch.setattr(clock, "now", lambda: AUTUMN + timedelta(days=3))
    return can_sign_in(PROPOSER), can_sign_in(CONFIRMER)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Type these answers when secrets are asked for."""

    def type_(*answers: str) -> None:
        waiting = list(answers)
        monkeypatch.setattr(click, "prompt", lambda *_args, **_facts: waiting.pop(0))

    type_(PASSWORD, code())
    return type_


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The days off of the coming year."""
    path = tmp_path / "2027.toml"
    path.write_bytes(NEW_YEAR)
    return path


def filed() -> str:
    life = builders.accepted(builders.file_petition(AUTUMN))
    return str(row("petition", id=life.petition)["number"])


@pytest.mark.usefixtures("people")
def test_a_calendar_shows_what_it_would_move_and_changes_nothing(run: Any, file: Path) -> None:
    number = filed()
    before = len(rows("entry"))
    ran = run(command, "calendar", "propose", file, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["petitions"], told["clocks"], told["proposal"]) == (0, 1, 1, None)
    assert told["groups"] == [{"rule": "cn22.handle", "office_kind": "ecology", "clocks": 1}]
    [first] = told["first"]
    assert first["number"] == number
    assert (first["from_binding_on"], first["binding_on"]) == (None, "2027-01-25")
    assert len(rows("entry")) == before
    assert "Nothing was proposed." in run(command, "calendar", "propose", file).out


@pytest.mark.usefixtures("people")
def test_every_clock_is_told_as_csv(run: Any, file: Path) -> None:
    number = filed()
    ran = run(command, "calendar", "propose", file, "--csv")
    [told] = csv.DictReader(io.StringIO(ran.out))
    assert (told["number"], told["warn_on"], told["binding_on"]) == (number, "2027-01-21", "2027-01-25")


@pytest.mark.usefixtures("people")
def test_a_matter_kept_from_an_office_is_not_named(run: Any, file: Path) -> None:
    life = builders.accusation(builders.WATER, at=AUTUMN + timedelta(days=2))
    [clock_row] = rows("clock", petition=life.petition, kind="clock")
    file.write_bytes(amended(clock_row["binding_on"]))
    ran = run(command, "calendar", "propose", file, "--json")
    told = json.loads(ran.out)
    assert told["petitions"] == 1
    assert {one["number"] for one in told["first"]} == {""}


def proposed(run: Any, file: Path, who: str) -> str:
    ran = run(command, "calendar", "propose", file, "--json", "--as", who, "--reason", "放假通知")
    return str(json.loads(ran.out)["proposal"])


def test_one_proposes_another_adopts_and_clocks_move(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    filed()
    proposal = proposed(run, file, people[0])
    [line] = json.loads(run(command, "adoptions", "--json").out)
    assert (line["proposal"], line["state"], line["proposed_by"]) == (proposal, "proposed", people[0])
    typed(PASSWORD, code())
    ran = run(command, "adopt", proposal[:18], "--as", people[1], "--yes", "--processes", "1")
    assert ran.code == 0
    assert "Clocks of 1 petitions were moved" in ran.out
    assert len(rows("entry", kind="petition.clocks_moved")) == 1
    assert "confirmed" in run(command, "adoptions").out
    assert "of 0 petitions" in run(command, "move", "--processes", "1").out
    assert differences() == []


def test_what_takes_effect_later_is_adopted_and_moves_nothing_yet(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    filed()
    arguments = ["--as", people[0], "--reason", "通知", "--effective", "2026-12-31", "--json"]
    told = json.loads(run(command, "calendar", "propose", file, *arguments).out)
    assert told["petitions"] == 1
    typed(PASSWORD, code())
    ran = run(command, "adopt", told["proposal"], "--as", people[1], "--yes")
    assert "in force from 2026-12-31 on" in ran.out
    assert rows("entry", kind="petition.clocks_moved") == []


def test_the_proposer_does_not_adopt(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    proposal = proposed(run, file, people[1])
    typed(PASSWORD, code())
    with pytest.raises(Refused) as refused:
        run(command, "adopt", proposal, "--as", people[1], "--yes")
    assert refused.value.code in {"rules.same_person", "identity.not_proved"}


def test_a_proposal_is_turned_down(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    proposal = proposed(run, file, people[0])
    typed(PASSWORD, code())
    ran = run(command, "turn-down", proposal, "--as", people[1], "--reason", "有误")
    assert "was turned down" in ran.out
    assert row("rule_proposal")["state"] == "rejected"


def test_a_pack_that_ships_and_is_off_is_proposed_by_its_id(
    run: Any, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    typed(PASSWORD, code())
    ran = run(command, "pack", "propose", "cn-internal-2014", "--as", people[0], "--reason", "内部时限")
    assert "huiyin statute adopt" in ran.out
    assert row("rule_proposal")["name"] == "cn-internal-2014"


@pytest.mark.usefixtures("people")
def test_bad_files_and_names_are_refused(run: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('id = "x"\n')
    with pytest.raises(Invalid) as invalid:
        run(command, "pack", "propose", bad)
    assert invalid.value.facts["line"] == 1
    with pytest.raises(click.BadParameter):
        run(command, "pack", "propose", "no-such-pack")
    bad.write_text("year = 2027\n[source]\nnotices = ['x']\n")
    with pytest.raises(Invalid):
        run(command, "calendar", "propose", bad)
    with pytest.raises(click.BadParameter):
        run(command, "calendar", "propose", bad, "--effective", "2027-01-01T10:00")
    with pytest.raises(Unknown):
        run(command, "adopt", "ffff", "--as", "nobody")


@pytest.mark.parametrize("wrong", ["name", "password", "code", "office"])
def test_who_does_not_prove_it_is_refused(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None], wrong: str
) -> None:
    typed("no" if wrong == "password" else PASSWORD, "000" if wrong == "code" else code())
    who = {"name": "nobody", "office": can_sign_in(builders.HEAD)}.get(wrong, people[0])
    with pytest.raises(Refused) as refused:
        proposed(run, file, who)
    assert refused.value.code == ("identity.no_post" if wrong == "office" else "identity.not_proved")
    assert rows("rule_proposal") == []


def test_after_many_wrong_tries_one_waits(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    for expected in [*["identity.not_proved"] * identity.TRIES, "identity.wait"]:
        typed("no", "000000")
        with pytest.raises(Refused) as refused:
            proposed(run, file, people[0])
        assert refused.value.code == expected


def test_the_help_names_every_command(run: Any) -> None:
    ran = run(command, "--help")
    assert all(name in ran.out for name in (*adopting.COMMANDS, "due", "check"))
    assert run(command, "calendar", "propose", "--help").code == 0


@pytest.mark.usefixtures("people")
def test_with_nothing_adopted_nothing_is_moved() -> None:
    assert moving.carry_out(processes=1) == 0


def test_a_second_proposal_of_the_same_is_refused(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    proposed(run, file, people[0])
    typed(PASSWORD, code())
    with pytest.raises((Conflict, Refused)):
        proposed(run, file, people[1])


def test_a_proposal_that_is_gone_has_no_file(
    run: Any, file: Path, people: tuple[str, str], typed: Callable[..., None]
) -> None:
    del typed
    proposed(run, file, people[0])
    [line] = proposals()
    assert file_of(line, today=AUTUMN.date()).content == NEW_YEAR
    gone = replace(line, id=named_id("gone"))
    with pytest.raises(Unknown):
        file_of(gone, today=AUTUMN.date())


@pytest.mark.usefixtures("people")
def test_several_processes_move_what_one_would() -> None:
    filed()
    rules.adopted(NEW_YEAR, at=clock.now())
    assert moving.carry_out(processes=2) == 1
    assert len(rows("entry", kind="petition.clocks_moved")) == 1
    assert differences() == []
