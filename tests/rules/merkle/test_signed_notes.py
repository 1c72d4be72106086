"""Notes and keys are read as C2SP signed-note writes them, and in no other way."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import (
    LARGEST,
    KeyType,
    Note,
    VerifierKey,
    from_base64,
    is_key_name,
    key_id,
    parse_key,
    parse_note,
    parse_signatures,
    signatures_of,
    verify,
    verify_one_of,
)
from rules.merkle.signing import holds, private_key, public

# The example of C2SP signed-note, "Verifier keys".
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_TEXT = "This is an example message.\n"
EXAMPLE_LINE = (
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
EXAMPLE = f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE}"
LOG = "log.example/petitions"


def signed(text: str, *names: str) -> Note:
    """Return the text signed under these names."""
    lines = [public(name).signature(private_key(name).sign(text.encode())) for name in names]
    return Note(text=text, signatures=()).signed_also(*lines)


def test_the_example_of_the_specification_holds() -> None:
    key = parse_key(EXAMPLE_KEY)
    assert (key.name, key.type, key.key_id.hex()) == ("example.com/foo", KeyType.ED25519, "530d903a")
    assert str(key) == EXAMPLE_KEY
    note = parse_note(EXAMPLE)
    assert note.text == EXAMPLE_TEXT
    assert str(note) == EXAMPLE
    verify(note, key, holds)


def test_the_key_of_the_go_checksum_database_is_read() -> None:
    text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert str(parse_key(text)) == text


def test_a_note_is_read_as_it_was_written() -> None:
    note = signed("line\n\nafter an empty line\n", LOG, "other.example")
    assert parse_note(str(note)) == parse_note(str(note).encode()) == note
    for name in (LOG, "other.example"):
        verify(note, public(name), holds)


def test_signatures_are_added_below_and_once() -> None:
    note = signed("text\n", LOG)
    (other,) = signed("text\n", "other.example").signatures
    both = note.signed_also(other, other, *note.signatures)
    assert both.signatures == (*note.signatures, other)
    assert str(both).startswith(str(note))


def test_the_same_key_has_another_id_for_another_kind_of_signature() -> None:
    one, other = public(LOG), public(LOG, KeyType.COSIGNATURE)
    assert one.key_id != other.key_id
    assert one.key_id == key_id(LOG, one.public_key)
    assert parse_key(str(other)) == other


@pytest.mark.parametrize(
    "data",
    [
        "",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        EXAMPLE_LINE,
        EXAMPLE.removesuffix("\n"),
        EXAMPLE + "\n",
        EXAMPLE + "a line more\n",
        EXAMPLE + "— example.com/foo\n",
        EXAMPLE.replace("\n\n", "\n"),
        EXAMPLE.replace("—", "-"),
        EXAMPLE.replace("—", "–"),
        EXAMPLE.replace("— ", "—"),
        EXAMPLE.replace("— ", "—  "),
        EXAMPLE.replace("foo ", "foo  "),
        EXAMPLE.replace("foo ", "f+o "),
        EXAMPLE.replace("foo ", "f\u3000o "),
        EXAMPLE.replace("example.com/foo ", ""),
        EXAMPLE.replace("IneyaQM=", "IneyaQN="),  # bits that mean nothing
        EXAMPLE.replace("IneyaQM=", "IneyaQM"),
        EXAMPLE.replace("IneyaQM=", "IneyaQM=="),
        EXAMPLE.replace("IneyaQM=", "Iney_QM="),
        EXAMPLE.replace("\n", "\r\n"),
        EXAMPLE.replace("This", "This\t"),
        EXAMPLE.replace("This", "This\x00"),
        EXAMPLE.replace("This", "This\x1f"),
        EXAMPLE.replace("This", "This\ud800"),
        EXAMPLE.encode().replace(b"This", b"This\xff"),
        f"{EXAMPLE_TEXT}\n— name {base64.b64encode(bytes(4)).decode()}\n",
        f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE * 65}",
        "x" * LARGEST + EXAMPLE,
    ],
)
def test_what_is_no_note_is_refused(data: str | bytes) -> None:
    with pytest.raises(Invalid) as refused:
        parse_note(data)
    assert refused.value.code == "merkle.not_a_note"


def test_sixteen_signatures_and_more_are_read() -> None:
    # "MUST accept at least up to 16 signatures"
    for count in (1, 16, 64):
        assert len(parse_note(f"{EXAMPLE_TEXT}\n{EXAMPLE_LINE * count}").signatures) == count
    large = "— post.quantum " + base64.b64encode(bytes(5000)).decode() + "\n"
    assert len(parse_note(f"{EXAMPLE_TEXT}\n{large * 16}").signatures) == 16


def test_a_note_may_be_as_large_as_256_kib() -> None:
    exactly = "x" * (LARGEST - len(EXAMPLE.encode())) + EXAMPLE
    assert len(parse_note(exactly).text) > 260_000
    with pytest.raises(Invalid):
        parse_note("x" + exactly)


def test_lines_of_signatures_are_read_without_their_note() -> None:
    (line,) = parse_signatures(EXAMPLE_LINE)
    assert line.line == EXAMPLE_LINE
    for wrong in ("", "\n", EXAMPLE_LINE + "\n", EXAMPLE_LINE[:-1]):
        with pytest.raises(Invalid):
            parse_signatures(wrong)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"{text}\n\n{EXAMPLE_LINE}".encode()))
def test_whatever_is_read_as_a_note_is_written_the_same(data: bytes) -> None:
    try:
        note = parse_note(data)
    except Invalid as refused:
        assert refused.code == "merkle.not_a_note"  # noqa: PT017  only one reason there is
    else:
        assert str(note).encode() == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        EXAMPLE_KEY + "\n",
        EXAMPLE_KEY[1:],
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530d903"),
        EXAMPLE_KEY.replace("+Ae", "+Be"),
        EXAMPLE_KEY.replace("foo", "f o"),
        EXAMPLE_KEY.replace("foo", "f\ud800o"),
        EXAMPLE_KEY.replace("foo", "f\x01o"),
        EXAMPLE_KEY[:-4],
        EXAMPLE_KEY + "AAAA",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "name+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(),
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_key(text)
    assert refused.value.code == "merkle.not_a_key"


def test_names_of_keys_have_no_spaces_and_no_plus() -> None:
    assert is_key_name("信访.example/回音")
    for wrong in ("", "a b", "a+b", "a\u00a0b", "a\u2028b", "a\x85b", "a\nb", "a\x02b"):
        assert not is_key_name(wrong)


def test_a_note_that_the_key_did_not_sign_is_refused() -> None:
    note = signed("text\n", LOG)
    for key in (public("other.example"), parse_key(EXAMPLE_KEY)):
        with pytest.raises(Invalid) as refused:
            verify(note, key, holds)
        assert refused.value.code == "merkle.not_signed"


def test_a_key_of_another_type_signs_nothing() -> None:
    with pytest.raises(Invalid) as refused:
        verify(signed("text\n", LOG), public(LOG, KeyType.COSIGNATURE), holds)
    assert refused.value.code == "merkle.key_of_another_type"


def test_every_changed_byte_is_noticed() -> None:
    note, key = signed("text\n", LOG), public(LOG)
    (line,) = note.signatures
    values = [line.value[:at] + bytes([line.value[at] ^ 1]) + line.value[at + 1 :] for at in range(64)]
    changed = [Note(text=note.text, signatures=(key.signature(value),)) for value in (*values, b"x" * 63)]
    changed += [
        Note(text=text, signatures=note.signatures) for text in ("text \n", "text\n\n", "Text\n", "\n")
    ]
    for one in changed:
        with pytest.raises(Invalid) as refused:
            verify(one, key, holds)
        assert refused.value.code == "merkle.signature_invalid"


def test_one_wrong_signature_under_the_name_and_id_of_the_key_spoils_the_note() -> None:
    # "If a signature from a known key fails to verify, clients SHOULD reject the whole note."
    note, key = signed("text\n", LOG), public(LOG)
    spoilt = note.signed_also(key.signature(bytes(64)))
    with pytest.raises(Invalid) as refused:
        verify(spoilt, key, holds)
    assert refused.value.code == "merkle.signature_invalid"


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    # "even if they share a name or ID (but not both) with a known key"
    note, key = signed("text\n", LOG), public(LOG)
    stranger = VerifierKey(name=LOG, type=KeyType.ED25519, public_key=bytes(32)).signature(bytes(64))
    same_id = signed("text\n", "other.example").signatures[0]
    same_id = type(same_id)(name="another.example", key_id=key.key_id, value=bytes(64))
    verify(note.signed_also(stranger, same_id), key, holds)
    assert len(signatures_of(note.signed_also(stranger, same_id), key, KeyType.ED25519)) == 1


def test_of_several_keys_one_that_signed_is_enough_and_each_that_signed_must_hold() -> None:
    note, key = signed("text\n", LOG), public(LOG)
    former = VerifierKey(name=LOG, type=KeyType.ED25519, public_key=bytes(32))
    verify_one_of(note, (former, key), holds)
    verify_one_of(note, (key,), holds)
    spoilt = note.signed_also(former.signature(b"x" * 64))
    for keys in ((former,), ()):
        with pytest.raises(Invalid) as refused:
            verify_one_of(note, keys, holds)
        assert refused.value.code == "merkle.not_signed"
    with pytest.raises(Invalid) as refused:
        verify_one_of(spoilt, (key, former), holds)
    assert refused.value.code == "merkle.signature_invalid"


def test_bytes_are_written_in_one_way() -> None:
    assert from_base64("AAE=") == b"\x00\x01"
    for wrong in ("AAF=", "AAE", "AAE==", "AA E=", "AAE=\n", "啊", "-_8="):
        assert from_base64(wrong) is None
