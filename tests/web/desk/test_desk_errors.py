"""What goes wrong at the desk is told to officials: in their frame, with what to do next."""

from datetime import datetime
from typing import Any

import pytest
from desk_forms import address
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Misconfigured, Unlawful

PETITIONERS = ("查询码", "查询您的事项", "回到首页")


@pytest.fixture
def failing(handler: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A page of the desk that fails with an error, after the guard let the handler in."""
    handler.raise_request_exception = False

    def fail(error: Exception) -> Any:
        def broken(*_args: object, **_how: object) -> datetime:
            raise error

        monkeypatch.setattr("huiyin.web.desk.petition.find_page", broken)
        return handler.get(address(builders.file_petition()))

    return fail


@pytest.mark.parametrize(
    ("error", "status", "said", "next_step"),
    [
        (Invalid("x"), 400, "这次请求没能读出来", "刷新表单"),
        (Conflict("x"), 409, "事项已有变动", "请重新打开事项"),
        (Unlawful("x", article="第三十四条"), 409, "事项已有变动", "请重新打开事项"),
        (HuiyinError("x"), 500, "我们这边出了故障", "确认这一步是否已经登记"),
        (ZeroDivisionError(), 500, "我们这边出了故障", "告知系统管理员"),
        (Misconfigured("store.full"), 507, "存储空间", "告知系统管理员"),
    ],
)
def test_a_fault_is_told_in_the_frame_of_the_desk(
    failing: Any, error: Exception, status: int, said: str, next_step: str
) -> None:
    answered = failing(error)
    page = words(answered)
    assert answered.status_code == status
    assert said in page
    assert next_step in page
    assert "承办人员" in page  # the rail: in which post one works
    assert not [one for one in PETITIONERS if one in page]


def test_what_the_post_does_not_do_is_told_with_the_way_back_to_the_matter(handler: Client) -> None:
    life = builders.drafted()
    answered = handler.get(address(life, "sign"))
    page = words(answered)
    assert answered.status_code == 403
    assert "您的岗位不能办理这一步" in page
    assert f'href="{address(life)}">返回事项' in page


def test_an_unknown_address_leads_to_queue_and_find_and_never_to_a_matter(handler: Client) -> None:
    for unknown in ("/desk/nowhere/", "/desk/petition/4F7K2-M9QTX-C/accept/"):
        answered = handler.get(unknown)
        page = words(answered)
        assert answered.status_code == 404
        assert "您的工作台上没有这个事项或页面" in page
        assert "返回待办" in page
        assert "返回事项" not in page


def test_a_closed_story_is_told_as_such(handler: Client) -> None:
    life = builders.drafted()
    draft = f"{address(life)}draft/00000000-0000-0000-0000-000000000000.pdf"
    answered = signed_in(builders.HANDLER).get(draft)
    assert answered.status_code == 403
    assert "正文今天尚未打开" in words(answered)
    assert f'href="{address(life)}">返回事项' in words(handler.get(draft))


def test_too_much_at_once_is_told_to_officials(handler: Client) -> None:
    life = builders.file_petition()
    answered = handler.post(address(life, "contact"), {"note": "x" * (9 << 20)})
    assert answered.status_code == 413
    assert "没有作任何登记" in words(answered)
    assert "200 个" not in words(answered)


def test_an_expired_form_of_the_desk_is_told_to_officials(handler: Client) -> None:
    careful = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="zh-CN")
    careful.cookies = handler.cookies
    answered = careful.post(f"{address(builders.file_petition())}open/")
    assert answered.status_code == 403
    assert "这个页面打开的时间太长了" in words(answered)
    assert "返回事项" in words(answered)


@pytest.mark.usefixtures("installed")
def test_a_stranger_at_the_door_sees_no_rail(browser: Client) -> None:
    answered = browser.get("/desk/nowhere/")
    page = words(answered)
    assert answered.status_code == 404
    assert "前往登录" in page
    assert "返回待办" not in page


@pytest.mark.usefixtures("installed")
def test_a_fault_asks_the_database_for_nobody(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.raise_request_exception = False

    def gone(*_args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("huiyin.web.desk.here.clock.now", gone)
    monkeypatch.setattr("django.contrib.auth.get_user", gone)
    answered = browser.get("/desk/")
    assert answered.status_code == 500
    assert "前往登录" in words(answered)
