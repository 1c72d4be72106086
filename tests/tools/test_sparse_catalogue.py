"""The tool that looks after the catalogue of 四川话 finds what is wrong in it, and adds nothing by itself."""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog

TOOLS = Path(__file__).parents[2] / "tools"
PUBLIC = [("src/huiyin/web/portal/templates/portal/home.html", 3)]
AT_THE_DESK = [("src/huiyin/web/desk/queue.py", 3)]


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("sichuanese")


@pytest.fixture
def messages(tool: ModuleType) -> ModuleType:
    assert tool
    return importlib.import_module("messages")


def one(english: Any, said: Any, place: list[tuple[str, int]] | None = None, **more: Any) -> Catalog:
    catalog = Catalog(locale="zh_Hans")
    catalog.add(english, said, locations=PUBLIC if place is None else place, **more)
    return catalog


def faults(tool: ModuleType, mandarin: str, said: str, english: str = "Text", **more: Any) -> list[str]:
    wanted = one(english, "", **more)
    found: list[str] = tool.faults(one(english, said), one(english, mandarin), wanted)
    return found


def test_a_wording_that_differs_has_no_fault(tool: ModuleType) -> None:
    assert faults(tool, "为什么是这一天？", "为啥子是这一天？") == []


def test_a_text_that_left_the_pages_is_named_and_not_dropped(tool: ModuleType) -> None:
    sparse, wanted = one("Gone", "掉了"), one("Text", "")
    [fault] = tool.faults(sparse, one("Text", "文字"), wanted)
    assert "no longer a text of the pages" in fault
    assert [message.string for message in tool.written(tool.refreshed(sparse, wanted))] == ["掉了"]


def test_a_new_text_of_the_pages_is_not_added(tool: ModuleType) -> None:
    wanted = one("Text", "")
    wanted.add("Another", locations=PUBLIC)
    assert [message.id for message in tool.written(tool.refreshed(one("Text", "话"), wanted))] == ["Text"]
    assert tool.faults(one("Text", "话"), one("Text", "字"), wanted) == []


@pytest.mark.parametrize(
    ("mandarin", "said", "fault"),
    [
        ("还有 %(days)s 天", "还剩 %(day)s 天", "other placeholders"),
        ("还有 %(days)s 天", "还剩几天", "other placeholders"),
        ("文件 %s", "文件", "other placeholders"),
    ],
)
def test_a_placeholder_that_differs_is_a_fault(
    tool: ModuleType, mandarin: str, said: str, fault: str
) -> None:
    assert any(fault in told for told in faults(tool, mandarin, said, english=mandarin))


@pytest.mark.parametrize(
    ("mandarin", "said", "fault"),
    [
        ("您好", "", "empty or doubtful"),
        ("您好", "您好", "the same as in Mandarin"),
        ("依据第三十四条", "依据第三十五条", "other laws, articles or numbers"),
        ("依据《信访工作条例》", "依据条例", "other laws, articles or numbers"),
        ("30 日内", "一个月里头", "other laws, articles or numbers"),
        ("是否受理", "收不收", "without the legal term 受理"),
    ],
)
def test_what_law_and_numbers_say_may_not_change(
    tool: ModuleType, mandarin: str, said: str, fault: str
) -> None:
    assert any(fault in told for told in faults(tool, mandarin, said))


def test_a_text_of_the_desk_alone_has_no_place_in_it(tool: ModuleType) -> None:
    assert any(
        "not a text of the public pages" in told for told in faults(tool, "字", "话", place=AT_THE_DESK)
    )


def test_the_page_for_review_has_one_line_a_text(tool: ModuleType) -> None:
    page = tool.page(one("Why?", "为啥子？"), one("Why?", "为什么？"))
    assert page.endswith("|---|---|---|\n| Why? | 为什么？ | 为啥子？ |\n")


def test_a_check_names_a_stale_page_and_a_stale_compiled_catalogue(
    tool: ModuleType, messages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "collected", lambda: one("Text", ""))
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po")
    monkeypatch.setattr(messages, "SPARSE", tmp_path / "zh_Hans-x-sichuan" / "LC_MESSAGES" / "django.po")
    monkeypatch.setattr(tool, "PAGE", tmp_path / "sichuanese.md")
    messages._write(messages.CATALOGUE, one("Text", "字"))
    messages._write(messages.SPARSE, one("Text", "话"))
    assert messages.update() == 0
    assert messages.faults() == []
    source = messages.SPARSE.read_text("utf-8")
    messages.SPARSE.write_text(source.replace("话", "言"), "utf-8")
    assert messages.faults() == [
        "the compiled catalogue differs from its source: zh_Hans-x-sichuan",
        "docs/sichuanese.md differs from the catalogues",
    ]
    assert messages.update() == 0
    assert messages.faults() == []
