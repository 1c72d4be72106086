"""The public figures: what is counted, of how many, and which numbers are hidden together.

Offices are measured, petitioners never. An accusation, and a matter that some office may not see, counts
for the whole province only (`PROVINCE_ONLY`), so that no figure of a prefecture moves with it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

PROVINCE = 510000
PROVINCE_ONLY = 0
ALL_TOPICS = ""
NO_TOPIC = "-"


class Family(StrEnum):
    """Measures over the same matters: one base, one pattern of hidden cells."""

    RECEIVED = "received"  # matters whose day of receipt lies in the period
    CONCLUDED = "concluded"  # matters first answered, declined or sent another lawful way in it
    NOTICE = "notice"  # written notices that fell due in it
    ANSWER = "answer"  # answers that fell due in it, extensions counted in
    DAYS = "days"  # matters first answered in it
    BUREAU = "bureau"  # of those concluded in it: rated the bureau
    OFFICE = "office"  # of those concluded in it: rated the office


class Measure(StrEnum):
    """One public figure."""

    RECEIVED = "received"
    CONCLUDED = "concluded"
    NOTICE_IN_TIME = "notice_in_time"  # percent
    ANSWER_IN_TIME = "answer_in_time"  # percent
    DAYS_MEDIAN = "days_median"  # days from receipt to answer, half are faster
    DAYS_P90 = "days_p90"  # nine in ten are faster
    BUREAU_SATISFIED = "bureau_satisfied"  # percent of those who rated
    BUREAU_RESPONSE = "bureau_response"  # percent of those who could
    OFFICE_SATISFIED = "office_satisfied"
    OFFICE_RESPONSE = "office_response"


FAMILIES: Mapping[Family, tuple[Measure, ...]] = MappingProxyType(
    {
        Family.RECEIVED: (Measure.RECEIVED,),
        Family.CONCLUDED: (Measure.CONCLUDED,),
        Family.NOTICE: (Measure.NOTICE_IN_TIME,),
        Family.ANSWER: (Measure.ANSWER_IN_TIME,),
        Family.DAYS: (Measure.DAYS_MEDIAN, Measure.DAYS_P90),
        Family.BUREAU: (Measure.BUREAU_SATISFIED, Measure.BUREAU_RESPONSE),
        Family.OFFICE: (Measure.OFFICE_SATISFIED, Measure.OFFICE_RESPONSE),
    }
)
# Shown by place and topic together; all others by place and by topic only.
CROSSED = frozenset({Family.RECEIVED, Family.CONCLUDED})
# Part of what was concluded: hidden wherever that is.
OF_CONCLUDED = frozenset({Family.DAYS, Family.BUREAU, Family.OFFICE})
RATINGS = frozenset({Family.BUREAU, Family.OFFICE})
SATISFIED_FROM = 3  # 基本满意 and better, as in the national 好差评 evaluation
COUNTS = frozenset({Measure.RECEIVED, Measure.CONCLUDED})
DAYS = frozenset({Measure.DAYS_MEDIAN, Measure.DAYS_P90})
RESPONSES = frozenset({Measure.BUREAU_RESPONSE, Measure.OFFICE_RESPONSE})
