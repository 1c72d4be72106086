"""Extensions and pauses: judged the same everywhere, never beyond their cap, told as plain data."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.clocks import EventName, clocks, extension_of
from huiyin.rules.statute.explanation import Refusal
from huiyin.rules.statute.extensions import day_of
from rules.statute.claims import APPROVED, CHINA, DAYS, LAW22, ORDINARY, event, instant, one


def test_an_extension_of_one_office_does_not_extend_another() -> None:
    extended = event(
        EventName.DEADLINE_EXTENDED,
        "2026-04-01",
        office=OfficeId(510104002),
        facts={"extension_days": 30, **APPROVED},
    )
    accepted = event(EventName.PETITION_ACCEPTED, "2026-03-02", office=OfficeId(510104001))
    assert one([accepted, extended], "2026-04-02", "cn22.handle").explanation.extensions == ()


def test_an_extension_is_judged_by_the_button_as_by_the_clock() -> None:
    accepted = event(EventName.PETITION_ACCEPTED, "2026-03-03")
    clock = one([accepted], "2026-05-07", "cn22.handle")

    def refused(at: str, **facts: Any) -> Refusal | None:
        extension = extension_of(clock, event(EventName.DEADLINE_EXTENDED, at, facts=facts))
        assert extension is not None
        return extension.refused

    assert refused("2026-05-06", extension_days=30, **APPROVED) is None
    assert refused("2026-05-07", extension_days=30, **APPROVED) is Refusal.TOO_LATE
    assert refused("2026-05-06", extension_days=30, reason_code="complex") is Refusal.NOT_APPROVED
    assert refused("2026-05-06", extension_days=30, approved_by_role="office_head") is Refusal.NO_REASON
    assert refused("2026-05-06", **APPROVED) is Refusal.NO_DAYS
    assert refused("2026-05-06", extension_days=-3, **APPROVED) is Refusal.NO_DAYS
    window = one([event(EventName.OPINION_SERVED, "2026-03-02")], "2026-03-03", "cn22.review.request")
    assert extension_of(window, event(EventName.DEADLINE_EXTENDED, "2026-03-04")) is None


def test_a_day_is_read_from_a_date_an_instant_or_text() -> None:
    assert day_of(instant("2026-03-03T00:10")) == date(2026, 3, 3)
    assert day_of(date(2026, 3, 3)) == day_of("2026-03-03") == date(2026, 3, 3)
    assert day_of("3 March") is day_of(3) is None


def test_a_second_hearing_is_a_second_pause_and_another_part_pauses_nothing() -> None:
    events = [
        event(EventName.REEXAMINATION_RECEIVED, "2026-03-02", part="a"),
        event(EventName.HEARING_ENDED, "2026-03-03", part="a"),
        event(EventName.HEARING_STARTED, "2026-03-04", part="b"),
        event(EventName.HEARING_STARTED, "2026-03-10", part="a"),
        event(EventName.HEARING_STARTED, "2026-03-11", part="a"),
        event(EventName.HEARING_ENDED, "2026-03-11", part="a"),
        event(EventName.HEARING_STARTED, "2026-03-20", part="a"),
        event(EventName.HEARING_ENDED, "2026-03-20", part="a"),
    ]
    explanation = one(events, "2026-03-21", "cn22.reexam.decide").explanation
    assert [(p.first.day, p.last and p.last.day) for p in explanation.pauses] == [(10, 11), (20, 20)]
    assert explanation.unrolled_on == date(2026, 4, 4)


def test_pauses_extensions_and_exemptions_are_plain_data_too() -> None:
    heard = [
        event(EventName.REEXAMINATION_RECEIVED, "2026-03-02"),
        event(EventName.HEARING_STARTED, "2026-03-10"),
    ]
    (pause,) = one(heard, "2026-03-11", "cn22.reexam.decide").explanation.plain()["pauses"]
    article = "信访工作条例 第三十六条第二款"
    assert pause == {"first": "2026-03-10", "last": None, "reason": "hearing", "article": article}
    asked = {"extension_days": 45, "told_on": "2026-04-21", **APPROVED}
    extended = [
        event(EventName.PETITION_ACCEPTED, "2026-03-03"),
        event(EventName.DEADLINE_EXTENDED, "2026-04-20", facts=asked),
    ]
    (extension,) = one(extended, "2026-04-22", "cn22.handle").explanation.plain()["extensions"]
    assert extension == {
        "on": "2026-04-20",
        "asked": 45,
        "number": 30,
        "approved_by_role": "office_head",
        "reason_code": "complex",
        "told_on": "2026-04-21",
        "article": "信访工作条例 第三十四条",
        "refused": None,
    }
    direct = [event(EventName.OFFICE_RECEIVED_DIRECT, "2026-03-02")]
    clock = one(direct, "2026-03-03", "cn22.direct.notice", {"name_or_address_unclear": True})
    assert clock.remind_on is None
    assert clock.explanation.plain()["exemption"] == {
        "reason": "name_or_address_unclear",
        "article": "信访工作条例 第二十三条第二款",
    }


@given(DAYS, st.integers(-5, 200), st.integers(0, 90))
def test_an_extension_never_goes_beyond_its_cap(accepted: date, asked: int, after: int) -> None:
    start = event(EventName.PETITION_ACCEPTED, accepted.isoformat())
    day = (accepted + timedelta(days=after)).isoformat()
    more = event(EventName.DEADLINE_EXTENDED, day, facts={"extension_days": asked, **APPROVED})
    rules = {"pack": LAW22, "calendar": CHINA, "at": instant("2026-12-31"), "facts": ORDINARY}
    (plain,) = clocks([start], **rules)
    (extended,) = clocks([start, more, more], **rules)
    assert plain.warn_on is not None
    assert extended.warn_on is not None
    assert timedelta(0) <= extended.warn_on - plain.warn_on <= timedelta(days=30)
