"""A matter that was filed, and another device from which it is followed."""

import pytest
from django.test import Client
from wizard import filed

from huiyin.prepare.drafts import Draft


@pytest.fixture
def draft(browser: Client) -> Draft:
    return filed(browser)


@pytest.fixture
def visitor() -> Client:
    """Another device."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN", REMOTE_ADDR="192.0.2.7")
