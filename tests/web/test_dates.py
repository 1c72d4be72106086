"""Days and instants as the pages write them."""

from datetime import UTC, date, datetime

from django.utils import translation

from huiyin.web.shared.templatetags.dates import day, moment

EVENING = datetime(2026, 5, 5, 20, 7, tzinfo=UTC)  # already the sixth in Chengdu


def test_days_are_those_of_the_legal_time_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert (day(EVENING), moment(EVENING)) == ("2026年5月6日", "2026年5月6日 04:07")
        assert day(date(2026, 5, 6)) == "2026年5月6日"
    with translation.override("en"):
        assert (day(EVENING), moment(EVENING)) == ("6 May 2026", "6 May 2026, 04:07")
