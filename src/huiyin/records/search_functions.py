"""The database functions of the search: the reader's scope, denials and words in one question.

Under row-level security the array operators are not leakproof, so the index would be used only after the
policy (seconds at a million matters). These functions belong to the owner and repeat the policy's own words
inside the question; what they name is then read through the policy again, so that a mistake here shows
nothing.
"""

from huiyin.kernel.clock import LOCAL_ZONE

FEW = 1_000  # so many expected matches are read at once and sorted
CHECKED = 2_000  # so many rows are read for their frequent words, rather than look for those in the index
WALKED = 2_500  # at most so many of the newest are walked through, where a page is expected in them
FREQUENT = 0.2  # a word of more than this part of all matters

_FILTERS = """
    of_state text, of_channel text, of_topic text, county_first int, county_last int, of_office bigint,
    due_first date, due_last date, undated boolean, since timestamptz, until timestamptz,
    before_at timestamptz, before_petition uuid, at_most int
"""
_GIVEN = ", ".join(one.split()[0] for one in _FILTERS.split(","))
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
_PLANNED = """
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
"""

# Every condition on tokens must be one that the index knows, whatever the parameters are: so a question of
# its own for each set of conditions. `checked` are so frequent that rows are read sooner than their lists.
_SET = """
        RETURN QUERY
            WITH m AS MATERIALIZED (
                SELECT s.petition, s.filed_at FROM search_text AS s
                WHERE s.tokens @> wanted{scoped} AND arraycontains(s.tokens, checked)
                AND NOT arrayoverlap(s.tokens, unwanted) AND {hits}
            )
            SELECT m.petition, m.filed_at
            FROM (SELECT * FROM m ORDER BY m.filed_at DESC, m.petition DESC) AS m
            CROSS JOIN LATERAL (SELECT 1 FROM petition AS p WHERE {of_match} OFFSET 0) AS matter
            ORDER BY m.filed_at DESC, m.petition DESC LIMIT at_most;
"""
_MATCHES = """
CREATE OR REPLACE FUNCTION search_matches(
    of_version smallint, wanted bigint[], checked bigint[], unwanted bigint[], scopes bigint[], dues bigint[],
    {filters}
) RETURNS TABLE (petition uuid, filed_at timestamptz)
LANGUAGE plpgsql STABLE {planned} AS $search$
#variable_conflict use_column
BEGIN
    IF scopes IS NULL AND dues IS NULL THEN {of_all}
    ELSIF dues IS NULL THEN {of_scopes}
    ELSIF scopes IS NULL THEN {of_dues}
    ELSE {of_both}
    END IF;
END
$search$;
"""

# Danger: a plan that depends on what the reader may not see would tell of it by its time. The counts leave
# out every accusation and every matter that some office may not see.
_SEARCH = """
CREATE OR REPLACE FUNCTION search_petitions(
    of_version smallint, wanted bigint[], unwanted bigint[], scopes bigint[], dues bigint[],
    newest_month date, months bigint[], {filters}
) RETURNS TABLE (petition uuid, filed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp {planned} AS $search$
#variable_conflict use_column
DECLARE
    total float8;
    part float8;  -- of all matters, so many are expected to fit
    read float8;  -- so many rows are read when only the seldom words are looked for in the index
    got int;
    hit record;
    oldest date;
    seldom bigint[];
    checked bigint[];
    month bigint;
BEGIN
    SELECT GREATEST(w.counted, 1) INTO total FROM search_progress AS w WHERE w.id = 1;
    SELECT exp(sum(ln(one.part))), COALESCE(exp(sum(ln(one.part)) FILTER (WHERE one.part <= {frequent})), 1),
           array_agg(one.token) FILTER (WHERE one.part <= {frequent}),
           COALESCE(array_agg(one.token) FILTER (WHERE one.part > {frequent}), '{{}}')
    INTO part, read, seldom, checked
    FROM (SELECT token, LEAST(COALESCE(w.petitions, 0) + 1, total) / total AS part
          FROM unnest(wanted) AS t(token) LEFT JOIN search_word AS w USING (token)) AS one;
    read := read * total;
    FOR hit IN SELECT LEAST(sum(COALESCE(w.petitions, 0) + 1) / total, 1) AS part
        FROM (SELECT 1 AS one, unnest(scopes) AS token UNION ALL SELECT 2, unnest(dues)) AS t
        LEFT JOIN search_word AS w USING (token) GROUP BY t.one
    LOOP
        part := part * hit.part; read := read * hit.part;
    END LOOP;
    IF until < before_at THEN
        before_at := until; before_petition := '00000000-0000-0000-0000-000000000000';
    END IF;
    IF part * total > {few} AND part * {walked} > at_most * 2 THEN  -- frequent: walk from the newest
        FOR hit IN
            SELECT w.petition, w.filed_at FROM (
                SELECT s.petition, s.filed_at, s.tokens FROM search_text AS s
                WHERE {hits} ORDER BY s.filed_at DESC, s.petition DESC
                LIMIT LEAST({walked}, at_most * 3 / part)::bigint
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
    IF part * total > {few} THEN  -- many: back month by month until the page is full
        IF seldom IS NULL OR read > {checked} * 10 THEN
            seldom := wanted; checked := '{{}}';
        END IF;
        SELECT GREATEST((min(s.filed_at) AT TIME ZONE '{zone}')::date, (since AT TIME ZONE '{zone}')::date)
        INTO oldest FROM search_text AS s;
        FOREACH month IN ARRAY months LOOP
            EXIT WHEN at_most <= 0 OR newest_month + interval '1 month' <= oldest;
            IF newest_month <= (before_at AT TIME ZONE '{zone}') THEN
                wanted := seldom || month;
                RETURN QUERY SELECT {ask};
                GET DIAGNOSTICS got = ROW_COUNT;
                at_most := at_most - got;
            END IF;
            newest_month := newest_month - interval '1 month';
        END LOOP;
    ELSE
        IF seldom IS NULL OR read > {checked} THEN
            checked := '{{}}';
        ELSE
            wanted := seldom;
        END IF;
        RETURN QUERY SELECT {ask};
    END IF;
END
$search$;
"""
_ASK = f"* FROM search_matches(of_version, wanted, checked, unwanted, scopes, dues, {_GIVEN})"
# The only way from a person to matters, and only for a search that is recorded (`person_search`).
_PERSON = """
CREATE OR REPLACE FUNCTION find_person(search uuid) RETURNS TABLE (petition uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id FROM search_person AS s JOIN petition AS p ON p.id = s.petition
   WHERE s.digest = ANY(
       SELECT unnest(ARRAY[digest, former_digest]) FROM person_search WHERE id = search AND {own}
   )
   AND ({sight}) ORDER BY p.filed_at DESC, p.id DESC LIMIT {most} $$;
"""
MOST_OF_A_PERSON = 100

# Under which versions of the key the rows stand: two while it is being changed.
_VERSIONS = """
CREATE OR REPLACE FUNCTION search_versions() RETURNS TABLE (version smallint, oldest smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT version, oldest FROM search_progress WHERE id = 1 $$;
"""
# How many matters hold a word, whatever the reader may see; never of what some office may not.
_WORDS = """
CREATE OR REPLACE FUNCTION search_words(wanted bigint[]) RETURNS TABLE (token bigint, petitions int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT token, petitions FROM search_word WHERE token = ANY(wanted) $$;
"""
SEARCH_CALLS = (
    "find_person(uuid)",
    "search_versions()",
    "search_words(bigint[])",
    (
        "search_petitions(smallint, bigint[], bigint[], bigint[], bigint[], date, bigint[],"
        f" {', '.join(one.split()[1] for one in _FILTERS.split(','))})"
    ),
)

# Long lists of tokens stay in their row: a walk reads each. Random bits do not compress.
SEARCH_STORAGE = (
    "ALTER TABLE search_text ALTER COLUMN tokens SET STORAGE EXTERNAL",
    "ALTER TABLE search_text SET (toast_tuple_target = 8160)",
)


def search_functions(sight: str, *, own: str) -> tuple[str, ...]:
    """Return the SQL of all; `sight` is the policy of petitions, `own` that of an office's searches."""
    of_match = _MATTER.format(petition="m.petition", sight=sight)

    def of(*conditions: str) -> str:
        return _SET.format(scoped="".join(conditions), hits=_HITS, of_match=of_match)

    scopes, dues = " AND s.tokens && scopes", " AND s.tokens && dues"
    matches = _MATCHES.format(
        filters=_FILTERS,
        planned=_PLANNED,
        of_all=of(),
        of_scopes=of(scopes),
        of_dues=of(dues),
        of_both=of(scopes, dues),
    )
    search = _SEARCH.format(
        filters=_FILTERS,
        planned=_PLANNED,
        few=FEW,
        checked=CHECKED,
        walked=WALKED,
        frequent=FREQUENT,
        hits=_HITS,
        zone=LOCAL_ZONE.key,
        of_walk=_MATTER.format(petition="w.petition", sight=sight),
        ask=_ASK,
    )
    person = _PERSON.format(sight=sight, own=own, most=MOST_OF_A_PERSON)
    return (matches, search, person, _VERSIONS, _WORDS)
