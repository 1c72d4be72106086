"""What goes over the wire between a log and a witness."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.witness.messages import (
    LARGEST_BODY,
    Request,
    origin_hash,
    read_conflict,
    read_request,
    write_conflict,
    write_request,
)

SIGNATURE = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
# The example of C2SP tlog-witness, section "add-checkpoint".
SPECIFIED = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa {signature}
""".replace("{signature}", SIGNATURE)
HASH = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw="


def test_the_example_of_the_specification_is_read_and_written_back() -> None:
    request = read_request(SPECIFIED.encode())
    assert request.old_size == 20852014
    assert [one[:2].hex() for one in request.proof] == ["3e54", "8eb2", "e7ea", "ffa5"]
    assert request.note.startswith("example.com/behind-the-sofa\n20852163\n")
    assert write_request(request).decode() == SPECIFIED


@given(
    st.integers(0, (1 << 63) - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    st.text(max_size=200),
)
def test_what_is_written_is_read(old: int, proof: list[bytes], note: str) -> None:
    request = Request(old_size=old, proof=tuple(proof), note=note)
    assert read_request(write_request(request)) == request


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"", "body"),
        (b"old 0\nnote without an empty line\n", "body"),
        (b"old 0\n\n" + b"x" * LARGEST_BODY, "body"),
        (b"0\n\nnote\n", "old"),
        (b"old\n\nnote\n", "old"),
        (b"old 01\n\nnote\n", "old"),
        (b"old -1\n\nnote\n", "old"),
        (b"old +1\n\nnote\n", "old"),
        (b"old 1 \n\nnote\n", "old"),
        (b"old 1\r\n\nnote\n", "old"),
        (b"old 1_0\n\nnote\n", "old"),
        (b"old 9223372036854775808\n\nnote\n", "old"),
        ("old ١\n\nnote\n".encode(), "old"),
        (b"Old 1\n\nnote\n", "old"),
        (b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\nnote\n", "proof"),
        (f"old 1\n{HASH}\n".encode() * 64 + b"\nnote\n", "proof"),
        (f"old 1\n{HASH[:-1]}\n\nnote\n".encode(), "proof"),
        (f"old 1\n{HASH}=\n\nnote\n".encode(), "proof"),
        (f"old 1\n {HASH}\n\nnote\n".encode(), "proof"),
        (f"old 1\n{HASH[:-2]}x=\n\nnote\n".encode(), "proof"),  # other bits in the last character
        (b"old 1\nAAAA\n\nnote\n", "proof"),
        ("old 1\nä\n\nnote\n".encode(), "proof"),
        (b"old 1\n\n\xff\n", "note"),
    ],
)
def test_what_is_no_request_is_refused_and_the_part_named(body: bytes, part: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_request(body)
    assert (refused.value.code, refused.value.field) == ("witness.malformed", part)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_request_or_refused(body: bytes) -> None:
    with suppress(Invalid):
        request = read_request(body)
        assert write_request(request) == body


def test_most_hashes_are_taken() -> None:
    body = f"old 1\n{f'{HASH}{chr(10)}' * 63}\nnote\n".encode()
    assert len(read_request(body).proof) == 63


@pytest.mark.parametrize(
    ("body", "size"),
    [(b"0\n", 0), (b"12\n", 12), (b"12", None), (b"\n", None), (b"12\n\n", None), (b"", None)],
)
def test_a_conflict_names_a_size(body: bytes, size: int | None) -> None:
    assert read_conflict(body) == size
    if size is not None:
        assert write_conflict(size) == body


def test_a_log_has_its_origins_hash_in_addresses() -> None:
    assert origin_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
