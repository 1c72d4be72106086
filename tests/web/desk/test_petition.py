"""The page of a matter: what is shown at once, what only under a grant of the day, and to whom nothing is."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asked import Statements
from desk_forms import ACCEPT, address, opened, send
from django.test import Client
from django.utils import translation
from officials import signed_in, words

import builders
from huiyin.door import door
from huiyin.kernel.ids import new_id, new_number, new_query_code
from huiyin.prepare import evidence, filing, house
from huiyin.prepare.answers import read
from huiyin.prepare.filing import Envelope
from huiyin.records import sql
from huiyin.rules.access.roles import Role
from huiyin.vault.data_key import DataKey
from huiyin.vault.facts import Fact, FactName
from huiyin.web.shared.said_of_files import shown
from support.moment import AT
from support.printed import printed
from support.state import row
from support.water_evidence import photo

PICTURE = Path(__file__).parents[2] / "vault"


def grants() -> int:
    return int(sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM story_grant")[0]["n"])


def entries() -> int:
    return int(sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM entry")[0]["n"])


def test_the_page_says_what_is_due_from_whom_and_why(handler: Client) -> None:
    life = builders.file_petition()
    page = words(handler.get(address(life)))
    for said in (
        "贵单位应在 2026年5月21日前书面告知",  # and not the nearer day on which it may object
        "还有 15 天",
        "书面告知信访人",
        "为什么是这一天？",
        "第二十三条",
        "当日不计入",
        "王**",
        "网上",
        "水污染（系统建议）",
    ):
        assert said in page
    assert "转送成都市生态环境局" in page


def test_story_people_and_files_stay_closed_until_they_are_opened(handler: Client) -> None:
    life = builders.file_petition()
    page = words(handler.get(address(life)))
    for secret in ("河水发黑发臭", "王小明", "13800000000", "东大街1号"):
        assert secret not in page
    opened(handler, life)
    page = words(handler.get(address(life)))
    for told in ("河水发黑发臭", "王小明", "13800000000", "东大街1号", "请查处"):
        assert told in page
    assert "承办人员" in page  # who opened the file: the office and the role


def test_opening_is_one_entry_a_reader_and_day(
    handler: Client, head: Client, later: Callable[[float], None]
) -> None:
    life = builders.file_petition()
    before = entries()
    for _ in range(3):
        opened(handler, life)
    assert (grants(), entries() - before) == (1, 1)
    opened(head, life)
    assert grants() == 2
    later(1)
    signed_in(builders.HANDLER)
    browser = signed_in(builders.HANDLER)
    assert "河水发黑发臭" not in words(browser.get(address(life)))
    opened(browser, life)
    assert grants() == 3


def test_two_clicks_at_once_open_once(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.file_petition()
    monkeypatch.setattr("huiyin.queries.handling.matter.granted", lambda *_args, **_how: False)
    opened(handler, life)
    opened(handler, life)
    assert grants() == 1


def test_who_may_not_know_of_a_matter_gets_the_answer_for_an_unknown_number(
    stranger: Client, handler: Client
) -> None:
    life = builders.file_petition()
    for slug in ("", "panel/", "accept/", "classify/"):
        answered = stranger.get(f"{address(life)}{slug}")
        unknown = stranger.get(f"/desk/petition/4F7K2-M9QTX-C/{slug}")
        assert answered.status_code == unknown.status_code == 404
        assert words(answered) == words(unknown).replace("4F7K2-M9QTX-C", life.prepared.command.number)
    assert stranger.post(address(life, "open")).status_code == 404
    assert handler.get("/desk/petition/nonsense/").status_code == 404
    assert grants() == 0


def test_an_accused_office_sees_nothing(handler: Client, head: Client, dispatcher: Client) -> None:
    life = builders.accusation(builders.ECOLOGY)
    for browser in (handler, head):
        assert life.prepared.command.number not in words(browser.get("/desk/"))
        assert browser.get(address(life)).status_code == 404
        assert browser.post(address(life, "open")).status_code == 404
    assert dispatcher.get(address(life)).status_code == 200


def test_what_cannot_be_done_now_stands_there_with_article_and_reason(handler: Client) -> None:
    page = words(handler.get(address(builders.file_petition())))
    hindered = page[page.index("暂不可用") :]
    assert "尚未确定类别和办理途径。" in hindered
    assert "信访工作条例 第三十一条" in hindered
    assert page.index("定类定途径") < page.index("暂不可用")


def test_a_head_can_sign_and_a_handler_cannot(handler: Client, head: Client) -> None:
    life = builders.drafted()
    assert address(life, "sign") not in words(handler.get(address(life)))
    assert address(life, "sign") in words(head.get(address(life)))
    assert handler.get(address(life, "sign")).status_code == 403


def test_an_inspector_reads_and_does_nothing(installed: Any) -> None:  # noqa: ARG001
    life = builders.file_petition()
    inspector = signed_in(builders.official(Role.INSPECTOR, builders.BUREAU))
    page = words(inspector.get(address(life)))
    assert "您的岗位目前没有可以办理的步骤" in page
    assert inspector.get(address(life, "accept")).status_code == 403


def test_an_unknown_deed_is_an_unknown_page(handler: Client) -> None:
    life = builders.file_petition()
    assert handler.get(address(life, "abolish")).status_code == 404
    assert handler.post(f"{address(life, 'abolish')}keep/").status_code == 404


def with_a_file(name: str, content: bytes) -> tuple[builders.Life, Any]:
    """File a petition with one file."""
    from io import BytesIO  # noqa: PLC0415

    petition = new_id(AT)
    key: DataKey = house.vault().new_data_key(petition)  # type: ignore[arg-type]
    staged = evidence.stage(BytesIO(content), name, store=house.store(), data_key=key, at=AT)
    envelope = Envelope(
        petition=petition,  # type: ignore[arg-type]
        number=new_number(),
        code=new_query_code(),
        data_key=key.wrapped,
        channel="web",
    )
    prepared = filing.prepare(read(builders.POLLUTION), [staged], envelope, at=AT)
    outcome = door.execute(prepared.command, actor=builders.PUBLIC, at=AT)
    return builders.Life(prepared=prepared, outcomes=(outcome,), at=AT), staged


def test_a_file_is_given_under_a_grant_as_it_came_and_never_run(handler: Client) -> None:
    content = b"%PDF-1.4\n" + bytes(range(256)) * 9000
    life, staged = with_a_file("检测报告 “最终”.pdf", content)
    place = f"{address(life)}evidence/{staged.id}/"
    assert handler.get(place).status_code == 403
    assert handler.get(f"{place}facts/").status_code == 403
    opened(handler, life)
    page = words(handler.get(address(life)))
    assert staged.sha256.hex() in page
    given = handler.get(place)
    assert b"".join(given.streaming_content) == content  # type: ignore[attr-defined]
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert int(given.headers["Content-Length"]) == len(content)
    assert handler.get(f"{address(life)}evidence/{new_id(AT)}/").status_code == 404
    assert "文件没有写明时间" in words(handler.get(f"{place}facts/"))


def test_a_photo_tells_place_time_and_device_beside_it_with_their_source(handler: Client) -> None:
    life, staged = with_a_file("排污口.jpg", photo(datetime(2026, 4, 28, 22, 41, 7)))  # noqa: DTZ001  a phone's own
    opened(handler, life)
    place = f"{address(life)}evidence/{staged.id}/facts/"
    listed = words(handler.get(address(life)))
    assert f'hx-get="{place}"' in listed  # filled in when it comes into sight; a link without scripts
    assert f'<a href="{place}">文件自述信息</a>' in listed
    beside = words(handler.get(place, headers={"HX-Request": "true"}))
    assert "<html" not in beside
    for said in (
        "2026年4月28日 22:41:07（UTC+08:00）",
        "30.781250°",
        "104.012500°",
        "HUAWEI P60",
        "出处：EXIF DateTimeOriginal",
        "出处：EXIF GPSLatitude",
        "出处：EXIF Make, Model",
    ):
        assert said in beside
        assert said in words(handler.get(place))


def test_an_instant_without_a_zone_is_told_as_such_and_an_odd_one_as_it_stands() -> None:
    facts = [
        Fact(name=FactName.TAKEN_AT, value="2026-04-28T22:41:07", source="EXIF DateTimeOriginal"),
        Fact(name=FactName.CREATED_AT, value="yesterday", source="PDF CreationDate"),
    ]
    with translation.override("zh-hans"):
        told = [one.value for one in shown(facts)]
    assert told == ["2026年4月28日 22:41:07（文件未注明时区）", "yesterday"]


def test_the_line_tells_who_classified_and_with_the_story_what_was_found(
    handler: Client, head: Client
) -> None:
    life = builders.accepted()
    opened(handler, life)
    found = "夜间现场检查，雨水口外排印染废水，" + "水" * 60
    assert send(handler, life, "finding", text=found).status_code == 302
    line = words(handler.get(address(life)))
    line = line[line.index("办理经过") :]
    assert "成都市生态环境局 承办人员</b> 认定为：申诉求决、第三十一条第六项 信访程序、水污染" in line
    assert "登记调查核实情况：夜间现场检查" in line
    assert found not in line  # in full it stands beside the story
    line = words(head.get(address(life)))
    assert "登记调查核实情况：" not in line[line.index("办理经过") :]


def test_the_option_to_object_is_no_duty(handler: Client) -> None:
    page = words(handler.get(address(builders.file_petition())))
    option = page[page.index('<li class="clock option">') :]
    option = option[: option.index("</li>")]
    assert "可选" in option
    assert "成都市生态环境局可以（并非必须）：对不属于本机关" in option
    assert "截至 2026年5月12日" in option
    line = page[page.index("办理经过") :]
    assert "提出异议" not in line  # nothing is due there


def test_a_text_file_says_nothing_of_itself(handler: Client) -> None:
    life, staged = with_a_file("说明.txt", "河水发黑".encode())
    opened(handler, life)
    assert "文件没有写明时间" in words(handler.get(f"{address(life)}evidence/{staged.id}/facts/"))


def test_documents_name_the_petitioner_and_need_a_grant(handler: Client, head: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    assert send(handler, life, "accept", **ACCEPT).status_code == 302
    document = row("document", petition=life.petition)["id"]
    place = f"{address(life)}document/{document}.pdf"
    assert "王小明" in printed(handler.get(place).content)
    assert head.get(place).status_code == 403
    opened(head, life)
    assert "王小明" in printed(head.get(place).content)
    assert handler.get(f"{address(life)}document/{new_id(AT)}.pdf").status_code == 404
    assert handler.get(f"{address(life)}draft/{new_id(AT)}.pdf").status_code == 404


def test_a_page_asks_the_same_number_of_statements_whatever_happened(
    handler: Client, statements: Statements
) -> None:
    young = builders.file_petition()
    handler.get(address(young))
    few = statements.count
    old = builders.answered()
    statements.count = 0
    handler.get(address(old))
    assert statements.count == few <= 20


@pytest.mark.parametrize("make", builders.everything(), ids=lambda make: make.__name__)
def test_every_kind_of_matter_has_its_page(make: Callable[[], builders.Life], dispatcher: Client) -> None:
    life = make()
    page = words(dispatcher.get(address(life)))
    assert life.prepared.command.number in page
    assert "step." not in page
