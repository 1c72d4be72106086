"""Officials signed in with both factors, and what their pages say."""

import re

from django.http import HttpResponse
from django.test import Client

from huiyin.kernel.command import Actor
from huiyin.records.people.models import Account
from huiyin.web.desk.signin.pages import SET_UP_BY

_TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w+">')


def signed_in(actor: Actor) -> Client:
    """Return a browser in which this official has signed in with both factors."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    account = Account.objects.get(pk=actor.account)
    browser.force_login(account)
    session = browser.session
    session[SET_UP_BY] = account.pk
    session.save()
    return browser


def words(response: HttpResponse) -> str:
    """Return a page as text, without what is new on every page."""
    return _TOKEN.sub("", response.content.decode())
