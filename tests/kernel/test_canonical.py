"""Canonical bytes: one value, one sequence of bytes, whoever writes it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, NewType
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import canonical
from huiyin.kernel.ids import OfficeId

SHANGHAI = timezone(timedelta(hours=8))


class Colour(StrEnum):
    """A text with a name."""

    RED = "red"


class Size(IntEnum):
    """A number with a name."""

    BIG = 3


class Mark:
    """Something else that a type of texts or numbers can also be."""


class Text(str, Mark):  # noqa: SLOT000  a plain one, as others make them
    """A text of a type of its own."""


class Number(int, Mark):
    """A number of a type of its own."""


class Ticket(UUID):
    """An id of a type of its own, as drivers make them."""


class Day(date):
    """A day of a type of its own."""


class Moment(datetime):
    """An instant of a type of its own."""


Office = NewType("Office", int)

VECTORS: list[tuple[Any, str]] = [
    (None, "null"),
    (True, "true"),
    (0, "0"),
    (-12, "-12"),
    (2**64 - 1, "18446744073709551615"),
    (-(2**63), "-9223372036854775808"),
    ("", '""'),
    ("污水 𠮷", '"污水 𠮷"'),
    ('a"b\\c/d', '"a\\"b\\\\c/d"'),
    ("\x00\x1f\n\t\r\b\f\x7f", '"\\u0000\\u001f\\n\\t\\r\\b\\f\x7f"'),
    ([1, [2, ()]], "[1,[2,[]]]"),
    ({"b": 1, "a": 2, "中": 3, "A": 4}, '{"A":4,"a":2,"b":1,"中":3}'),
    ({"\ue000": 1, "\U00010000": 2}, '{"\ue000":1,"\U00010000":2}'),
    ({1: "x"}, '{"1":"x"}'),
    ({Colour.RED: Size.BIG}, '{"red":3}'),
    (frozenset({3, 1, 2}), "[1,2,3]"),
    (b"\x00\xff", '"AP8="'),
    (bytearray(b"a"), '"YQ=="'),
    (memoryview(b"a"), '"YQ=="'),
    (date(2026, 5, 6), '"2026-05-06"'),
    (datetime(2026, 5, 6, 10, 0, tzinfo=SHANGHAI), '"2026-05-06T02:00:00.000000Z"'),
    (datetime(2026, 5, 6, 1, 2, 3, 4, tzinfo=UTC), '"2026-05-06T01:02:03.000004Z"'),
    (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
    (OfficeId(510104001), "510104001"),
    (Office(1), "1"),
    (Text("x"), '"x"'),
    (Number(5), "5"),
    (Ticket(int=7), '"00000000-0000-0000-0000-000000000007"'),
    (Day(2026, 5, 6), '"2026-05-06"'),
    (Moment(2026, 5, 6, 10, 0, tzinfo=SHANGHAI), '"2026-05-06T02:00:00.000000Z"'),
    (MappingProxyType({"a": 1}), '{"a":1}'),
]


@pytest.mark.parametrize(("value", "text"), VECTORS)
def test_golden_vectors(value: Any, text: str) -> None:
    assert canonical.encode(value) == text.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), {"a": [0.5]}, object(), datetime(2026, 5, 6), 1j, 2**64, -(2**63) - 1, "\ud800"],  # noqa: DTZ001
)
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical.encode(value)


integers = st.integers(min_value=-(2**63), max_value=2**64 - 1)
plain_values = st.recursive(
    st.none() | st.booleans() | integers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
values = st.recursive(
    plain_values
    | st.binary()
    | st.dates()
    | st.uuids()
    | st.datetimes(timezones=st.just(SHANGHAI) | st.just(UTC), min_value=datetime(1000, 1, 2)),  # noqa: DTZ001
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=20,
)


@given(values)
def test_what_is_read_back_is_the_plain_value(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == canonical.plain(value)


@given(values)
def test_the_bytes_are_those_of_the_slow_obvious_way(value: Any) -> None:
    plain = canonical.plain(value)
    obvious = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert canonical.encode(value) == obvious


@given(plain_values)
def test_plain_data_is_its_own_plain_value_and_encodes_the_same_twice(value: Any) -> None:
    assert canonical.plain(value) == value
    assert canonical.encode(canonical.decode(canonical.encode(value))) == canonical.encode(value)


@given(st.dictionaries(st.text(), integers, min_size=2))
def test_the_order_of_members_does_not_matter(members: Mapping[str, int]) -> None:
    turned = dict(reversed(list(members.items())))
    assert canonical.encode(turned) == canonical.encode(members)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    )
)
def test_canonical_bytes_are_read_exactly(value: Any) -> None:
    assert canonical.decode_exactly(canonical.encode(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        *(b"1.0", b"1e3", b"NaN", b"-Infinity", b"01", b"-0", b" 1", b"18446744073709551616"),
        *(b'{"b":1,"a":2}', b'{"a":1,"a":2}', b'{"a": 1}', b'"\\u0041"', b'"\\ud800"', b'"\xff"', b""),
        "1".encode("utf-16"),
    ],
    ids=str,
)
def test_what_could_be_written_otherwise_is_not_canonical(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode_exactly(data)


def test_quick_decoding_reads_what_is_written_and_tells_another_spelling() -> None:
    data = canonical.encode({"b": [1, None, True, "王"], "a": {"x": -5}})
    plain = canonical.decode_quickly(data)
    assert plain == canonical.decode(data)
    assert canonical.spells(data, plain)
    for other in (data + b" ", b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a":"\\u0041"}'):
        assert not canonical.spells(other, canonical.decode_quickly(other))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[NaN]", b'"\\ud800"', b"[" * 100_000])
def test_quick_decoding_refuses_what_nobody_could_have_written(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode_quickly(data)
