"""Run inside an installation: looks at everything it holds and says it as JSON on standard output.

`python -m support.examine [--sweep]`, with the environment of the installation. With `--sweep` the orphans
of the store are removed first, as long after their time as a sweep ever comes.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django
from django.db import connections

django.setup()

from huiyin.adapters.store.sweep import sweep  # noqa: E402  Django must stand first
from huiyin.cli.verifying.checking import signers  # noqa: E402
from huiyin.kernel import clock  # noqa: E402
from huiyin.prepare.house import store, vault  # noqa: E402
from huiyin.prepare.promises import is_promised  # noqa: E402
from huiyin.queries.ledger.verify import verify  # noqa: E402
from huiyin.records import sql  # noqa: E402
from huiyin.vault.binding import place  # noqa: E402
from huiyin.vault.files import open_stream  # noqa: E402
from huiyin.vault.sealing import open_json  # noqa: E402

PETITIONS = """
    SELECT p.id, p.number, p.sealed_summary, p.sealed_story, k.wrapped,
        (SELECT count(*) FROM entry AS e WHERE e.subject = p.id AND e.previous IS NULL) AS first_entries,
        (SELECT count(*) FROM entry AS e JOIN entry_salt USING (commitment) WHERE e.subject = p.id) AS salts,
        (SELECT count(*) FROM entry AS e WHERE e.subject = p.id) AS entries,
        (SELECT count(*) FROM part WHERE petition = p.id) AS parts,
        (SELECT count(*) FROM event WHERE petition = p.id) AS events,
        (SELECT count(*) FROM clock WHERE petition = p.id) AS clocks,
        (SELECT count(*) FROM petitioner WHERE petition = p.id) AS petitioners
    FROM petition AS p LEFT JOIN data_key AS k ON k.petition = p.id
"""
EVIDENCE = "SELECT id, petition, address, size, sealed_facts FROM evidence ORDER BY petition, position"
JOBS = "SELECT status::text AS status, count(*) AS n FROM procrastinate_jobs GROUP BY status"
LONG_AGO = timedelta(days=1)


def _hashes(key: Any, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the SHA-256 of each file as it opens; raise when one is missing, damaged or not as noted."""
    for row in rows:
        digest, size = hashlib.sha256(), 0
        for piece in open_stream(store(), row["address"], key, row["id"]):
            digest.update(piece)
            size += len(piece)
        facts = open_json(key, row["sealed_facts"], bound_to=place("evidence", "sealed_facts", row["id"]))
        if (facts["sha256"], row["size"]) != (digest.hexdigest(), size):
            raise ValueError("a file is not as its row says")
        yield digest.hexdigest()


def _petition(row: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: row[name] for name in ("number", "entries", "parts", "events", "clocks", "petitioners")
    }
    found["whole"] = (
        row["wrapped"] is not None
        and row["first_entries"] == 1
        and row["salts"] == row["entries"]
        and min(row["parts"], row["events"], row["clocks"]) > 0
    )
    if row["wrapped"] is None:
        return found
    key = vault().open_data_key(row["wrapped"], row["id"])
    for column in ("summary", "story"):
        open_json(key, row[f"sealed_{column}"], bound_to=place("petition", f"sealed_{column}", row["id"]))
    return {**found, "files": list(_hashes(key, files))}


def _petitions() -> list[dict[str, Any]]:
    files: dict[Any, list[dict[str, Any]]] = {}
    for row in sql.fetch(sql.OWNER, EVIDENCE):
        files.setdefault(row["petition"], []).append(row)
    return [_petition(row, files.get(row["id"], [])) for row in sql.fetch(sql.OWNER, PETITIONS)]


def _differences() -> list[str]:
    found = verify(open_salt=vault().sealer.open_salt, promise_holds=is_promised, signers=signers())
    return [f"{one.code} {one.table} {one.row} {','.join(one.fields)}" for one in found]


def _known(address: str) -> bool:
    return sql.fetch_one(sql.OWNER, "SELECT 1 AS n FROM evidence WHERE address = %s", (address,)) is not None


def main() -> None:
    """Look and say."""
    told: dict[str, Any] = {"public_key": vault().signer.public_key.hex()}
    if "--sweep" in sys.argv:
        told["swept"] = vars(sweep(store(), _known, clock.now() + LONG_AGO))
    addresses = [one.address for one in store().list()]
    told["orphans"] = sum(not _known(address) for address in addresses)
    told["stored"] = len(addresses)
    told["petitions"] = _petitions()
    told["differences"] = _differences()
    told["jobs"] = Counter({row["status"]: row["n"] for row in sql.fetch(sql.OWNER, JOBS)})
    told["divisions"] = sql.fetch(sql.OWNER, "SELECT count(*) AS n FROM division")[0]["n"]
    json.dump(told, sys.stdout)
    connections.close_all()


if __name__ == "__main__":
    main()
