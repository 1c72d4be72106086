"""A restored backup never goes on as if nothing were: the log ends, and another says what is missing."""

import pytest
from django.db import transaction

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import door
from huiyin.door import integrating as numbering
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.prepare import reopening
from huiyin.prepare.receipts import own_receipt, verify
from huiyin.queries.ledger import leaves
from huiyin.queries.ledger.leaves import Mark
from huiyin.queries.ledger.published import published_head
from huiyin.queries.ledger.reopenings import reopening_entries, reopenings
from huiyin.queries.outreach.own_story import own_story
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.receipt.commitment import open_body
from huiyin.vault.current import vault
from support.database import Ground
from support.killed import Killed, dying
from support.log import naive_root
from support.moment import AT
from support.reopening import House
from support.roles import intruder
from support.state import rows
from support.verifying import differences

Gap = tuple[builders.Life, builders.Life, bytes]


def _size(note: bytes) -> int:
    return parse_checkpoint(parse_note(note).text).size


def _receipt(life: builders.Life) -> bytes:
    story = own_story(life.petition)
    assert story
    receipt = own_receipt(life.petition, story.filed, at=AT)
    assert receipt
    return receipt


@pytest.fixture
def gap(movable: House) -> Gap:
    """A life before the backup, one lost after it, and the last public checkpoint; the backup is back."""
    before = builders.full_life()
    movable.integrate()
    carried = movable.back_up()
    after = builders.file_petition()
    movable.integrate()
    newest = log_folder().checkpoint()
    assert newest
    movable.restore(carried)
    return before, after, newest


def test_what_was_restored_is_not_integrated_before_the_log_is_opened_anew(movable: House, gap: Gap) -> None:
    before = log_folder().checkpoint()
    for refused in (reopening.require_open, movable.integrate):
        with pytest.raises(Conflict) as caught:
            refused()
        assert caught.value.code == "log.not_reopened"
    assert log_folder().checkpoint() == before == gap[2]


def test_the_first_entry_of_the_new_log_states_the_gap(movable: House, gap: Gap) -> None:
    old, newest = vault().signer.origin, parse_checkpoint(parse_note(gap[2]).text)
    held = [row["commitment"] for row in sorted(rows("tree_leaf"), key=lambda row: row["index"])]
    done = movable.reopen()
    [told] = done.after
    assert (told["origin"], told["size"], told["note"].encode()) == (old, newest.size, gap[2])
    assert (told["held"], done.missing) == (newest.size - 1, 1)
    assert done.held_root == naive_root(held)
    assert done.origin == vault().signer.origin != old
    assert done.origin.partition("/")[0] == old.partition("/")[0]
    head = published_head()
    assert head
    [entry] = reopening_entries()
    assert (head.origin, head.size, head.root) == (done.origin, 1, naive_root([entry.commitment]))
    assert open_body(entry.salt, entry.body).commitment == entry.commitment
    reopening.require_open()
    builders.file_petition()
    assert movable.integrate() == 2
    assert differences(read_file=log_folder().read) == []


def test_old_and_new_receipts_hold_after_it(movable: House, gap: Gap) -> None:
    before, old = gap[0], vault().signer.key
    movable.reopen()
    proof = verify(_receipt(before))
    assert (proof.origin, proof.public_key) == (old.name, old.public_key)
    assert proof.log
    assert proof.log.checkpoint.size == _size(gap[2])
    assert proof.history
    assert {act.index is None for act in proof.history} == {False}
    later = builders.file_petition()
    movable.integrate()
    proof = verify(_receipt(later))
    assert proof.origin == vault().signer.origin
    assert proof.log
    assert proof.log.index == 1


@pytest.mark.usefixtures("gap")
def test_a_larger_published_checkpoint_is_enough_without_any_mark(movable: House) -> None:
    log_folder().forget_restored()
    with pytest.raises(Conflict, match=r"log\.not_reopened"):
        reopening.require_open()
    assert movable.reopen().missing == 1


def test_a_checkpoint_that_somebody_kept_tells_more_than_this_machine_knows(movable: House, gap: Gap) -> None:
    carried = max(rows("checkpoint"), key=lambda one: one["size"])["note"].encode()
    log_folder().replace_checkpoint(carried)
    log_folder().forget_restored()
    reopening.require_open()
    for strange in (b"nothing", gap[2].replace(b"/", b"-", 1)):
        with pytest.raises(Invalid, match=r"reopen\.strange_note"):
            movable.reopen(strange)
    with pytest.raises(Conflict, match=r"reopen\.not_needed"):
        movable.reopen(carried)
    assert movable.reopen(gap[2]).missing == 1


def test_nothing_is_reopened_while_the_log_may_go_on(movable: House) -> None:
    movable.integrate()
    before = movable.keys.joinpath("keys.json").read_bytes()
    with pytest.raises(Conflict, match=r"reopen\.not_needed"):
        movable.reopen()
    assert movable.keys.joinpath("keys.json").read_bytes() == before


def test_on_a_new_machine_the_old_log_is_published_again_as_far_as_it_was_signed(movable: House) -> None:
    life = builders.full_life()
    movable.integrate()
    waited = builders.file_petition()  # in the backup, without an index yet
    carried = movable.back_up()
    movable.log.rename(movable.log.with_name("lost"))
    movable.restore(carried)
    done = movable.reopen()
    [told] = done.after
    assert told["note"].encode() == carried == log_folder().of(told["origin"]).checkpoint()
    assert told["held"] == told["size"] + 1
    assert done.missing == 0
    assert verify(_receipt(life)).log
    assert verify(_receipt(waited)).log is None  # in no signed tree; its promise holds
    assert differences() == []


def test_verification_of_several_logs_goes_on_from_any_place_it_had_reached(
    movable: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "MARK_AFTER", 1)
    monkeypatch.setattr(reopening, "BATCH", 2)  # what waits is numbered in several goes
    movable.integrate()
    builders.full_life()
    movable.restore(movable.back_up())
    movable.reopen()
    for _ in range(2):
        builders.file_petition()
        movable.integrate()
    with transaction.atomic(using=sql.OWNER):
        marks = list(leaves.walk_tree(log_folder().read))
        assert len({one.first for one in marks if isinstance(one, Mark)}) == 2
        for mark in marks:
            assert isinstance(mark, Mark)
            assert all(isinstance(one, Mark) for one in leaves.walk_tree(log_folder().read, mark))
    assert differences(read_file=log_folder().read) == []


def test_altered_leaves_are_not_published_as_the_old_log(movable: House, ground: Ground) -> None:
    movable.integrate()
    carried = movable.back_up()
    movable.log.rename(movable.log.with_name("lost"))
    movable.restore(carried)
    with intruder(ground) as connection:
        connection.execute("UPDATE tree_leaf SET commitment = sha256('x') WHERE index = 3")
    with pytest.raises(Conflict, match=r"log\.root_differs"):
        movable.reopen()
    assert len(vault().house_keys) == 1


@pytest.mark.usefixtures("gap")
def test_a_published_checkpoint_that_does_not_read_is_looked_at_first(movable: House) -> None:
    log_folder().replace_checkpoint(b"damaged")
    with pytest.raises(Conflict, match=r"log\.published_unreadable"):
        movable.reopen()


def test_restored_twice_the_third_log_names_both_that_ended(movable: House, gap: Gap) -> None:
    first = movable.reopen()
    for _ in range(3):
        builders.file_petition()
    movable.integrate()
    movable.restore()  # the same backup: it knows nothing of the first time
    second = movable.reopen()
    told = {one["origin"]: (one["size"], one["held"]) for one in second.after}
    assert told == {
        first.after[0]["origin"]: (_size(gap[2]), _size(gap[2]) - 1),
        first.origin: (4, 0),
    }
    assert second.missing == 5
    assert second.origin not in told
    assert differences(read_file=log_folder().read) == []


def test_a_backup_of_the_second_log_leads_to_a_third(movable: House, gap: Gap) -> None:
    first = movable.reopen()
    lives = [builders.full_life()]
    movable.integrate()
    carried = movable.back_up()
    builders.file_petition()
    movable.integrate()
    movable.restore(carried)
    second = movable.reopen()
    assert [one["origin"] for one in second.after] == [first.origin]
    assert second.missing == 1
    assert [one.origin for one in reopenings()] == [first.origin, second.origin]
    lives += [builders.full_life(), gap[0]]
    movable.integrate()
    for life in lives:
        proof = verify(_receipt(life))
        assert proof.log
        assert proof.history
    assert differences(read_file=log_folder().read) == []


@pytest.mark.parametrize("step", ["number", "republish", "change", "execute", "forget", "turn"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_it_can_be_repeated(
    movable: House, gap: Gap, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    owner, name = {
        "number": (numbering, "number"),
        "republish": (reopening, "republish"),
        "change": (House, "change_keys"),
        "execute": (door, "execute"),
        "forget": (type(log_folder()), "forget_restored"),
        "turn": (reopening.Integrator, "turn"),
    }[step]
    with dying(owner, name, monkeypatch, after=after), pytest.raises(Killed):
        movable.reopen()
    movable.look_again()
    try:
        reopening.require_open()
    except Conflict:
        movable.reopen()
    told = {one["origin"]: one for reopened in reopenings() for one in reopened.after}
    assert sum(one.missing for one in reopenings()) == 1
    assert len(told) == len(vault().house_keys) - 1  # a log that was never used ended too
    builders.file_petition()
    movable.integrate()
    assert differences(read_file=log_folder().read) == []
    assert verify(_receipt(gap[0])).log


@pytest.mark.usefixtures("gap")
def test_an_older_copy_of_the_key_file_does_not_bring_the_ended_log_back(movable: House) -> None:
    file = movable.keys / "keys.json"
    older = file.read_bytes()
    movable.reopen()
    newer = file.read_bytes()
    file.write_bytes(older)
    movable.look_again()
    with pytest.raises(Conflict, match=r"log\.not_reopened"):
        movable.integrate()
    with pytest.raises(Conflict, match=r"reopen\.keys_older"):
        movable.reopen()
    assert file.read_bytes() == older
    file.write_bytes(newer)
    movable.look_again()
    reopening.require_open()


@pytest.mark.usefixtures("gap")
def test_leaves_of_the_ended_log_that_were_altered_are_named(movable: House, ground: Ground) -> None:
    done = movable.reopen()
    with intruder(ground) as connection:
        connection.execute("UPDATE reopening SET held_root = sha256('x')")
    assert ("tree.held_differs", done.origin) in {(one.code, one.row) for one in differences()}
    with intruder(ground) as connection:
        connection.execute("DELETE FROM tree_leaf WHERE index = 4")
    assert ("tree.index_missing", "4") in {(one.code, one.row) for one in differences()}


def test_the_database_itself_signs_nothing_for_a_log_that_ended(movable: House, gap: Gap) -> None:
    old = vault().signer.origin
    movable.reopen()
    for size in (_size(gap[2]), 10**6):
        with pytest.raises(Conflict, match=r"tree\.log_closed"):
            numbering.keep_checkpoint(origin=old, size=size, root=b"r" * 32, note="note", at=AT)
    with pytest.raises(Conflict, match=r"tree\.leaves_missing"):
        numbering.keep_checkpoint(origin=vault().signer.origin, size=2, root=b"r" * 32, note="note", at=AT)
