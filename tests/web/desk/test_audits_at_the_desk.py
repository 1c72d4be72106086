"""Audits at the desk: auditors read and take the reports; nobody else finds them."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from officials import signed_in, words

import builders
from builders import INSTALLER
from huiyin.commands.people.appoint import Appoint
from huiyin.door import door
from huiyin.kernel.command import Actor
from huiyin.kernel.ids import AccountId, named_id
from huiyin.records.people.models import Account
from huiyin.rules.access.roles import Role
from support.audits import AFTER, LATE, audited, two_quarters
from support.moment import AT


@pytest.fixture
def auditor(installed: Any) -> Client:
    """An auditor of the bureau of Jinjiang, who holds no other post."""
    assert installed
    account = Account.objects.create(pk=990, username="shen.ji", display_name="沈计", created_at=AT)
    office = builders.DISPATCHER.office
    assert office
    door.execute(
        Appoint(
            id=named_id("auditor"),
            account=AccountId(account.pk),
            office=office,
            role=Role.AUDITOR,
            since=date(2026, 1, 1),
        ),
        actor=INSTALLER,
        at=AT,
    )
    return signed_in(replace(builders.DISPATCHER, account=AccountId(account.pk), role=Role.AUDITOR.value))


def text(browser: Client, path: str) -> str:
    return words(browser.get(path))  # type: ignore[arg-type]


def test_before_the_first_audit_it_says_how_one_is_made(auditor: Client) -> None:
    assert "还没有审计" in text(auditor, "/desk/audits/")
    assert "/desk/audits/" in text(auditor, "/desk/me/")


def test_an_auditor_is_led_to_the_audits_and_sees_no_matter(auditor: Client) -> None:
    answer = auditor.get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/audits/")
    number = builders.waiting().prepared.command.number
    assert auditor.get(f"/desk/petition/{number}/").status_code == 404
    assert auditor.get(f"/desk/find/?number={number}").status_code == 200  # whose it is, that leads to it


def test_an_auditor_takes_the_very_file_that_was_signed_and_its_note(auditor: Client) -> None:
    two_quarters()
    issued = audited(differences=2)
    interim = audited("2026Q2", LATE + timedelta(hours=1), interim=True)
    listed = text(auditor, "/desk/audits/")
    assert "2 处不符" in listed
    assert "一致" in listed
    assert "中期" in listed
    report = auditor.get(f"/desk/audits/{issued.id}.pdf")
    assert hashlib.sha256(report.content).digest() == issued.digest
    assert report.headers["Content-Type"] == "application/pdf"
    assert f"audit-2026Q2-{AFTER:%Y%m%d}.pdf" in report.headers["Content-Disposition"]
    note = auditor.get(f"/desk/audits/{issued.id}.pdf.note")
    assert note.content.decode() == issued.note
    assert "-interim.pdf" in auditor.get(f"/desk/audits/{interim.id}.pdf").headers["Content-Disposition"]


def test_what_was_never_audited_is_not_found(auditor: Client) -> None:
    for path in (f"{named_id('none')}.pdf", f"{named_id('none')}.pdf.note"):
        assert auditor.get(f"/desk/audits/{path}").status_code == 404


@pytest.mark.parametrize("actor", [builders.HEAD, builders.DISPATCHER, builders.HANDLER])
@pytest.mark.usefixtures("installed")
def test_nobody_else_finds_them(actor: Actor) -> None:
    two_quarters()
    issued = audited()
    browser = signed_in(actor)
    for path in ("", f"{issued.id}.pdf", f"{issued.id}.pdf.note"):
        assert browser.get(f"/desk/audits/{path}").status_code == 404
    assert "/desk/audits/" not in text(browser, "/desk/me/")


@pytest.mark.usefixtures("installed")
def test_without_signing_in_one_is_led_to_the_sign_in() -> None:
    assert Client().get("/desk/audits/").status_code == 302
