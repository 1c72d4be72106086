"""What the public sees of a log that changed its key: all keys and their times, and proof of each change."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

import builders
from huiyin.adapters.ed25519 import signature_holds
from huiyin.door import door
from huiyin.prepare.receipts import receipt_of
from huiyin.rules.merkle.checkpoint import open_checkpoint
from huiyin.rules.receipt.commitment import open_body
from huiyin.rules.receipt.keys import handover_message
from huiyin.vault.current import vault
from huiyin.vault.log_key import HouseKey
from huiyin.web.portal.verifying.words import ALL
from support.moment import AT
from support.reopening import House

LATER = AT + timedelta(minutes=4)  # what a reader whose clock shows AT takes for past


@pytest.fixture
def keys(movable: House) -> tuple[HouseKey, ...]:
    """Three keys, one after the other; the newest is in use."""
    movable.integrate()
    movable.rotate(at=AT + timedelta(days=1))
    movable.rotate(at=AT + timedelta(days=2))
    return vault().keys_of(vault().signer.origin)


def test_the_page_tells_every_key_with_its_time(keys: tuple[HouseKey, ...], browser: Client) -> None:
    page = browser.get("/log/").content.decode()
    assert "签过本日志的密钥" in page
    places = [page.rindex(str(one.key)) for one in keys]
    assert places == sorted(places)
    for said in ("截至 2026年5月7日", "2026年5月7日", "至 2026年5月8日", "2026年5月8日", "起，现用"):
        assert said in page


def test_a_log_of_one_key_says_nothing_of_others(movable: House, browser: Client) -> None:
    movable.integrate()
    assert "签过本日志的密钥" not in browser.get("/log/").content.decode()
    told = browser.get("/log/keys.json").json()
    assert (len(told["keys"]), told["changes"]) == (1, [])


def test_each_change_is_proved_to_whoever_knows_one_key(keys: tuple[HouseKey, ...], browser: Client) -> None:
    told = browser.get("/log/keys.json").json()
    listed = [base64.b64decode(one["public_key"]) for one in told["keys"]]
    assert listed == [one.key.public_key for one in keys]
    assert len(told["changes"]) == 2
    for place, change in enumerate(told["changes"]):
        body, salt = base64.b64decode(change["entry"]), base64.b64decode(change["salt"])
        assert base64.b64encode(open_body(salt, body).commitment).decode() == change["commitment"]
        facts = json.loads(body)["facts"]
        old, new = keys[place].key, keys[place + 1].key
        assert (facts["former"], facts["key"], facts["origin"]) == (str(old), str(new), told["origin"])
        message = handover_message(
            origin=old.name,
            public_key=old.public_key,
            new_origin=new.name,
            new_public_key=new.public_key,
            at=keys[place].until or AT,
        )
        for key, name in ((old, "handover"), (new, "accepted")):
            assert signature_holds(key.public_key, base64.b64decode(facts[name]), message)
            assert facts[name] == told["keys"][place][name]
            head = open_checkpoint(
                change["checkpoint"], origin=key.name, key=key, signature_holds=signature_holds
            )[1]
            assert head.size == change["index"] + 1


def _verified(browser: Client, receipt: bytes) -> str:
    answer = browser.post("/verify/", {"file": SimpleUploadedFile("receipt.json", receipt)})
    return answer.content.decode().partition("<script")[0]


def test_the_check_page_knows_keys_in_their_time(movable: House, browser: Client) -> None:
    prepared = builders.prepare()
    outcome = door.execute(prepared.command, actor=builders.PUBLIC, at=AT)
    before = receipt_of(prepared, outcome)
    old = vault().signer
    movable.rotate(at=AT)
    for number, by in enumerate((old, vault().signer)):
        late = builders.prepare(LATER)
        given = door.execute(late.command, actor=builders.PUBLIC, at=LATER)
        members = json.loads(receipt_of(late, given))
        members.pop("keys")
        message = {"at": members["promise"]["at"], "origin": by.origin}
        commitment = base64.b64encode(given.entry.commitment).decode()
        signed = json.dumps({**message, "commitment": commitment}, sort_keys=True, separators=(",", ":"))
        members["promise"] |= {
            "public_key": base64.b64encode(by.public_key).decode(),
            "signature": base64.b64encode(by.sign(signed.encode())).decode(),
        }
        page = _verified(browser, json.dumps(members).encode())
        with override("zh-hans"):
            assert (str(ALL["ended_key"]) in page) is (number == 0)
            assert (str(ALL["same_key"]) in page) is (number == 1)
    with override("zh-hans"):
        assert str(ALL["same_key"]) in _verified(browser, before)
