"""What becomes of an upload that is still under way when its petition is filed."""

import pytest
from django.test import Client
from tus import begun, create, patch
from wizard import PDF, filed, fill, kept

from support.house import House

pytestmark = pytest.mark.usefixtures("installed")
HERE = "/file/uploads/"


def test_nobody_without_a_draft_begins_an_upload(browser: Client, house: House) -> None:  # noqa: ARG001
    answer = create(browser, HERE, 5)
    assert answer.status_code == 422
    assert "草稿" in answer.content.decode()
    filed(browser)
    assert create(browser, HERE, 5).status_code == 422


def test_a_file_that_arrives_after_the_filing_is_told_that_nobody_waits(
    browser: Client, house: House
) -> None:
    fill(browser)
    address = begun(browser, HERE, len(PDF))
    patch(browser, address, PDF[:70_000], 0)
    assert browser.post("/file/check/", {"go": "submit"}).headers["Location"] == "/file/receipt/"
    assert patch(browser, address, PDF[70_000:], 70_000).status_code == 404
    assert kept(browser).files == ()
    assert list(house.store.list()) == []
