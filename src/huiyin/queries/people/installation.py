"""What an installation has been filled with so far (asked at set-up, over the owner's connection)."""

from huiyin.records import sql


def has_entries() -> bool:
    """Return whether anything was ever recorded."""
    return sql.fetch_one(sql.OWNER, "SELECT 1 AS one FROM entry LIMIT 1") is not None


def has_petitions() -> bool:
    """Return whether any petition was ever filed here."""
    return sql.fetch_one(sql.OWNER, "SELECT 1 AS one FROM petition LIMIT 1") is not None


def some_salts(limit: int = 5) -> dict[bytes, bytes]:
    """Return sealed salts of a few entries by commitment: whoever holds the right keys opens them."""
    rows = sql.fetch(sql.WRITER, "SELECT commitment, sealed FROM entry_salt LIMIT %s", (limit,))
    return {bytes(row["commitment"]): bytes(row["sealed"]) for row in rows}


def divisions_loaded() -> frozenset[int]:
    """Return the codes of the divisions that stand."""
    return frozenset(row["code"] for row in sql.fetch(sql.OWNER, "SELECT code FROM division"))


def adopted() -> dict[str, bytes]:
    """Return the digest of every version of rules adopted, by its key."""
    return {row["id"]: row["digest"] for row in sql.fetch(sql.OWNER, "SELECT id, digest FROM adopted")}


def posts_of_names() -> dict[str, int]:
    """Return which accounts hold a post: account id by user name."""
    rows = sql.fetch(sql.OWNER, "SELECT username, id FROM account WHERE id IN (SELECT account FROM post)")
    return {row["username"]: row["id"] for row in rows}
