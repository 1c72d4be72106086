"""Who looked for a petitioner by name is told on the page of the matter: day, office, post and purpose."""

import pytest
from django.test import Client
from followed import follows

import builders
from huiyin.kernel.command import Reader
from huiyin.prepare.searching import indexing, seeking
from huiyin.rules.search.persons import Known, Purpose
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


def test_a_search_by_name_is_told_and_before_it_nothing_is(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.waiting()
    assert "谁按姓名查找过您" not in follows(visitor, life, monkeypatch)
    indexing.reindex([life.petition])
    reception = builders.RECEPTION
    assert reception.office
    reader = Reader(offices=(reception.office,), account=reception.account)
    seeking.seek(reception, reader, Known.PHONE, "138 0000 0000", Purpose.REPEATED, at=AT)
    page = follows(visitor, life, monkeypatch)
    table = page[page.index("谁按姓名查找过您") :]
    for said in ("2026年5月6日", "锦江区信访局", "接待", "第十九条第三款"):
        assert said in table
    assert "Person" not in page
