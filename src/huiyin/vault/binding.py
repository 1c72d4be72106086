"""What a ciphertext is bound to: unambiguous associated data, and the place of a field in the database."""

from huiyin.kernel.errors import HuiyinError

_LENGTH_BYTES = 4


def bind(*parts: bytes) -> bytes:
    """Return `parts` joined so that no two different lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)


def place(table: str, column: str, row: object) -> str:
    """Return the place of a field, ``table.column:row``, to be given as `bound_to`.

    >>> place("petition", "narrative", "0198f0c2")
    'petition.narrative:0198f0c2'
    """
    return f"{table}.{column}:{row}"


def damaged(bound_to: str) -> HuiyinError:
    """Return the error of a ciphertext that does not open where it stands.

    The facts name table and column only: the row would tell whose matter it is.
    """
    table, _, column = bound_to.partition(":")[0].partition(".")
    return HuiyinError("vault.damaged", table=table, column=column)
