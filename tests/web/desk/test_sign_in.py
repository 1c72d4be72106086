"""Signing in: a password and a second factor, an idle end, one post at a time."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from desk_forms import ACCEPT, address, hidden
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from django.urls import URLPattern
from officials import signed_in

import builders
from huiyin.commands.people.appoint import Appoint
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.ids import AccountId, named_id
from huiyin.records import sql
from huiyin.records.people.models import Account
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.offices import office
from huiyin.web.desk.signin.pages import SET_UP_BY
from huiyin.web.desk.urls import urlpatterns
from support.moment import AT

PASSWORD = "a sentence only I know"
SECRET = base64.b32encode(bytes(range(20))).decode()
OPEN_TO_ALL = {
    "account_login",
    "mfa_authenticate",
    "account_inactive",
    "account_logout",
    "mfa_deactivate_totp",
}


def code(secret: str) -> str:
    """Return the six digits of this half minute (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def account(installed: Any) -> Account:  # noqa: ARG001  the ground it stands on
    """The handler's account, with a password and without a second factor."""
    found = Account.objects.get(pk=builders.HANDLER.account)
    found.password = make_password(PASSWORD)
    found.save()
    return found


@pytest.fixture
def with_factor(account: Account) -> Account:
    """The same with a second factor."""
    sealed = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user_id=account.pk, type=Authenticator.Type.TOTP, data=sealed)
    return account


def give_password(browser: Client, password: str = PASSWORD, following: str = "/desk/") -> Any:
    return browser.post("/desk/sign-in/", {"login": "person5", "password": password, "next": following})


def example(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    for name, value in (
        ("str:number", "4F7K2-M9QTX-C"),
        ("slug:slug", "accept"),
        ("int:place", "1"),
        ("int:page", "1"),
    ):
        route = route.replace(f"<{name}>", value)
    for name in ("file", "document", "draft", "identity", "proposal", "audit", "which", "search", "item"):
        route = route.replace(f"<uuid:{name}>", str(uuid4()))
    return f"/desk/{route}"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    "pattern", [one for one in urlpatterns if one.name not in OPEN_TO_ALL], ids=lambda one: one.name
)
def test_who_has_not_signed_in_is_led_to_the_sign_in_from_everywhere(
    browser: Client, pattern: URLPattern
) -> None:
    tus = {"Tus-Resumable": "1.0.0"}  # without it an upload is refused before anything is asked
    answers = [send(example(pattern), headers=tus) for send in (browser.get, browser.post)]
    # The wrong method is refused before anything is asked.
    asked = [one for one in answers if one.status_code != HTTPStatus.METHOD_NOT_ALLOWED]
    assert asked
    for one in asked:
        assert one.status_code == HTTPStatus.FOUND
        assert one.headers["Location"].startswith("/desk/sign-in/")


def test_password_and_code_open_the_desk(browser: Client, with_factor: Account) -> None:
    assert with_factor.pk == builders.HANDLER.account
    assert give_password(browser).headers["Location"] == "/desk/sign-in/code/"
    assert browser.get("/desk/").headers["Location"].startswith("/desk/sign-in/")
    answered = browser.post("/desk/sign-in/code/", {"code": code(SECRET)})
    assert answered.headers["Location"] == "/desk/"
    assert "待办事项" in browser.get("/desk/").content.decode()


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(browser: Client, account: Account) -> None:  # noqa: ARG001
    wrong = give_password(browser, "not this one").content.decode()
    unknown = browser.post("/desk/sign-in/", {"login": "nobody", "password": PASSWORD}).content.decode()
    said = "用户名或者密码不正确"
    assert said in wrong
    assert said in unknown


def test_a_wrong_code_is_explained_and_lets_nobody_in(browser: Client, with_factor: Account) -> None:  # noqa: ARG001
    give_password(browser)
    page = browser.post("/desk/sign-in/code/", {"code": "000000"}).content.decode()
    assert "验证码不对" in page
    assert browser.get("/desk/").status_code == 302


def test_a_code_is_good_once(browser: Client, with_factor: Account) -> None:  # noqa: ARG001
    used = code(SECRET)
    give_password(browser)
    assert browser.post("/desk/sign-in/code/", {"code": used}).status_code == 302
    again = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    give_password(again)
    assert "验证码不对" in again.post("/desk/sign-in/code/", {"code": used}).content.decode()


def test_trying_too_often_is_slowed_in_all_processes_alike(browser: Client, account: Account) -> None:  # noqa: ARG001
    for _ in range(6):
        page = give_password(browser, "not this one").content.decode()
    assert "尝试次数过多" in page
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM signin_mark")[0]["n"] > 0
    assert "尝试次数过多" in give_password(browser).content.decode()


def test_without_a_second_factor_nothing_can_be_done_but_setting_one_up(
    browser: Client, account: Account
) -> None:
    assert give_password(browser).status_code == 302
    for place in ("/desk/", "/desk/find/", "/desk/me/", "/desk/password/", "/desk/petition/4F7K2-M9QTX-C/"):
        assert browser.get(place).headers["Location"] == "/desk/second-factor/"
    page = browser.get("/desk/second-factor/").content.decode()
    secret = browser.session["mfa.totp.secret"]
    assert secret in page
    assert secret not in "".join(
        row["session_data"] for row in sql.fetch(sql.WRITER, "SELECT session_data FROM django_session")
    )
    assert "验证码不对" in browser.post("/desk/second-factor/", {"code": "000000"}).content.decode()
    assert browser.post("/desk/second-factor/", {"code": code(secret)}).headers["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    [stored] = sql.fetch(
        sql.WRITER, "SELECT data::text AS data FROM mfa_authenticator WHERE user_id = %s", (account.pk,)
    )
    assert secret not in stored["data"]
    assert browser.get("/desk/second-factor/").headers["Location"] == "/desk/second-factor/stands/"
    assert browser.get("/desk/second-factor/stands/").headers["Location"] == "/desk/"


def test_somebody_elses_session_mark_is_no_second_factor(browser: Client, account: Account) -> None:
    browser.force_login(account)
    session = browser.session
    session[SET_UP_BY] = account.pk + 1
    session.save()
    assert browser.get("/desk/").headers["Location"] == "/desk/second-factor/"


def test_nobody_signs_up_by_themselves(browser: Client) -> None:
    for place in ("/desk/sign-up/", "/accounts/signup/", "/desk/signup/"):
        assert browser.get(place).status_code == 404


def test_passwords_are_hashed_slowly_and_a_damaged_session_is_a_new_one(handler: Client) -> None:
    assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"
    sql.fetch(sql.WRITER, "UPDATE django_session SET session_data = 'e30=' RETURNING 1 AS one")
    assert handler.get("/desk/").headers["Location"].startswith("/desk/sign-in/")


def test_after_half_an_hour_without_a_page_one_signs_in_again_and_finds_what_was_typed(
    handler: Client, later: Callable[[float], None]
) -> None:
    life = builders.classified()
    handler.post(address(life, "open"))
    form = hidden(handler.get(address(life, "accept")))
    later(31 / 24 / 60)
    answered = handler.post(address(life, "accept"), {**form, **ACCEPT, "unit": "写到一半", "go": "do"})
    assert answered.headers["Location"].startswith("/desk/sign-in/?next=")
    page = signed_in(builders.HANDLER).get(address(life, "accept")).content.decode()
    assert "您上次填写的内容已保留在这里" in page
    assert "写到一半" in page


def test_a_form_that_nobody_signed_keeps_nothing(browser: Client, installed: Any) -> None:  # noqa: ARG001
    life = builders.classified()
    browser.post(address(life, "accept"), {**ACCEPT, "by": "invented"})
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM waiting")[0]["n"] == 0


def test_a_panel_of_a_script_is_led_to_the_sign_in_as_a_whole_page(browser: Client, installed: Any) -> None:  # noqa: ARG001
    answered = browser.get("/desk/petition/4F7K2-M9QTX-C/panel/", headers={"HX-Request": "true"})
    assert answered.headers["HX-Redirect"] == "/desk/sign-in/"


def test_an_account_with_several_posts_chooses_one_and_may_change(installed: Any) -> None:  # noqa: ARG001
    second = Appoint(
        id=named_id("a second post"),
        account=AccountId(int(builders.HANDLER.account or 0)),
        office=builders.WATER,
        role=Role.HANDLER,
        since=AT.date(),
    )
    door.execute(second, actor=builders.INSTALLER, at=AT)
    browser = signed_in(builders.HANDLER)
    assert browser.get("/desk/find/").headers["Location"] == "/desk/me/post/?next=%2Fdesk%2Ffind%2F"
    page = browser.get("/desk/me/post/?next=/desk/find/").content.decode()
    assert "成都市生态环境局" in page
    assert office(builders.WATER).name in page
    chosen = browser.post("/desk/me/post/", {"post": str(second.id), "next": "/desk/find/"})
    assert chosen.headers["Location"] == "/desk/find/"
    assert office(builders.WATER).name in browser.get("/desk/me/").content.decode()
    assert browser.post("/desk/me/post/", {"post": str(uuid4())}).status_code == 200
    assert browser.post("/desk/me/post/", {"post": "nonsense"}).status_code == 200
    away = browser.post("/desk/me/post/", {"post": str(second.id), "next": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/desk/"


def test_an_account_without_a_post_sees_nothing(installed: Any) -> None:  # noqa: ARG001
    builders.account(AccountId(99))
    nobody = signed_in(Actor(kind=ActorKind.OFFICIAL, account=AccountId(99)))
    answered = nobody.get("/desk/")
    assert answered.status_code == 403
    assert "您目前没有岗位" in answered.content.decode()


def test_signing_out_is_asked_and_done(handler: Client) -> None:
    assert "要退出登录吗" in handler.get("/desk/sign-out/").content.decode()
    assert handler.post("/desk/sign-out/").headers["Location"] == "/desk/sign-in/"
    assert handler.get("/desk/").status_code == 302


def test_a_password_is_changed_for_a_good_one_only(handler: Client, account: Account) -> None:
    handler.force_login(account)
    session = handler.session
    session[SET_UP_BY] = account.pk
    session.save()
    typed = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert handler.post("/desk/password/", typed).status_code == 200
    typed |= {"password1": "another sentence of mine", "password2": "another sentence of mine"}
    assert handler.post("/desk/password/", typed).headers["Location"] == "/desk/me/"
    assert handler.get("/desk/me/").status_code == 200
