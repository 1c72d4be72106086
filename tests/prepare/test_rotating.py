"""Another key signs the same log: both sign one checkpoint, the old one ends, its promises hold."""

from datetime import timedelta
from typing import Any

import pytest

import builders
from huiyin.adapters.ed25519 import signature_holds
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import door
from huiyin.door import integrating as numbering
from huiyin.kernel.command import Entry
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.prepare import reopening
from huiyin.prepare.integrating import Integrator
from huiyin.prepare.promises import is_promised, promised_by
from huiyin.prepare.receipts import own_receipt, receipt_of, verify
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.key_changes import key_changes, told_changes
from huiyin.queries.ledger.reopenings import reopenings
from huiyin.queries.outreach.own_story import own_story
from huiyin.rules.merkle.checkpoint import open_checkpoint, parse_checkpoint
from huiyin.rules.merkle.note import VerifierKey, parse_note
from huiyin.rules.receipt.promise import promise_message
from huiyin.vault.current import vault
from support.database import Ground
from support.killed import Killed, dying
from support.log import naive_root
from support.moment import AT
from support.reopening import House
from support.roles import intruder
from support.state import rows
from support.verifying import differences

LATER = AT + timedelta(days=400)  # after the last act of a full life


def _receipt(life: builders.Life) -> bytes:
    story = own_story(life.petition)
    assert story
    receipt = own_receipt(life.petition, story.filed, at=LATER)
    assert receipt
    return receipt


def _opens(note: bytes, key: VerifierKey) -> bool:
    try:
        open_checkpoint(note, origin=key.name, key=key, signature_holds=signature_holds)
    except Invalid:
        return False
    return True


def _published() -> bytes:
    note = log_folder().checkpoint()
    assert note
    return note


def _entry() -> Entry:
    return told_changes()[-1].entry


def test_the_name_and_the_tree_stay_and_one_checkpoint_bears_both_signatures(movable: House) -> None:
    builders.full_life()
    movable.integrate()
    old, size = vault().signer.key, parse_checkpoint(parse_note(_published()).text).size
    done = movable.rotate(at=LATER)
    new = vault().signer.key
    assert (new.name, new.public_key != old.public_key) == (old.name, True)
    assert (done.change.former, done.change.key, done.change.until) == (str(old), str(new), LATER)
    assert _published() == done.note.encode()
    assert _opens(_published(), old)
    assert _opens(_published(), new)
    head = parse_checkpoint(parse_note(_published()).text)
    held = [row["commitment"] for row in sorted(rows("tree_leaf"), key=lambda row: row["index"])]
    assert (head.origin, head.size, head.root) == (old.name, size + 1, naive_root(held))
    assert held[-1] == _entry().commitment
    builders.file_petition()
    movable.integrate(at=LATER)
    assert _opens(_published(), new)
    assert not _opens(_published(), old)
    assert differences(read_file=log_folder().read) == []


def test_the_old_private_key_is_in_no_file_any_more(movable: House) -> None:
    before = (movable.keys / "keys.json").read_text()
    movable.rotate(at=LATER)
    after = (movable.keys / "keys.json").read_text()
    sealed = before.partition('"sealed_key": "')[2].partition('"')[0]
    assert sealed
    assert sealed not in after
    assert [path.name for path in movable.keys.iterdir()] == ["keys.json"]
    assert vault().signer.ending is None


def test_promises_are_judged_by_the_key_in_its_time(movable: House) -> None:
    filed = builders.prepare()
    before = door.execute(filed.command, actor=builders.PUBLIC, at=AT).entry
    old = vault().signer
    movable.rotate(at=LATER)
    after = door.execute(builders.prepare().command, actor=builders.PUBLIC, at=LATER).entry
    assert promised_by(before) == old.key
    assert promised_by(after) == vault().signer.key == promised_by(_entry())
    assert is_promised(before.commitment, before.promise, before.at)
    for at, holds in ((LATER, True), (LATER + timedelta(microseconds=1), False)):
        message = promise_message(origin=old.origin, commitment=before.commitment, at=at)
        assert is_promised(before.commitment, old.sign(message), at) is holds


def test_a_clock_set_back_puts_no_promise_behind_the_end_of_its_key(movable: House) -> None:
    door.execute(builders.prepare().command, actor=builders.PUBLIC, at=LATER)
    movable.integrate(at=LATER + timedelta(seconds=1))
    assert movable.rotate(at=AT).change.until == LATER + timedelta(seconds=1)
    assert differences(read_file=log_folder().read) == []


def test_a_checkpoint_signed_by_a_key_after_its_end_is_named(movable: House, ground: Ground) -> None:
    movable.integrate()
    old = vault().signer
    movable.rotate(at=LATER)
    builders.file_petition()
    movable.integrate(at=LATER + timedelta(seconds=1))
    head = heads.latest_head(old.origin)
    assert head
    forged = str(old.note(parse_note(head.note).text))
    with intruder(ground) as connection:
        connection.execute("UPDATE checkpoint SET note = %s WHERE size = %s", (forged, head.size))
    assert [(one.code, one.table) for one in differences()] == [("tree.note_not_signed", "checkpoint")]


def test_while_both_keys_overlap_both_sign_every_checkpoint(movable: House) -> None:
    movable.integrate()
    old = vault().signer.key
    begun = movable.rotate(overlap=True, at=LATER)
    assert not begun.ended
    reopening.require_open()
    filed = door.execute(builders.prepare().command, actor=builders.PUBLIC, at=LATER).entry
    assert promised_by(filed) == vault().signer.key != old
    movable.integrate(at=LATER)
    assert _opens(_published(), old)
    assert _opens(_published(), vault().signer.key)
    done = movable.rotate(at=LATER + timedelta(days=1))
    assert done.ended
    assert done.change == begun.change
    assert len(vault().house_keys) == 2
    assert vault().signer.ending is None
    assert differences(read_file=log_folder().read) == []


def test_receipts_from_before_and_after_hold_and_name_all_keys(movable: House) -> None:
    life = builders.full_life()
    movable.integrate()
    movable.rotate(at=LATER)
    movable.rotate(at=LATER + timedelta(days=1))
    prepared = builders.prepare()
    outcome = door.execute(prepared.command, actor=builders.PUBLIC, at=LATER + timedelta(days=2))
    movable.integrate(at=LATER + timedelta(days=2))
    keys = [str(one.key) for one in vault().keys_of(vault().signer.origin)]
    before, after = verify(_receipt(life)), verify(receipt_of(prepared, outcome))
    assert list(before.keys.texts) == list(after.keys.texts) == keys
    assert [before.keys.place, after.keys.place] == [0, 2]
    assert before.log
    assert before.history
    assert {act.index is None for act in before.history} == {False}


def test_acts_of_two_keys_stand_in_one_history(movable: House) -> None:
    life = builders.transferred()
    old = vault().signer.key
    movable.rotate(at=life.at)
    life = builders.classified(life)
    movable.integrate(at=LATER)
    assert [promised_by(one.entry) == old for one in life.outcomes] == [True, True, False]
    proof = verify(_receipt(life))
    assert proof.history
    assert [act.index is None for act in proof.history] == [False, False]


@pytest.mark.parametrize("step", ["rotate", "execute", "sign", "retire"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_the_log_goes_on_and_the_next_try_finishes_it(
    movable: House, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    movable.integrate()
    first = vault().signer.key
    owner, name = {
        "rotate": (House, "rotate_key"),
        "execute": (door, "execute"),
        "sign": (numbering, "keep_checkpoint"),
        "retire": (House, "retire_key"),
    }[step]
    with dying(owner, name, monkeypatch, after=after), pytest.raises(Killed):
        movable.rotate(at=LATER)
    movable.look_again()
    reopening.require_open()
    begun = [str(one.key) for one in vault().house_keys]
    life = builders.file_petition()
    movable.integrate(at=LATER)
    assert differences(read_file=log_folder().read) == []
    movable.rotate(at=LATER + timedelta(hours=1))
    keys = [str(one.key) for one in vault().house_keys]
    finished = (step, after) == ("retire", True)
    assert keys[-len(begun) :] == begun  # a new key that was in the file already is the one that follows
    assert len(keys) == (3 if finished else 2)
    assert key_changes()[0].former == str(first)
    assert len(key_changes()) == len(told_changes()) == len(keys) - 1
    assert vault().signer.ending is None
    assert verify(_receipt(life)).log
    assert differences(read_file=log_folder().read) == []


def test_an_older_copy_of_the_key_file_signs_nothing_any_more(movable: House) -> None:
    movable.integrate()
    older = (movable.keys / "keys.json").read_bytes()
    movable.rotate(at=LATER)
    (movable.keys / "keys.json").write_bytes(older)
    movable.look_again()
    builders.file_petition()
    before = _published()
    for refused in (reopening.require_open, movable.integrate, movable.rotate):
        with pytest.raises(Conflict, match=r"log\.keys_older"):
            refused()
    with pytest.raises(Conflict, match=r"reopen\.keys_older"):
        movable.reopen()
    assert _published() == before


def test_a_database_older_than_the_key_file_does_not_go_on(movable: House) -> None:
    movable.integrate()
    carried = movable.back_up()
    movable.rotate(at=LATER)
    movable.fall_back()
    log_folder().replace_checkpoint(carried)  # nothing published tells that there was more
    with pytest.raises(Conflict, match=r"log\.not_reopened"):
        reopening.require_open()
    movable.reopen(at=LATER)
    builders.file_petition()
    movable.integrate(at=LATER)
    assert differences(read_file=log_folder().read) == []


def test_a_log_whose_key_was_changed_can_be_opened_anew_even_halfway(movable: House) -> None:
    life = builders.full_life()
    movable.integrate()
    carried = movable.back_up()
    movable.rotate(at=LATER)
    movable.rotate(overlap=True, at=LATER)
    last = vault().signer.key
    movable.restore(carried)
    movable.reopen(at=LATER)
    [told] = reopenings()[-1].after
    assert (told["origin"], told["key"], reopenings()[-1].missing) == (last.name, str(last), 2)
    assert vault().signer.ending is None
    proof = verify(_receipt(life))
    assert proof.log
    assert len(proof.keys.texts) == 3
    assert differences(read_file=log_folder().read) == []


def test_nobody_else_may_integrate_meanwhile(movable: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (movable.keys / "keys.json").read_bytes()
    with log_folder().alone(), pytest.raises(Conflict, match=r"rotate\.integrated_elsewhere"):
        movable.rotate()
    assert (movable.keys / "keys.json").read_bytes() == before
    old = vault().signer
    whole = door.execute

    def overtaken(*given: Any, **more: Any) -> Any:
        done = whole(*given, **more)
        Integrator(old, log_folder()).turn(at=AT)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(door, "execute", overtaken)
        with pytest.raises(Conflict, match=r"rotate\.not_signed_by_both"):
            movable.rotate()
    assert vault().signer.ending is not None
    builders.file_petition()
    assert movable.rotate().ended
