"""An official whose browser has chosen 四川话 for the public pages reads plain Chinese at the desk."""

import pytest
from django.test import Client
from officials import words

import builders
from huiyin.web.shared.wording import SICHUANESE

PAGES = ("/desk/", "/desk/find/", "/desk/me/", "/desk/calendar/", "/desk/nowhere/", "/desk/petition/{}/")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_desk_is_the_same_with_and_without_that_choice(handler: Client, address: str) -> None:
    place = address.format(builders.file_petition().prepared.command.number)
    mandarin = words(handler.get(place))
    handler.cookies["django_language"] = SICHUANESE
    assert words(handler.get(place)) == mandarin
    assert '<html lang="zh-Hans"' in mandarin
    assert "四川话" not in mandarin


def test_the_choice_is_kept_for_the_public_pages(handler: Client) -> None:
    handler.cookies["django_language"] = SICHUANESE
    handler.get("/desk/")
    assert "您想办啥子？" in words(handler.get("/"))
