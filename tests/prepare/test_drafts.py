"""Drafts: found again by their token only, sealed at rest, gone after 30 days."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from huiyin.kernel.ids import parse_number, parse_query_code
from huiyin.prepare import drafts, trays
from huiyin.prepare.drafts import StagedFile

pytestmark = pytest.mark.usefixtures("database", "house")

FILE = StagedFile(
    id=uuid4(), name="水样𠮷.pdf", kind="application/pdf", size=7, sha256=b"\x01" * 32, address="ab" * 32
)


def waiting_rows(database: Any) -> list[tuple[bytes, bytes]]:
    with database["default"].cursor() as cursor:
        cursor.execute("SELECT key, sealed FROM waiting")
        return [(bytes(key), bytes(sealed)) for key, sealed in cursor.fetchall()]


def test_a_new_draft_has_number_code_and_key_from_the_start(at: datetime) -> None:
    draft, token = drafts.start(at)
    assert parse_number(draft.number) == draft.number
    assert parse_query_code(draft.code) == draft.code
    assert parse_query_code(token) == token
    assert token != draft.code
    assert drafts.data_key(draft).wrapped == draft.wrapped_key


def test_what_was_typed_comes_back_by_the_token_as_typed(at: datetime) -> None:
    draft, token = drafts.start(at)
    saved = drafts.save(draft.answered(title="河水发黑🐟", text="a\r\nb"), token, at)
    assert drafts.load(token, at) == saved
    assert saved.answers == {"title": "河水发黑🐟", "text": "a\r\nb"}


def test_a_token_is_read_as_people_copy_it(at: datetime) -> None:
    draft, token = drafts.start(at)
    assert drafts.load(f"  {token.lower().replace('-', ' ')} ", at) == draft


def found_files(token: str, at: datetime) -> tuple[StagedFile, ...]:
    found = drafts.load(token, at)
    assert found is not None
    return found.files


def test_a_file_comes_back_and_can_be_taken_out_again(at: datetime) -> None:
    draft, token = drafts.start(at)
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(FILE), at=at)
    assert found_files(token, at) == (FILE,)
    trays.change(drafts.giver(draft), lambda tray: tray.without_files(uuid4()), at=at)
    assert found_files(token, at) == (FILE,)
    trays.change(drafts.giver(draft), lambda tray: tray.without_files(FILE.id), at=at)
    assert found_files(token, at) == ()


def test_saving_what_was_read_before_takes_no_file_away(at: datetime) -> None:
    draft, token = drafts.start(at)
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(FILE), at=at)
    drafts.save(draft.answered(title="河水发黑"), token, at)
    assert found_files(token, at) == (FILE,)


def test_files_live_as_long_as_their_draft(at: datetime) -> None:
    draft, token = drafts.start(at)
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(FILE), at=at)
    later = at + timedelta(days=20)
    drafts.save(draft, token, later)
    assert found_files(token, later + timedelta(days=29)) == (FILE,)


def test_what_was_sent_stays_what_it_was(at: datetime) -> None:
    draft, token = drafts.start(at)
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(FILE), at=at)
    found = drafts.load(token, at)
    assert found is not None
    drafts.save(drafts.filed(drafts.sending(found, sent="x"), b"receipt"), token, at)
    other = replace(FILE, id=uuid4(), name="later.pdf")
    trays.change(drafts.giver(draft), lambda tray: tray.with_files(other), at=at)
    assert found_files(token, at) == (FILE,)


def test_a_receipt_is_kept_with_its_draft(at: datetime) -> None:
    draft, token = drafts.start(at)
    drafts.save(drafts.filed(draft, b"receipt"), token, at)
    found = drafts.load(token, at)
    assert found is not None
    assert found.receipt == b"receipt"


@pytest.mark.parametrize("token", ["", "nonsense", "0000-0000-0000-0000"])
def test_an_unknown_token_opens_nothing(at: datetime, token: str) -> None:
    drafts.start(at)
    assert drafts.load(token, at) is None


def test_a_draft_is_gone_after_thirty_days_without_a_word(at: datetime) -> None:
    draft, token = drafts.start(at)
    day = timedelta(days=1)
    assert drafts.load(token, at + 29 * day) == draft
    assert drafts.load(token, at + 30 * day) is None


def test_each_saving_begins_the_thirty_days_anew(at: datetime) -> None:
    draft, token = drafts.start(at)
    later = at + timedelta(days=20)
    drafts.save(draft, token, later)
    assert drafts.load(token, later + timedelta(days=29)) is not None


def test_a_dropped_draft_is_gone(at: datetime) -> None:
    _, token = drafts.start(at)
    drafts.drop(token)
    assert drafts.load(token, at) is None


def test_the_table_holds_neither_token_nor_text(at: datetime, database: Any) -> None:
    draft, token = drafts.start(at)
    drafts.save(draft.answered(text="安靖的纺织厂"), token, at)
    [(key, sealed)] = waiting_rows(database)
    for secret in (token.encode(), token.replace("-", "").encode(), draft.number.encode(), "纺织".encode()):
        assert secret not in key + sealed


def test_a_draft_moved_to_another_key_does_not_open(at: datetime, database: Any) -> None:
    _, token = drafts.start(at)
    _, other = drafts.start(at)
    rows = waiting_rows(database)
    with database["default"].cursor() as cursor:
        for (key, _), (_, sealed) in zip(rows, reversed(rows), strict=True):
            cursor.execute("UPDATE waiting SET sealed = %s WHERE key = %s", (sealed, key))
    for moved in (token, other):
        with pytest.raises(Exception, match=r"vault\.damaged"):
            drafts.load(moved, at)
