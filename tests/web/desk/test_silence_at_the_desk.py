"""Records of non-response at the desk: shown with the matter; who may state that it was answered in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_forms import address
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.jobs.silences import sweep_silences
from support.moment import AT
from support.state import row, rows

Later = Callable[[float], None]


@pytest.fixture
def recorded(installed: object, later: Later) -> builders.Life:  # noqa: ARG001  the ground it stands on
    """A matter whose notice never came, as far as is known."""
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    sweep_silences(at=AT + timedelta(days=30))
    later(31)
    return life


def form_of(life: builders.Life, place: int = 1) -> str:
    return f"{address(life)}record/{place}/"


def test_the_page_shows_the_record_and_the_line_tells_of_it(handler: Client, recorded: builders.Life) -> None:
    page = words(handler.get(address(recorded)))
    assert "逾期未见办复系统记录" in page
    assert "为信访人生成系统记录：截至2026年5月21日未见办复" in page
    assert "说明已在期限内答复" not in page  # a handler states nothing for the office


def test_the_head_states_that_it_was_answered_and_the_page_tells_it_as_a_statement(
    head: Client, recorded: builders.Life
) -> None:
    assert "说明已在期限内答复" in words(head.get(address(recorded)))
    assert "本系统没有核验" in words(head.get(form_of(recorded)))
    answered = head.post(form_of(recorded), {"on": "2026-05-20"})
    assert answered.headers["Location"] == address(recorded)
    assert row("nonresponse")["correction"]["reason"] == "office_states_answer"
    page = words(head.get(address(recorded)))
    assert "更正了该系统记录：该单位说明已在期限内通过本系统以外的方式答复" in page
    assert "这份记录已经更正" in words(head.get(form_of(recorded)))


def test_a_correction_by_facts_is_the_systems_own_on_the_line(
    head: Client, recorded: builders.Life, later: Later
) -> None:
    served = ServeDocument(
        petition=recorded.petition,
        document=recorded.documents["acceptance"],
        way="post",
        served_on=(AT + timedelta(days=12)).date(),
    )
    recorded.then(served, builders.HANDLER, days=30)
    sweep_silences(at=AT + timedelta(days=34))
    later(35)
    assert "更正了该系统记录：其后补录的送达日期在期限以内" in words(head.get(address(recorded)))


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-05-22", "只有在期限届满日以前答复的"),
        ("2026-05-01", "这一天期限还没有开始计算"),
        ("", "请填写日期"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_the_field(
    head: Client, recorded: builders.Life, on: str, told: str
) -> None:
    answered = head.post(form_of(recorded), {"on": on})
    assert answered.status_code == 422
    assert told in words(answered)
    assert row("nonresponse")["corrected_at"] is None


def test_who_comes_second_is_told_so(head: Client, dispatcher: Client, recorded: builders.Life) -> None:
    head.post(form_of(recorded), {"on": "2026-05-20"})
    answered = dispatcher.post(form_of(recorded), {"on": "2026-05-19"})
    assert answered.status_code == 422
    assert "已经有人更正" in words(answered)
    assert row("nonresponse")["correction"]["on"] == "2026-05-20"


def test_a_handler_and_a_stranger_cannot(handler: Client, stranger: Client, recorded: builders.Life) -> None:
    assert handler.get(form_of(recorded)).status_code == 403
    assert handler.post(form_of(recorded), {"on": "2026-05-20"}).status_code == 403
    assert stranger.get(form_of(recorded)).status_code == 404
    assert row("nonresponse")["corrected_at"] is None


def test_a_record_that_is_not_there_is_not_found(head: Client, recorded: builders.Life) -> None:
    assert head.get(form_of(recorded, 2)).status_code == 404


@pytest.mark.usefixtures("installed")
def test_an_office_that_is_accused_learns_of_no_record(later: Later) -> None:
    life = builders.accusation(builders.ECOLOGY)
    sweep_silences(at=AT + timedelta(days=16))
    later(17)
    accused = signed_in(builders.HEAD)
    assert accused.get(address(life)).status_code == 404
    assert accused.get(form_of(life)).status_code == 404
    assert len(rows("nonresponse")) == 1
