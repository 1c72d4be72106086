"""The database functions of the search: the reader's scope, denials and words in one question.

Under row-level security the array operators are not leakproof, so the index would be used only after the
policy (seconds at a million matters). These functions belong to the owner and repeat the policy's own words
inside the question; what they name is then read through the policy again, so that a mistake here shows
nothing.
"""

from huiyin.kernel.clock import LOCAL_ZONE

FEW = 1_000  # so many expected matches are read at once and sorted
WALKED = 4_000  # so many of the newest are walked through, where a page is expected in half of them

_MATTER = """
    p.id = {petition} AND ({sight})
    AND (of_state IS NULL OR p.state = of_state)
    AND (of_channel IS NULL OR p.channel = of_channel)
    AND (of_topic IS NULL OR p.topic = of_topic OR starts_with(p.topic, of_topic || '.'))
    AND (county_first IS NULL OR p.county BETWEEN county_first AND county_last)
    AND (of_office IS NULL OR p.lead = of_office)
    AND (due_first IS NULL OR p.next_due_on >= due_first)
    AND (due_last IS NULL OR p.next_due_on <= due_last)
    AND (NOT undated OR p.next_due_on IS NULL)
"""
_HITS = """
    (filed_at, petition) < (before_at, before_petition)
    AND (since IS NULL OR filed_at >= since) AND (until IS NULL OR filed_at < until)
    AND version = of_version
"""

# Every condition on tokens must be one that the index knows, whatever the parameters are: so a question of
# its own for readers whose scope is among the tokens.
_MATCHES = """
        RETURN QUERY
            WITH m AS MATERIALIZED (
                SELECT s.petition, s.filed_at FROM search_text AS s
                WHERE s.tokens @> wanted{scoped} AND NOT arrayoverlap(s.tokens, unwanted) AND {hits}
            )
            SELECT m.petition, m.filed_at
            FROM (SELECT * FROM m ORDER BY m.filed_at DESC, m.petition DESC) AS m
            CROSS JOIN LATERAL (SELECT 1 FROM petition AS p WHERE {of_match} OFFSET 0) AS matter
            ORDER BY m.filed_at DESC, m.petition DESC LIMIT at_most;
"""

# Danger: a plan that depends on what the reader may not see would tell of it by its time. The counts leave
# out every accusation and every matter that some office may not see.
_SEARCH = """
CREATE OR REPLACE FUNCTION search_petitions(
    of_version smallint, wanted bigint[], unwanted bigint[], scopes bigint[],
    of_state text, of_channel text, of_topic text, county_first int, county_last int,
    of_office bigint, due_first date, due_last date, undated boolean, since timestamptz, until timestamptz,
    before_at timestamptz, before_petition uuid, at_most int, newest_month date, months bigint[]
) RETURNS TABLE (petition uuid, filed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $search$
#variable_conflict use_column
DECLARE
    total float8;
    expected float8;
    got int;
    hit record;
    oldest date;
    words bigint[];
    month bigint;
BEGIN
    SELECT GREATEST(w.counted, 1) INTO total FROM search_progress AS w WHERE w.id = 1;
    SELECT total * COALESCE(exp(sum(ln(LEAST(COALESCE(w.petitions, 0) + 1, total) / total))), 1) INTO expected
    FROM unnest(wanted) AS t(token) LEFT JOIN search_word AS w USING (token);
    IF scopes IS NOT NULL THEN
        SELECT expected * LEAST(sum(COALESCE(w.petitions, 0) + 1) / total, 1) INTO expected
        FROM unnest(scopes) AS t(token) LEFT JOIN search_word AS w USING (token);
    END IF;
    IF expected > {few} AND expected / total * {walked} > at_most * 2 THEN  -- frequent: walk from the newest
        FOR hit IN
            SELECT w.petition, w.filed_at FROM (
                SELECT s.petition, s.filed_at, s.tokens FROM search_text AS s
                WHERE {hits} ORDER BY s.filed_at DESC, s.petition DESC LIMIT {walked}
            ) AS w CROSS JOIN LATERAL (SELECT 1 FROM petition AS p WHERE {of_walk} OFFSET 0) AS matter
            WHERE arraycontains(w.tokens, wanted) AND NOT arrayoverlap(w.tokens, unwanted)
            AND (scopes IS NULL OR arrayoverlap(w.tokens, scopes))
            ORDER BY w.filed_at DESC, w.petition DESC LIMIT at_most
        LOOP
            petition := hit.petition; filed_at := hit.filed_at; at_most := at_most - 1;
            before_at := hit.filed_at; before_petition := hit.petition;
            RETURN NEXT;
        END LOOP;
    END IF;
    IF expected > {few} THEN  -- many: back month by month until the page is full
        SELECT GREATEST((min(s.filed_at) AT TIME ZONE '{zone}')::date, (since AT TIME ZONE '{zone}')::date)
        INTO oldest FROM search_text AS s;
        words := wanted;
        FOREACH month IN ARRAY months LOOP
            EXIT WHEN at_most <= 0 OR newest_month + interval '1 month' <= oldest;
            wanted := words || month;
            IF newest_month <= (before_at AT TIME ZONE '{zone}') THEN
                IF scopes IS NULL THEN
                    {all_of_them}
                ELSE
                    {of_scopes}
                END IF;
                GET DIAGNOSTICS got = ROW_COUNT;
                at_most := at_most - got;
            END IF;
            newest_month := newest_month - interval '1 month';
        END LOOP;
    ELSIF scopes IS NULL THEN
        {all_of_them}
    ELSE
        {of_scopes}
    END IF;
END
$search$;
"""
# The only way from a person to matters, and only for a search that is recorded (`person_search`).
_PERSON = """
CREATE OR REPLACE FUNCTION find_person(search uuid) RETURNS TABLE (petition uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id FROM search_person AS s JOIN petition AS p ON p.id = s.petition
   WHERE s.digest = (SELECT digest FROM person_search WHERE id = search AND {own})
   AND ({sight}) ORDER BY p.filed_at DESC, p.id DESC LIMIT {most} $$;
"""
MOST_OF_A_PERSON = 100
SEARCH_CALLS = (
    "find_person(uuid)",
    (
        "search_petitions(smallint, bigint[], bigint[], bigint[], text, text, text, int, int, bigint,"
        " date, date, boolean, timestamptz, timestamptz, timestamptz, uuid, int, date, bigint[])"
    ),
)

# Long lists of tokens stay in their row: a walk reads each. Random bits do not compress.
SEARCH_STORAGE = (
    "ALTER TABLE search_text ALTER COLUMN tokens SET STORAGE EXTERNAL",
    "ALTER TABLE search_text SET (toast_tuple_target = 8160)",
)


def search_functions(sight: str, *, own: str) -> tuple[str, str]:
    """Return the SQL of both; `sight` is the policy of petitions, `own` that of an office's searches."""
    person = _PERSON.format(sight=sight, own=own, most=MOST_OF_A_PERSON)
    of_match = _MATTER.format(petition="m.petition", sight=sight)
    search = _SEARCH.format(
        few=FEW,
        walked=WALKED,
        hits=_HITS,
        zone=LOCAL_ZONE.key,
        of_walk=_MATTER.format(petition="w.petition", sight=sight),
        all_of_them=_MATCHES.format(scoped="", hits=_HITS, of_match=of_match),
        of_scopes=_MATCHES.format(scoped=" AND s.tokens && scopes", hits=_HITS, of_match=of_match),
    )
    return search, person
