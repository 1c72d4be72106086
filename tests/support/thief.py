"""Run beside an installation: tries keys on everything that is sealed in its database and its store.

`python -m support.thief FOLDER` with the environment of the installation; FOLDER holds the key file that is
tried. Says as JSON what there is and how much of it opened, by kind. A thief knows the program and so every
place that something is bound to: with the right keys all of it opens.
"""

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.db import connections

django.setup()

import tink  # noqa: E402  Django must stand first
from psycopg import sql as names  # noqa: E402

from huiyin.kernel.errors import HuiyinError  # noqa: E402
from huiyin.prepare import drafts, house, trays, unfinished, uploads  # noqa: E402
from huiyin.records import sql  # noqa: E402
from huiyin.vault.binding import place  # noqa: E402
from huiyin.vault.data_key import NO_PETITION, DataKey, data_key_from  # noqa: E402
from huiyin.vault.files import open_stream  # noqa: E402
from huiyin.vault.installation import Vault, open_vault  # noqa: E402
from huiyin.vault.sealing import open_field  # noqa: E402

FAULTS = (HuiyinError, tink.TinkError, ValueError, KeyError)
SEALED = r"""
    SELECT c.table_name, c.column_name, array_agg(o.column_name::text) AS beside
    FROM information_schema.columns AS c
    JOIN information_schema.columns AS o ON o.table_schema = 'public' AND o.table_name = c.table_name
    WHERE c.table_schema = 'public' AND c.column_name LIKE 'sealed\_%%' GROUP BY 1, 2 ORDER BY 1, 2
"""
_ROWS = "SELECT {} AS id, {} AS petition, {} AS sealed FROM {} WHERE {} IS NOT NULL"
STORED = ("evidence", "redaction", "page_picture")
Try = Callable[[], object]


class Thief:
    """Somebody with a dump, the store and a key file."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.told: dict[str, list[int]] = {}
        self.keys = {
            row["petition"]: self._stolen(row["petition"], bytes(row["wrapped"]))
            for row in sql.fetch(sql.OWNER, "SELECT petition, wrapped FROM data_key")
        }

    def attempt(self, what: str, tries: Iterable[Try]) -> None:
        """Note that there is one more of it, and whether one of the tries opened it."""
        counted = self.told.setdefault(what, [0, 0])
        counted[0] += 1
        for one in tries:
            with suppress(*FAULTS):
                one()
                counted[1] += 1
                return

    def fields(self) -> None:
        """Try every sealed column of every table."""
        for column in sql.fetch(sql.OWNER, SEALED):
            table, name = column["table_name"], column["column_name"]
            row_id = "id" if "id" in column["beside"] else "evidence"
            owner = "petition" if "petition" in column["beside"] else row_id
            asked = names.SQL(_ROWS).format(*map(names.Identifier, (row_id, owner, name, table, name)))
            for row in sql.fetch(sql.OWNER, asked):  # type: ignore[arg-type]
                self.attempt(f"{table}.{name}", self._of_field(table, name, row))

    def _of_field(self, table: str, name: str, row: dict[str, Any]) -> list[Try]:
        sealed, bound = bytes(row["sealed"]), place(table, name, row["id"])
        keys = [*self.keys.get(row["petition"], ()), *self._common()]
        tries: list[Try] = [lambda key=key: open_field(key, sealed, bound_to=bound) for key in keys]  # type: ignore[misc]
        tries.append(lambda: self.vault.open_blob("audit", sealed, str(row["id"])))
        return tries

    def blobs(self) -> None:
        """Try salts, drafts, trays and sessions."""
        for row in sql.fetch(sql.OWNER, "SELECT commitment, sealed FROM entry_salt"):
            commitment, sealed = bytes(row["commitment"]), bytes(row["sealed"])
            self.attempt("entry_salt", [lambda c=commitment, s=sealed: self.vault.sealer.open_salt(s, c)])  # type: ignore[misc]
        kinds = {one.KIND for one in (drafts, trays, unfinished, uploads)}
        for row in sql.fetch(sql.OWNER, "SELECT key, sealed FROM waiting"):
            key, sealed = bytes(row["key"]), bytes(row["sealed"])
            self.attempt(
                "waiting",
                [lambda kind=kind, s=sealed, k=key: self.vault.open_blob(kind, s, k.hex()) for kind in kinds],  # type: ignore[misc]
            )

    def data_keys(self) -> None:
        """Try what every data key is wrapped by."""
        for row in sql.fetch(sql.OWNER, "SELECT petition, wrapped FROM data_key"):
            petition, wrapped = row["petition"], bytes(row["wrapped"])
            self.attempt("data_key", [lambda w=wrapped, p=petition: self.vault.open_data_key(w, p)])  # type: ignore[misc]

    def files(self) -> None:
        """Try every file of the store that a row names."""
        for table in STORED:
            asked = names.SQL("SELECT id, petition, address FROM {}").format(names.Identifier(table))
            for row in sql.fetch(sql.OWNER, asked):  # type: ignore[arg-type]
                keys = [*self.keys.get(row["petition"], ()), *self._common()]
                self.attempt(f"file of {table}", [self._file(row, key) for key in keys])

    def _file(self, row: dict[str, Any], key: DataKey) -> Try:
        return lambda: b"".join(open_stream(house.store(), row["address"], key, row["id"]))

    def _stolen(self, petition: UUID, wrapped: bytes) -> list[DataKey]:
        """Return keys for a petition: the one unwrapped if it can be, and what lies near at hand."""
        near = [self.vault.new_data_key(petition), data_key_from(bytes(32), petition, wrapped=b"")]  # type: ignore[arg-type]
        with suppress(*FAULTS):
            near.insert(0, self.vault.open_data_key(wrapped, petition))  # type: ignore[arg-type]
        return near

    def _common(self) -> list[DataKey]:
        return [self.vault.content_key(), data_key_from(bytes(32), NO_PETITION, wrapped=b"")]


def main() -> None:
    """Try, and say."""
    thief = Thief(open_vault(Path(sys.argv[1])))
    thief.data_keys()
    thief.fields()
    thief.blobs()
    thief.files()
    json.dump(thief.told, sys.stdout)
    connections.close_all()


if __name__ == "__main__":
    main()
