"""Schedules as data: what is shipped is a draft, in force nowhere; what an office sets has to be sound."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.access.roles import Role
from huiyin.rules.retention.schedule import (
    PERIODS,
    Adopted,
    Certainty,
    Fact,
    about_schedule,
    approving_roles,
    floors,
    read_schedule,
    schedule_of,
    shipped_schedule,
)


def plain(**changes: Any) -> dict[str, Any]:
    return {**shipped_schedule().plain, **changes}


def changed(place: int, **changes: Any) -> dict[str, Any]:
    classes = shipped_schedule().plain["classes"]
    classes[place] = {**classes[place], **changes}
    return plain(classes=classes)


def adopted(day: date, name: str = "x") -> Adopted:
    return Adopted(id=UUID(int=day.toordinal()), effective_on=day, approval=name, schedule=shipped_schedule())


def test_the_shipped_draft_says_that_it_is_not_verified_and_where_its_figures_come_from() -> None:
    assert "未经核对" in about_schedule()["note"].zh
    assert "not verified" in about_schedule()["note"].en
    assert {one.certainty for one in shipped_schedule().classes} == {Certainty.SUGGESTED}


def test_the_shipped_draft_keeps_ten_years_thirty_years_or_for_ever() -> None:
    years = {one.id: one.years for one in shipped_schedule().classes}
    assert years == {"instructed": 0, "precedent": 0, "reexamined": 30, "handled": 10}
    assert set(years.values()) <= set(PERIODS)


def test_what_was_re_examined_is_of_its_class_and_everything_else_of_the_last() -> None:
    derived = shipped_schedule().derived
    assert derived(frozenset({Fact.CLAIM, Fact.REVIEWED, Fact.REEXAMINED})).id == "reexamined"
    assert derived(frozenset({Fact.SUGGESTION})).id == "handled"


def test_no_record_makes_a_matter_one_with_a_leaders_instruction() -> None:
    assert shipped_schedule().derived(frozenset(Fact)).id == "reexamined"
    assert shipped_schedule().category("instructed") is not None
    assert shipped_schedule().category("nothing") is None


def test_a_schedule_read_from_its_own_plain_data_is_the_same() -> None:
    assert read_schedule(shipped_schedule().plain) == shipped_schedule()


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({**shipped_schedule().plain, "more": 1}, "schedule.keys"),
        ({"classes": []}, "schedule.keys"),
        (plain(runs_from="filing"), "schedule.runs_from"),
        (plain(classes=[]), "schedule.last"),
        (plain(classes=plain()["classes"][:-1]), "schedule.last"),
        (plain(classes=[*plain()["classes"], {**plain()["classes"][0], "id": "later"}]), "schedule.last"),
        (plain(classes=plain()["classes"][:1] + plain()["classes"]), "schedule.doubled"),
        (changed(0, id=""), "schedule.class"),
        (changed(0, id="重要"), "schedule.class"),
        (changed(0, colour="red"), "schedule.class"),
        (changed(0, name={"zh": "重要"}), "schedule.name"),
        (changed(0, name={"zh": "重" * 61, "en": "x"}), "schedule.name"),
        (changed(0, years=5), "schedule.years"),
        (changed(0, years=True), "schedule.years"),
        (changed(2, when=["important"]), "schedule.when"),
        (changed(0, approved_by=[]), "schedule.approved_by"),
        (changed(0, approved_by=["dispatcher"]), "schedule.approved_by"),
    ],
)
def test_a_schedule_that_is_not_sound_is_refused_and_the_error_says_what(
    settings: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        read_schedule(settings)
    assert caught.value.code == code


def test_only_a_role_that_can_approve_lists_can_be_named_to_approve_them() -> None:
    assert approving_roles() == (Role.HEAD,)


def test_the_schedule_in_force_on_the_day_of_closing_applies() -> None:
    first, second = adopted(date(2026, 1, 1)), adopted(date(2030, 1, 1))
    both = (first, second)
    assert schedule_of(both, date(2029, 12, 31), on=date(2040, 1, 1)) is first
    assert schedule_of(both, date(2030, 1, 1), on=date(2040, 1, 1)) is second


def test_what_was_closed_before_the_office_had_a_schedule_is_kept_by_the_one_in_force_now() -> None:
    first, second = adopted(date(2026, 1, 1)), adopted(date(2030, 1, 1))
    assert schedule_of((first, second), date(2020, 1, 1), on=date(2028, 1, 1)) is first
    assert schedule_of((first, second), date(2020, 1, 1), on=date(2031, 1, 1)) is second


def test_without_a_schedule_in_force_there_is_none() -> None:
    assert schedule_of((), date(2026, 5, 6), on=date(2040, 1, 1)) is None
    assert schedule_of((adopted(date(2041, 1, 1)),), date(2026, 5, 6), on=date(2040, 1, 1)) is None


def test_what_else_has_to_be_kept_is_told_with_its_article() -> None:
    told = {one.article.zh: one.keep.zh for one in floors()}
    assert list(told.values()) == ["不少于六个月（180天）", "至少3年", "至少3年"]
    assert next(iter(told)).startswith("网络安全法 第二十三条")
