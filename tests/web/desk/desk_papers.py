"""What a deed at the desk leaves behind: the state of the matter and its documents."""

import re

from desk_forms import address
from django.test import Client
from officials import words

import builders
from support.printed import printed
from support.state import row

PDF = b"%PDF"
PAPER = re.compile(r'href="(/desk/petition/[^"]+/document/[^"]+\.pdf)"')


def state(life: builders.Life) -> str:
    """Return the state of the matter as it is stored."""
    return str(row("petition", id=life.petition)["state"])


def papers(browser: Client, life: builders.Life) -> list[str]:
    """Return the addresses of the issued documents, the latest last."""
    return PAPER.findall(words(browser.get(address(life))))


def is_printed(browser: Client, life: builders.Life) -> bool:
    """Return whether the latest document can be read as PDF."""
    return browser.get(papers(browser, life)[-1]).content.startswith(PDF)


def latest(browser: Client, life: builders.Life) -> str:
    """Return what the latest document says."""
    return printed(browser.get(papers(browser, life)[-1]).content)
