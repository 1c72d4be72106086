"""The door's one database function, generated from the columns of the domain tables.

It is fed the committed bytes of entries and writes rows and entries together, so that no row can
change without an entry. It belongs to the owner; the writer role may only call it. The part that applies
changes to rows, `door_apply`, is the owner's alone: the rebuild applies what stands in the ledger by it.
"""

from collections.abc import Iterable

from huiyin.records.columns import Column, Tables

# Body: {"changes": [[table, "+" or "~", {column: value}], …], "subject", "kind", "at", "id",
# "previous", …}: see huiyin.door.ledger. Bytes in JSON are base 64.
_WRITE = """
CREATE OR REPLACE FUNCTION door_write(
    bodies bytea[], commitments bytea[], promises bytea[], salts bytea[],
    key_petitions uuid[], keys bytea[], jobs jsonb
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $door$
DECLARE
    entries jsonb[];
    changed jsonb;
    applied boolean;
BEGIN
    SELECT array_agg(convert_from(b, 'UTF8')::jsonb ORDER BY n) INTO entries
    FROM unnest(bodies) WITH ORDINALITY AS given(b, n);

    INSERT INTO entry (id, subject, kind, at, previous, commitment, body, promise)
    SELECT (entries[n]->>'id')::uuid, (entries[n]->>'subject')::uuid, entries[n]->>'kind',
           (entries[n]->>'at')::timestamptz, decode(entries[n]->>'previous', 'base64'),
           commitments[n], bodies[n], promises[n]
    FROM generate_subscripts(bodies, 1) AS n;
    INSERT INTO entry_salt (commitment, sealed)
    SELECT commitments[n], salts[n] FROM generate_subscripts(commitments, 1) AS n;
    -- In the order given: of one history, an earlier entry has the lower place.
    INSERT INTO entry_waiting (commitment)
    SELECT c FROM unnest(commitments) WITH ORDINALITY AS given(c, n) ORDER BY n;
    INSERT INTO data_key (petition, wrapped) SELECT * FROM unnest(key_petitions, keys);

    SELECT COALESCE(jsonb_object_agg(name, rows), '{}') INTO changed FROM (
        SELECT (c->>0) || (c->>1) AS name, jsonb_agg(c->2) AS rows
        FROM unnest(entries) AS e, jsonb_array_elements(e->'changes') AS c GROUP BY 1
    ) AS by_table;
    applied := door_apply(changed);  -- an assignment needs no plan of its own, as PERFORM would
    IF changed ? 'erasure~' OR changed ? 'erasure+' THEN
        PERFORM erase_petition((entries[n]->>'subject')::uuid, commitments[n])
        FROM generate_subscripts(bodies, 1) AS n WHERE entries[n]->>'kind' = 'petition.erased';
    END IF;

    IF jsonb_array_length(jobs) > 0 THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY(
            SELECT ROW('default', j->>'task', 0, NULL, NULL, j->'args', NULL)::procrastinate_job_to_defer_v1
            FROM jsonb_array_elements(jobs) AS j
        ));
    END IF;
END
$door$;
"""


# {"petition+": [{column: value} …], "petition~": […], …}: each row at most once under each name. It finds the
# tables by the path of its caller: `door_write` is bound to the schema public, the rebuild has empty twins.
_APPLY_HEAD = """
CREATE OR REPLACE FUNCTION door_apply(changed jsonb) RETURNS boolean LANGUAGE plpgsql AS $apply$
DECLARE
    touched bigint;
BEGIN
"""
_APPLY_TAIL = """
    IF changed <> '{}' THEN
        RAISE EXCEPTION 'unknown table in changes: %', (SELECT jsonb_object_keys(changed) LIMIT 1);
    END IF;
    RETURN true;
END
$apply$;
"""


# Called by `door_write` alone, for the entry that tells of the erasure, which keeps its own salt. It believes
# nobody that two people decided it: it looks, and it erases once.
_ERASE = """
CREATE OR REPLACE FUNCTION erase_petition(which uuid, told bytea) RETURNS void LANGUAGE plpgsql AS $erase$
DECLARE
    destroyed bigint;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM petition AS p JOIN erasure AS r ON r.petition = p.id
        WHERE p.id = which AND p.erased_at = r.decided_at AND r.state = 'erased'
          AND r.proposed_by <> r.decided_by
          AND (r.destruction IS NULL OR EXISTS (
              SELECT 1 FROM destruction_list AS l JOIN destruction_item AS i ON i.destruction = l.id
              JOIN destruction_outcome AS o ON o.destruction = l.id AND o.petition = i.matter
              WHERE l.id = r.destruction AND l.state = 'carrying' AND l.ordered_by IS NOT NULL
                AND l.drawn_by = r.proposed_by AND l.decided_by = r.decided_by
                AND i.matter = which AND i.hindered = '' AND o.state = 'destroyed'
          ))
    ) THEN
        RAISE EXCEPTION 'nobody proposed and somebody else confirmed that this is erased';
    END IF;
    DELETE FROM data_key WHERE petition = which;
    GET DIAGNOSTICS destroyed = ROW_COUNT;
    IF destroyed <> 1 THEN
        RAISE EXCEPTION 'there is no key to destroy';
    END IF;
    DELETE FROM entry_salt WHERE commitment IN (
        SELECT commitment FROM entry WHERE subject = which AND commitment <> told
    );
END
$erase$;
"""


def door_functions(tables: Tables) -> list[str]:
    """Return the SQL that makes `door_apply`, `erase_petition` and `door_write`."""
    applied = "".join(_insert(*item) + _update(*item) for item in tables.items())
    return [_APPLY_HEAD + applied + _APPLY_TAIL, _ERASE, _WRITE]


def _insert(table: str, columns: tuple[Column, ...]) -> str:
    names = ", ".join(_quoted(columns))
    values = ", ".join(
        f"decode(v->>'{c.name}', 'base64')" if c.type == "bytea" else f'r."{c.name}"' for c in columns
    )
    return f"""
    IF changed ? '{table}+' THEN
        INSERT INTO "{table}" ({names})
        SELECT {values} FROM jsonb_array_elements(changed->'{table}+') AS v,
            jsonb_populate_record(NULL::"{table}", {_without_bytes(columns)}) AS r;
        changed := changed - '{table}+';
    END IF;
"""


def _update(table: str, columns: tuple[Column, ...]) -> str:
    key = next(c.name for c in columns if c.key)
    names = ", ".join(_quoted(columns))
    values = ", ".join(
        f"CASE WHEN v ? '{c.name}' THEN decode(v->>'{c.name}', 'base64') ELSE x.\"{c.name}\" END"
        if c.type == "bytea"
        else f'r."{c.name}"'
        for c in columns
    )
    key_type = next(c.type for c in columns if c.key)
    # The count is compared: an update of a row that is not there must fail, never pass unseen.
    return f"""
    IF changed ? '{table}~' THEN
        UPDATE "{table}" AS x SET ({names}) = (
            SELECT {values} FROM jsonb_populate_record(x, {_without_bytes(columns)}) AS r
        ) FROM jsonb_array_elements(changed->'{table}~') AS v WHERE x."{key}" = (v->>'{key}')::{key_type};
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched <> jsonb_array_length(changed->'{table}~') THEN
            RAISE EXCEPTION 'an update of {table} names a row that is not there, or one row twice';
        END IF;
        changed := changed - '{table}~';
    END IF;
"""


def _quoted(columns: Iterable[Column]) -> list[str]:
    return [f'"{c.name}"' for c in columns]


def _without_bytes(columns: Iterable[Column]) -> str:
    names = [c.name for c in columns if c.type == "bytea"]
    return f"v - ARRAY{names}" if names else "v"
