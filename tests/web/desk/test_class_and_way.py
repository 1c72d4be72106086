"""Officials decide class and route, led by the guide; the statutory way is told in writing."""

import re

import pytest
from desk_forms import address, opened, send
from desk_papers import is_printed, state
from django.test import Client
from officials import words

import builders
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Route
from support.state import entries


def test_a_claim_needs_its_route_and_other_classes_have_none(handler: Client) -> None:
    life = builders.file_petition()
    assert "申诉求决类事项需要确定办理途径" in words(
        send(handler, life, "classify", klass="claim", topic="land.other")
    )
    assert (
        send(handler, life, "classify", klass="suggestion", route="6", topic="environment.water").status_code
        == 302
    )
    [row] = sql.fetch(sql.WRITER, "SELECT klass, route FROM petition WHERE id = %s", (life.petition,))
    assert row == {"klass": "suggestion", "route": None}


@pytest.mark.parametrize("route", [Route.LITIGATION, Route.ARBITRATION, Route.PARTY, Route.ADMINISTRATIVE])
def test_the_statutory_way_is_told_in_writing(handler: Client, route: Route) -> None:
    life = builders.classified(route=route)
    opened(handler, life)
    typed = {
        "procedure": "行政复议。",
        "competent": "成都市人民政府",
        "how": "提交书面申请。",
        "limit": "60日内。",
        "legal_basis": "《信访工作条例》第三十一条。",
        "contact": "028-00000000",
    }
    assert "《信访工作条例》" in words(handler.get(address(life, "redirect")))
    assert send(handler, life, "redirect", **typed).status_code == 302
    assert state(life) == "redirected"
    assert is_printed(handler, life)


def guide_at(browser: Client, life: builders.Life, go: str, **typed: str) -> str:
    """Press a button of the guide beside class and route; return the page."""
    return words(send(browser, life, "classify", go=go, **typed))


def test_the_guide_leads_marks_class_and_route_and_the_path_is_recorded(handler: Client) -> None:
    life = builders.file_petition()
    first = words(handler.get(address(life, "classify")))
    assert 'name="go" value="guide:aim=claim"' in first
    kept = {"topic": "environment.water", "klass": "suggestion", "guide": ""}
    second = guide_at(handler, life, "guide:aim=claim", **kept)
    assert 'name="guide" value="aim=claim"' in second
    assert 'value="environment.water" selected' in second
    assert "第三十一条" in second
    third = guide_at(handler, life, "guide:litigation=yes", **{**kept, "guide": "aim=claim"})
    assert re.search(r'value="claim"[^>]*checked', third)
    assert re.search(r'name="route" value="1"[^>]*checked', third)
    assert "申诉求决：诉讼、检察、公安等法定程序" in third
    back = guide_at(handler, life, "guide-back", **{**kept, "guide": "aim=claim litigation=yes"})
    assert 'name="guide" value="aim=claim"' in back
    chosen = {
        "klass": "claim",
        "route": "1",
        "topic": "environment.water",
        "guide": "aim=claim litigation=yes",
    }
    assert send(handler, life, "classify", **chosen).status_code == 302
    facts = entries(life.petition)[-1]["facts"]
    assert facts["guide"]["answers"] == [["aim", "claim"], ["litigation", "yes"]]


def test_what_is_no_petition_marks_nothing(handler: Client) -> None:
    life = builders.file_petition()
    page = guide_at(handler, life, "guide:aim=information", klass="", route="", topic="", guide="")
    assert "这不是信访事项" in page
    assert not re.search(r'name="klass"[^>]*checked', page)
