"""The database functions that write the public tree: numbering, checkpoints, cosignatures.

They belong to the owner; the writer role may only call them. Each refuses by itself what would break the
log, whatever the program that calls it believes.
"""

# Whoever numbers and whoever signs takes turns, whatever locks the programs that call them hold.
_ALONE = "PERFORM pg_advisory_xact_lock(hashtextextended('number entries', 0))"

# Danger: each statement must see what was committed before it began. So this never runs in a transaction of
# one moment (REPEATABLE READ): there the lock would be taken, and the numbers of others not seen.
_NUMBER = f"""
CREATE OR REPLACE FUNCTION number_entries(at_most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $number$
DECLARE
    first bigint;
    signed bigint;
    numbered bigint;
BEGIN
    {_ALONE};
    SELECT COALESCE(max(index) + 1, 0) INTO first FROM tree_leaf;
    -- Sizes count from the first leaf of their own log (`reopening`).
    SELECT COALESCE(max(c.size + COALESCE(r.first, 0)), 0) INTO signed
    FROM checkpoint AS c LEFT JOIN reopening AS r USING (origin);
    IF first < signed THEN
        RAISE EXCEPTION 'tree.leaves_missing';
    END IF;
    WITH taken AS (
        DELETE FROM entry_waiting WHERE place IN (
            SELECT place FROM entry_waiting ORDER BY place LIMIT at_most
        ) RETURNING place, commitment
    )
    INSERT INTO tree_leaf (index, commitment)
    SELECT first + row_number() OVER (ORDER BY place) - 1, commitment FROM taken ORDER BY place;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    RETURN numbered;
END
$number$;
"""

# Never smaller than before, never two roots of one size, never more than there are leaves, and nothing for a
# log after which another was opened. The same again is no error: whoever was killed after it comes back with
# it.
_SIGN = f"""
CREATE OR REPLACE FUNCTION write_checkpoint(
    of_origin text, of_size bigint, with_root bytea, signed_note text, signed_at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $sign$
DECLARE
    latest checkpoint;
BEGIN
    {_ALONE};
    SELECT * INTO latest FROM checkpoint WHERE origin = of_origin ORDER BY size DESC LIMIT 1;
    IF of_size < latest.size THEN
        RAISE EXCEPTION 'tree.checkpoint_smaller';
    ELSIF of_size = latest.size THEN
        IF latest.root <> with_root THEN
            RAISE EXCEPTION 'tree.two_roots';
        END IF;
        RETURN false;
    ELSIF EXISTS (
        SELECT 1 FROM reopening WHERE after @> jsonb_build_array(jsonb_build_object('origin', of_origin))
    ) THEN
        RAISE EXCEPTION 'tree.log_closed';
    ELSIF of_size > (SELECT COALESCE(max(index) + 1, 0) FROM tree_leaf)
        - COALESCE((SELECT first FROM reopening WHERE origin = of_origin), 0) THEN
        RAISE EXCEPTION 'tree.leaves_missing';
    END IF;
    INSERT INTO checkpoint (origin, size, root, note, at)
    VALUES (of_origin, of_size, with_root, signed_note, signed_at);
    RETURN true;
END
$sign$;
"""

_COSIGN = """
CREATE OR REPLACE FUNCTION write_cosignature(
    of_origin text, of_size bigint, by_witness text, signed_at timestamptz, note_line text
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $cosign$
    INSERT INTO cosignature (origin, size, witness, at, line)
    SELECT of_origin, of_size, by_witness, signed_at, note_line
    FROM checkpoint WHERE origin = of_origin AND size = of_size
    ON CONFLICT DO NOTHING
$cosign$;
"""

TREE_FUNCTIONS = (_NUMBER, _SIGN, _COSIGN)
TREE_CALLS = (
    "number_entries(bigint)",
    "write_checkpoint(text, bigint, bytea, text, timestamptz)",
    "write_cosignature(text, bigint, text, timestamptz, text)",
)
