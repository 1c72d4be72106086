"""Counts for the public figures, in one pass over all matters (by the daily job, on the writer's sight)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.records import sql
from huiyin.rules.disclosure.measures import (
    ALL_TOPICS,
    NO_TOPIC,
    PROVINCE_ONLY,
    SATISFIED_FROM,
    Family,
    Measure,
)
from huiyin.rules.disclosure.periods import Period
from huiyin.rules.disclosure.publishing import Tally, Where
from huiyin.rules.statute.events import EventName

ANSWERED = (EventName.OPINION_SERVED, EventName.DUTY_ANSWERED, EventName.PETITION_CONCLUDED)
CONCLUDED = (
    *ANSWERED,
    EventName.PETITION_DECLINED,
    EventName.PETITION_GUIDED,
    EventName.SETTLEMENT_RECORDED,
)
NOTICE_RULES = r"\.(direct\.notice|transferred\.notice|accept)$"
ANSWER_RULES = r"\.(handle|duty31_5|seed\.final)$"
SETTLED = ("met", "met_late", "running", "paused")  # a notice or answer was owed
_ALL = -1  # stands for a total by place; no place has this number

# One row a matter, then what happened to it; everything else is grouping. Accusations, and matters closed
# to some office, count for the whole province only.
_MATTERS = f"""
    WITH matter AS MATERIALIZED (
        SELECT id, (COALESCE(happened_at, filed_at) AT TIME ZONE 'Asia/Shanghai')::date AS received_on,
               CASE WHEN COALESCE(klass, declared_klass) = 'accusation' OR cardinality(denied) > 0
                         OR mod(county, 10000) = 0 THEN {PROVINCE_ONLY} ELSE county / 100 * 100 END AS place,
               COALESCE(split_part(topic, '.', 1), '{NO_TOPIC}') AS topic
        FROM petition WHERE demo = %(demo)s
    ), period AS (
        SELECT n, f, l FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY AS p(f, l, n)
    ), ended AS MATERIALIZED (
        SELECT petition, min("on") AS ended_on,
               min("on") FILTER (WHERE name = ANY(%(answered)s)) AS answered_on
        FROM event WHERE name = ANY(%(concluded)s) GROUP BY petition
    )
"""
_COUNTS = f"""
    {_MATTERS}
    SELECT n, '{Family.RECEIVED}' AS family, place, topic, count(*) AS base, 0 AS hits
    FROM matter JOIN period ON received_on BETWEEN f AND l GROUP BY n, place, topic
    UNION ALL
    SELECT n, '{Family.CONCLUDED}', place, topic, count(*), 0
    FROM matter JOIN ended ON petition = id JOIN period ON ended_on BETWEEN f AND l GROUP BY n, place, topic
    UNION ALL
    SELECT n, '{Family.DAYS}', place, topic, count(*), 0
    FROM matter JOIN ended ON petition = id JOIN period ON answered_on BETWEEN f AND l
    GROUP BY n, place, topic
    UNION ALL
    SELECT n, c.family, place, topic, count(*), count(*) FILTER (WHERE c.state = 'met')
    FROM (
        SELECT petition, binding_on, state,
               CASE WHEN rule ~ %(notices)s THEN '{Family.NOTICE}' ELSE '{Family.ANSWER}' END AS family
        FROM clock WHERE (rule ~ %(notices)s OR rule ~ %(answers)s) AND state = ANY(%(settled)s)
    ) AS c JOIN matter ON petition = id JOIN period ON c.binding_on BETWEEN f AND l
    GROUP BY n, c.family, place, topic
    UNION ALL
    SELECT n, r.of, place, topic, count(*), count(*) FILTER (WHERE r.grade >= {SATISFIED_FROM})
    FROM (SELECT DISTINCT ON (petition, of) petition, of, grade FROM rating ORDER BY petition, of, at) AS r
    JOIN matter ON petition = id JOIN ended USING (petition) JOIN period ON ended_on BETWEEN f AND l
    GROUP BY n, r.of, place, topic
"""
_DAYS = f"""
    {_MATTERS}
    SELECT n, CASE WHEN grouping(place) = 1 THEN {_ALL} ELSE place END AS place,
           CASE WHEN grouping(topic) = 1 THEN '{ALL_TOPICS}' ELSE topic END AS topic,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_on - received_on))::int AS days_median,
           round(percentile_cont(0.9) WITHIN GROUP (ORDER BY answered_on - received_on))::int AS days_p90
    FROM matter JOIN ended ON petition = id JOIN period ON answered_on BETWEEN f AND l
    GROUP BY n, GROUPING SETS ((place), (topic), ())
"""
_SPAN = """
    SELECT (min(COALESCE(happened_at, filed_at)) AT TIME ZONE 'Asia/Shanghai')::date AS earliest,
           (min(filed_at) AT TIME ZONE 'Asia/Shanghai')::date AS recording_since
    FROM petition WHERE demo = %s
"""


@dataclass(frozen=True)
class Span:
    """From when there are matters, and since when they are recorded here."""

    earliest: date
    recording_since: date


def span(*, demo: bool) -> Span | None:
    """Return the span of the matters, made ones or real ones; None when there are none."""
    row = sql.fetch_one(sql.WRITER, _SPAN, (demo,))
    return Span(**row) if row and row["earliest"] else None


def tally(periods: Sequence[Period], *, demo: bool) -> dict[Period, list[Tally]]:
    """Return every family of every period, counted in two statements however many periods there are."""
    counted: dict[tuple[int, Family], _Counted] = {}
    for row in _rows(_COUNTS, periods, demo=demo):
        one = counted.setdefault((row["n"], Family(row["family"])), _Counted())
        one.base[row["place"], row["topic"]] = row["base"]
        one.hits[row["place"], row["topic"]] = row["hits"]
    for row in _rows(_DAYS, periods, demo=demo):
        one = counted[row["n"], Family.DAYS]
        where = (
            None if row["place"] == _ALL else row["place"],
            None if row["topic"] == ALL_TOPICS else row["topic"],
        )
        one.days |= {
            (Measure.DAYS_MEDIAN, where): row["days_median"],
            (Measure.DAYS_P90, where): row["days_p90"],
        }
    return {
        period: [counted.get((number, family), _Counted()).tally(family) for family in Family]
        for number, period in enumerate(periods, start=1)
    }


@dataclass
class _Counted:
    """One family of one period while it is being read."""

    base: dict[tuple[int, str], int] = field(default_factory=dict)
    hits: dict[tuple[int, str], int] = field(default_factory=dict)
    days: dict[tuple[Measure, Where], int] = field(default_factory=dict)

    def tally(self, family: Family) -> Tally:
        return Tally(family=family, base=self.base, hits=self.hits, days=self.days)


def _rows(query: str, periods: Sequence[Period], *, demo: bool) -> Iterable[sql.Row]:
    facts = {
        "demo": demo,
        "firsts": [period.first_on for period in periods],
        "lasts": [period.last_on for period in periods],
        "answered": [str(name) for name in ANSWERED],
        "concluded": [str(name) for name in CONCLUDED],
        "notices": NOTICE_RULES,
        "answers": ANSWER_RULES,
        "settled": list(SETTLED),
    }
    with sql.cursor(sql.WRITER) as cursor:
        return cursor.execute(query, facts).fetchall()
