"""Commitments: two grades of opening lead to the same commitment, and nothing else does."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.commitment import (
    LINK,
    body_digest,
    commit,
    link_key,
    link_of,
    open_body,
    open_link,
)
from huiyin.rules.receipt.shown import FILED, TOLD, shown

SALT = bytes(range(32))
BEFORE = bytes(range(100, 132))
MEMBERS: dict[str, Any] = {
    "format": 1,
    "id": "019dfb03-7100-7123-8abc-0123456789ab",
    "subject": "019dfb03-7100-703f-bab6-59d25bb199a2",
    "kind": "petition.rated",
    "at": "2026-05-06T02:00:00.123456Z",
    "previous": base64.b64encode(BEFORE).decode(),
    "shown": {"kind": "petition.rated"},
    "facts": {"grade": 5},
    "changes": [],
}
BODY = canonical.encode(MEMBERS)
KEY, DIGEST = link_key(SALT), body_digest(SALT, BODY)


def written(**changed: Any) -> bytes:
    return canonical.encode({**MEMBERS, **changed})


def test_the_commitment_is_what_its_description_says() -> None:
    link = (
        b'{"at":"2026-05-06T02:00:00.123456Z","id":"019dfb03-7100-7123-8abc-0123456789ab","previous":"'
        + base64.b64encode(BEFORE)
        + b'","shown":{"kind":"petition.rated"},"subject":"019dfb03-7100-703f-bab6-59d25bb199a2"}'
    )
    key = hmac.new(SALT, b"huiyin link", hashlib.sha256).digest()
    body_key = hmac.new(SALT, b"huiyin body", hashlib.sha256).digest()
    digest = hmac.new(body_key, BODY, hashlib.sha256).digest()
    commitment = hmac.new(key, link + digest, hashlib.sha256).digest()
    assert link_of(MEMBERS) == link
    assert commit(SALT, link=link, body=BODY) == commitment
    assert open_body(SALT, BODY).commitment == commitment


def test_both_grades_open_the_same_commitment_and_the_same_link() -> None:
    full, place = open_body(SALT, BODY), open_link(link_of(MEMBERS), KEY, DIGEST)
    assert (place.commitment, place.link) == (full.commitment, full.link)
    assert full.body == MEMBERS
    assert place.body is None
    assert place.link.previous == BEFORE
    assert place.link.shown == {"kind": "petition.rated"}


def test_a_link_opening_tells_nothing_of_facts_or_changes() -> None:
    told = link_of(MEMBERS) + KEY + DIGEST
    other = written(facts={"grade": 1})
    assert link_of(canonical.decode(other)) + KEY == told[: -len(DIGEST)]
    assert SALT not in told
    assert b"grade" not in told
    assert hashlib.sha256(BODY).digest() != DIGEST  # nobody can guess a body and compare
    assert hmac.digest(KEY, BODY, "sha256") != DIGEST


@pytest.mark.parametrize("name", LINK)
def test_another_link_is_another_commitment(name: str) -> None:
    values = {"shown": {"kind": "petition.filed"}, "previous": None, "at": "2026-05-06T02:00:00.123457Z"}
    altered = written(**{name: values.get(name, "019dfb03-7100-7123-8abc-0123456789ac")})
    assert open_body(SALT, altered).commitment != open_body(SALT, BODY).commitment
    link = link_of(canonical.decode(altered))
    assert open_link(link, KEY, DIGEST).commitment != open_body(SALT, BODY).commitment


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64, 65])
def test_a_salt_or_key_of_another_length_is_none(size: int) -> None:
    # HMAC takes a key with zeros behind it, or the hash of a long one, for the same key.
    with pytest.raises(Invalid) as caught:
        open_body(bytes(size), BODY)
    assert (caught.value.code, caught.value.field) == ("receipt.incomplete", "salt")
    for key, digest, field in ((bytes(size), DIGEST, "key"), (KEY, bytes(size), "body")):
        with pytest.raises(Invalid) as caught:
            open_link(link_of(MEMBERS), key, digest)
        assert caught.value.field == field


SHAPES: list[dict[str, Any]] = [
    {"at": None},
    {"at": "yesterday"},
    {"at": "2026-05-06T02:00:00.123456"},
    {"at": "2026-05-06T10:00:00.123456+08:00"},
    {"at": "0001-01-01T00:00:00+23:00"},
    {"id": 1},
    {"subject": None},
    {"previous": 5},
    {"previous": "!"},
    {"previous": "AAAA"},
    {"shown": []},
    {"shown": None},
]


@pytest.mark.parametrize("changed", SHAPES, ids=str)
def test_a_link_of_another_shape_is_none(changed: dict[str, Any]) -> None:
    body = written(**changed)
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_body(SALT, body)
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_link(link_of(canonical.decode(body)), KEY, DIGEST)


@pytest.mark.parametrize("name", LINK)
def test_a_link_with_a_member_missing_is_none(name: str) -> None:
    less = {key: value for key, value in MEMBERS.items() if key != name}
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_body(SALT, canonical.encode(less))
    link = {key: value for key, value in json.loads(link_of(MEMBERS)).items() if key != name}
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_link(canonical.encode(link), KEY, DIGEST)


def test_a_link_with_a_member_more_is_none() -> None:
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_link(BODY, KEY, DIGEST)


TWO_WAYS = [
    BODY.replace(b'{"at"', b'{"at":"2026-01-01T00:00:00.000000Z","at"', 1),  # one member twice
    BODY.replace(b'"format":1', b'"format":1.0'),
    BODY.replace(b'"format":1', b'"format":01'),
    BODY.replace(b'"format":1', b'"format":99999999999999999999'),
    BODY.replace(b'"format":1', b'"format":NaN'),
    BODY.replace(b'"format":1', b'"format":"\\ud800"'),
    BODY.replace(b'"format":1', b'"format":"\\u0041"'),
    BODY.replace(b'"format":1', b'"format": 1'),
    BODY + b"\n",
    BODY.decode().encode("utf-16"),
    b"\xef\xbb\xbf" + BODY,
    b"[" * 100_000,
    b"[]",
    b"",
]


@pytest.mark.parametrize("body", TWO_WAYS, ids=lambda one: str(one[:40]))
def test_bytes_that_could_be_read_in_two_ways_open_nothing(body: bytes) -> None:
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_body(SALT, body)
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        open_link(body, KEY, DIGEST)


def test_a_filing_shows_number_content_and_demo_and_a_step_that_is_told_shows_its_kind() -> None:
    facts = {"number": "4F7K2-M9QTX-V", "content": b"c", "demo": False, "transferred": True}
    assert shown(FILED, facts) == {"number": "4F7K2-M9QTX-V", "content": b"c", "demo": False}
    for kind in set(TOLD) - {FILED}:
        assert shown(kind, {"number": "x", "grade": 5}) == {"kind": kind}


@pytest.mark.parametrize(
    "kind", ["petition.story_opened", "petition.supervision_raised", "petition.opinion_drafted", "x"]
)
def test_a_step_that_is_not_told_shows_nothing(kind: str) -> None:
    assert shown(kind, {"number": "x", "content": b"c", "demo": True}) == {}
