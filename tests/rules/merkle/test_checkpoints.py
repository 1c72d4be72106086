"""Checkpoints and cosignatures are those of C2SP tlog-checkpoint and tlog-cosignature."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import (
    LARGEST_SIZE,
    LATEST,
    Checkpoint,
    cosignature,
    cosignature_message,
    open_checkpoint,
    parse_checkpoint,
    verify_cosignature,
)
from huiyin.rules.merkle.note import KeyType, Note, parse_note
from rules.merkle.signing import holds, private_key, public

# The example of C2SP tlog-cosignature.
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501  as it stands there
LOG, WITNESS = "log.example/petitions", "witness.example/w1"
TEXT = Checkpoint(origin=LOG, size=9, root=bytes(range(32))).text
ROOT_LINE = base64.b64encode(bytes(range(32))).decode()
AT = 1_679_315_147


def published(text: str = TEXT, *, key: str = LOG) -> Note:
    """Return the text signed by the log."""
    line = public(key).signature(private_key(key).sign(text.encode()))
    return Note(text=text, signatures=(line,))


def cosigned(note: Note, at: int = AT, *, signed_at: int | None = None) -> Note:
    """Return the note with the line of the witness; signed for another instant when `signed_at` says so."""
    message = cosignature_message(note.text, at if signed_at is None else signed_at)
    line = cosignature(public(WITNESS, KeyType.COSIGNATURE), at, private_key(WITNESS).sign(message))
    return note.signed_also(line)


def test_the_example_of_the_specification_is_read() -> None:
    note = parse_note(EXAMPLE)
    assert str(note) == EXAMPLE
    found = parse_checkpoint(note.text)
    assert (found.origin, found.size, found.extensions) == ("example.com/behind-the-sofa", 20_852_163, ())
    assert found.text == note.text
    assert int.from_bytes(note.signatures[1].value[:8]) == AT
    assert len(note.signatures[1].value) == 8 + 64


def test_the_message_of_a_witness_is_that_of_the_specification() -> None:
    expected = f"cosignature/v1\ntime 1679315147\n{parse_note(EXAMPLE).text}"
    assert cosignature_message(parse_note(EXAMPLE).text, AT) == expected.encode()


@given(
    origin=st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1),
    size=st.integers(0, LARGEST_SIZE),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1), max_size=3),
)
def test_a_checkpoint_is_read_as_it_was_written(
    origin: str, size: int, root: bytes, extensions: list[str]
) -> None:
    checkpoint = Checkpoint(origin=origin, size=size, root=root, extensions=tuple(extensions))
    assert parse_checkpoint(checkpoint.text) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"{LOG}\n9\n",
        f"{LOG}\n9\n{ROOT_LINE}",
        f"\n9\n{ROOT_LINE}\n",
        f"{LOG}\n\n{ROOT_LINE}\n",
        f"{LOG}\n09\n{ROOT_LINE}\n",
        f"{LOG}\n00\n{ROOT_LINE}\n",
        f"{LOG}\n-9\n{ROOT_LINE}\n",
        f"{LOG}\n+9\n{ROOT_LINE}\n",
        f"{LOG}\n 9\n{ROOT_LINE}\n",
        f"{LOG}\n9.0\n{ROOT_LINE}\n",
        f"{LOG}\n٩\n{ROOT_LINE}\n",
        f"{LOG}\n{LARGEST_SIZE + 1}\n{ROOT_LINE}\n",
        f"{LOG}\n{'9' * 5000}\n{ROOT_LINE}\n",
        f"{LOG}\n9\n{ROOT_LINE[:-4]}\n",
        f"{LOG}\n9\n{ROOT_LINE[:-1]}\n",
        f"{LOG}\n9\n{ROOT_LINE[:-2]}9=\n",
        f"{LOG}\n9\nAAAA{ROOT_LINE}\n",
        f"{LOG}\n9\n{bytes(32).hex()}\n",
        f"{LOG}\n9\n{ROOT_LINE}\n\n",
        f"{LOG}\n9\n{ROOT_LINE}\n\nextension\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_checkpoint(text)
    assert refused.value.code == "merkle.not_a_checkpoint"


def opened(note: Note, *, origin: str = LOG, key: str = LOG) -> Checkpoint:
    found, checkpoint = open_checkpoint(
        str(note).encode(), origin=origin, key=public(key), signature_holds=holds
    )
    assert found == note
    return checkpoint


def test_a_checkpoint_is_opened_with_the_key_of_its_log() -> None:
    checkpoint = opened(cosigned(published()))
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (LOG, 9, bytes(range(32)))
    assert opened(published(TEXT + "extension\n")).extensions == ("extension",)


@pytest.mark.parametrize(
    ("note", "origin", "key", "code"),
    [
        (published(), "other.example", LOG, "merkle.other_origin"),
        (published(), LOG, "other.example", "merkle.not_signed"),
        (published(key="other.example"), LOG, LOG, "merkle.not_signed"),
        (replace(published(), text=TEXT.replace("9", "8", 1)), LOG, LOG, "merkle.signature_invalid"),
        (published("no checkpoint\n"), LOG, LOG, "merkle.not_a_checkpoint"),
    ],
)
def test_a_checkpoint_of_another_log_or_key_is_refused(note: Note, origin: str, key: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(note, origin=origin, key=key)
    assert refused.value.code == code


def test_a_witness_is_believed_with_its_key_and_instant() -> None:
    key = public(WITNESS, KeyType.COSIGNATURE)
    note = parse_note(str(cosigned(published())))
    assert verify_cosignature(note, key, holds) == AT
    assert verify_cosignature(note, key, holds, until=AT) == AT
    assert verify_cosignature(cosigned(note, AT + 60), key, holds) == AT + 60


def test_extension_lines_are_cosigned_too() -> None:
    note = cosigned(published(TEXT + "extension\n"))
    key = public(WITNESS, KeyType.COSIGNATURE)
    assert verify_cosignature(note, key, holds) == AT
    with pytest.raises(Invalid):
        verify_cosignature(replace(note, text=TEXT), key, holds)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (published(), "merkle.not_signed"),
        (cosigned(published(), AT, signed_at=AT - 1), "merkle.signature_invalid"),
        (cosigned(published(), LATEST, signed_at=AT), "merkle.signature_invalid"),
        (replace(cosigned(published()), text=TEXT.replace("9", "8", 1)), "merkle.signature_invalid"),
        (cosigned(published(), AT + 1), "merkle.cosigned_in_future"),
        (cosigned(cosigned(published()), AT + 1), "merkle.cosigned_in_future"),
    ],
)
def test_a_witness_that_did_not_sign_this_then_is_not_believed(note: Note, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        verify_cosignature(note, public(WITNESS, KeyType.COSIGNATURE), holds, until=AT)
    assert refused.value.code == code


@pytest.mark.parametrize("value", [b"", bytes(8), bytes(71), bytes(72), bytes(73), b"\xff" * 72])
def test_a_line_that_is_no_cosignature_is_refused(value: bytes) -> None:
    key = public(WITNESS, KeyType.COSIGNATURE)
    with pytest.raises(Invalid) as refused:
        verify_cosignature(published().signed_also(key.signature(value)), key, lambda *_: True)
    assert refused.value.code == "merkle.signature_invalid"


def test_the_key_of_a_log_is_no_key_of_a_witness() -> None:
    with pytest.raises(Invalid) as refused:
        verify_cosignature(cosigned(published()), public(WITNESS), holds)
    assert refused.value.code == "merkle.key_of_another_type"


def test_a_log_may_be_as_large_and_a_witness_as_late_as_63_bits_say() -> None:
    largest = Checkpoint(origin=LOG, size=LARGEST_SIZE, root=bytes(32))
    assert parse_checkpoint(largest.text) == largest
    key = public(WITNESS, KeyType.COSIGNATURE)
    for at in (1, LATEST):
        assert verify_cosignature(cosigned(published(), at), key, holds) == at


@pytest.mark.parametrize("at", [-1, 0, LATEST + 1])
def test_nobody_signs_before_1970_or_after_the_end_of_time(at: int) -> None:
    with pytest.raises(Invalid) as refused:
        cosignature(public(WITNESS, KeyType.COSIGNATURE), at, bytes(64))
    assert refused.value.code == "merkle.time_outside"
