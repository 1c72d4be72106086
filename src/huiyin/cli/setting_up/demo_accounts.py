"""Invented people in a few posts, for demonstrations only: passwords and second factors are generated.

They are written down first, in a file that only its owner reads, and made afterwards: an interrupted run
goes on with what stands there.
"""

import base64
import os
import secrets
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password

from huiyin.adapters.postgres.tell import Tell
from huiyin.cli.setting_up.sichuan import INSTALLER
from huiyin.commands.people.appoint import Appoint
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.ids import AccountId, OfficeId, named_id, new_query_code
from huiyin.queries.people.installation import posts_of_names
from huiyin.records.people.models import Account
from huiyin.rules.access.roles import Role
from huiyin.rules.routing.offices import office, responsible_bureau, serving

FILE = "demo-accounts.txt"
HEADER = (
    "# user name\tpassword\tsecret of the second factor\toffice\trole\tname\taddress for an authenticator"
)
SECRET_BYTES = 20
SINCE = date(2022, 5, 1)  # whatever day the clock of a demonstration shows, the posts are held
PROVINCE, CHENGDU, JINJIANG, MIANYANG = 510000, 510100, 510104, 510700


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented official and the posts held, the first one named in the file."""

    username: str
    name: str
    posts: tuple[tuple[Role, OfficeId], ...]


@dataclass(frozen=True, kw_only=True)
class Login:
    """One line of the file."""

    username: str
    password: str
    secret: str
    office: str
    role: str
    name: str
    address: str


def people() -> tuple[Person, ...]:
    """Return who works where; names are invented."""
    bureau, county = responsible_bureau(CHENGDU), responsible_bureau(JINJIANG)
    ecology, above = serving("ecology", CHENGDU), serving("ecology", PROVINCE)
    province = responsible_bureau(PROVINCE)
    elsewhere, labour = responsible_bureau(MIANYANG), serving("labour", MIANYANG)
    held = (
        ("lin.zhiyuan", "林知远", ((Role.DISPATCHER, bureau),)),
        ("he.xiaoman", "何小满", ((Role.RECEPTION, bureau),)),
        ("song.jian", "宋鉴", ((Role.INSPECTOR, bureau),)),
        ("zhou.mubai", "周慕白", ((Role.DISPATCHER, county),)),
        ("mei.rucen", "梅如岑", ((Role.HEAD, county),)),
        ("tang.yue", "唐月", ((Role.RECEPTION, county),)),
        ("shen.qinghe", "沈清河", ((Role.HANDLER, ecology),)),
        ("gu.changan", "顾长安", ((Role.HEAD, ecology),)),
        ("xu.wenshan", "许问山", ((Role.REVIEWER, above),)),
        ("luo.jiuling", "罗九龄", ((Role.HEAD, above),)),
        ("deng.yaqi", "邓雅琪", ((Role.DISPATCHER, elsewhere),)),
        ("pu.nanxing", "蒲南星", ((Role.HANDLER, labour),)),
        ("wei.siqi", "魏思齐", ((Role.HEAD, labour), (Role.HANDLER, labour))),
        ("jiang.heng", "蒋衡", ((Role.DISPATCHER, province),)),
        ("fang.zhiheng", "方知衡", ((Role.HEAD, province),)),
        ("yan.mingjian", "严明鉴", ((Role.AUDITOR, province),)),
    )
    return tuple(Person(username=username, name=name, posts=posts) for username, name, posts in held)


def make(tell: Tell) -> None:
    """Make who is missing; show the passwords when they were made just now."""
    path = settings.HUIYIN_ENV.data / FILE
    known = _read(path)
    fresh = [_login(person) for person in people() if person.username not in known]
    if fresh:
        _write(path, [*known.values(), *fresh])
    logins = {**known, **{login.username: login for login in fresh}}
    for person in people():
        login = logins[person.username]
        _appoint(person, _account(person, login, anew=login in fresh))
    for login in fresh:
        tell("setup.demo_account", **vars(login))
    tell("setup.demo_accounts_kept", path=str(path))


def _login(person: Person) -> Login:
    role, place = person.posts[0]
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    issued = urlencode({"secret": secret, "issuer": settings.MFA_TOTP_ISSUER}, quote_via=quote)
    return Login(
        username=person.username,
        password=new_query_code(),
        secret=secret,
        office=office(place).name,
        role=role.value,
        name=person.name,
        address=f"otpauth://totp/{quote(person.username)}?{issued}",
    )


def _account(person: Person, login: Login, *, anew: bool) -> AccountId:
    """Return the account; one whose password nobody knows any more gets the new one."""
    account = Account.objects.filter(username=person.username).first()
    if account is None:
        account = Account(username=person.username, display_name=person.name, created_at=clock.now())
        anew = True
    if anew:
        account.password = make_password(login.password)
        account.save()
        Authenticator.objects.filter(user_id=account.pk).delete()
    if not Authenticator.objects.filter(user_id=account.pk).exists():
        sealed = {"secret": get_adapter().encrypt(login.secret)}
        Authenticator.objects.create(user_id=account.pk, type=Authenticator.Type.TOTP, data=sealed)
    return AccountId(account.pk)


def _appoint(person: Person, account: AccountId) -> None:
    if person.username in posts_of_names():
        return
    commands = [
        Appoint(
            id=named_id(f"demonstration post {person.username} {role.value}"),
            account=account,
            office=place,
            role=role,
            since=SINCE,
        )
        for role, place in person.posts
    ]
    door.execute_many(commands, actor=INSTALLER, at=clock.now())


def _read(path: Path) -> dict[str, Login]:
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    names = tuple(Login.__dataclass_fields__)
    logins = [Login(**dict(zip(names, row, strict=True))) for row in rows if len(row) == len(names)]
    return {login.username: login for login in logins}


def _write(path: Path, logins: list[Login]) -> None:
    # Whole or not at all: nobody ever holds a password that the next run does not find again.
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.writelines(f"{line}\n" for line in (HEADER, *("\t".join(astuple(one)) for one in logins)))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
