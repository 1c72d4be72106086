"""An official in a browser: signs in with both factors and fills the forms of the desk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, Page, expect

from support.browser import new_context
from support.installation import Installation
from support.second_factor import fresh_code

ACCOUNTS = "demo-accounts.txt"


class Official:
    """Somebody of the demonstration in a browser of their own."""

    def __init__(self, browser: Browser, place: Installation, username: str) -> None:
        self.browser, self.place = browser, place
        lines = (place.data / ACCOUNTS).read_text("utf-8").splitlines()
        self.username, self.password, self.secret = next(
            line.split("\t")[:3] for line in lines if line.startswith(f"{username}\t")
        )

    def __enter__(self) -> Self:
        self.context = new_context(
            self.browser, self.place.url, viewport={"width": 1280, "height": 900}, is_mobile=False
        )
        self.page = self.context.new_page()
        self._sign_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open(self, number: str) -> Page:
        """Show the page of a matter."""
        self.page.goto(f"/desk/petition/{number}/")
        return self.page

    def act(self, number: str, slug: str, typed: Mapping[str, str], *, add: int = 0) -> str:
        """Fill the form of an action, with `add` more blocks, and carry it out; return what was told."""
        self.page.goto(f"/desk/petition/{number}/{slug}/")
        for _ in range(add):
            self.page.click("button[value=add]")
        for name, value in typed.items():
            self._fill(name, value)
        self.page.click(".actions button[value=do]")
        told = self.page.locator(".told")
        expect(told).to_be_visible()
        return told.inner_text()

    def save(self, selector: str) -> bytes:
        """Return the file behind a link of the page that is open."""
        with self.page.expect_download() as saved:
            self.page.click(selector)
        return Path(saved.value.path()).read_bytes()

    def _fill(self, name: str, value: str) -> None:
        field = self.page.locator(f".actform [name={name}]")
        if field.first.get_attribute("type") == "radio":
            self.page.check(f".actform [name={name}][value='{value}']")
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def _sign_in(self) -> None:
        self.page.goto("/desk/")
        self.page.fill("#id_login", self.username)
        self.page.fill("#id_password", self.password)
        self.page.click(".actions button")
        self.page.fill("#id_code", fresh_code(self.secret))
        self.page.click(".actions button")
        expect(self.page.locator("h1")).to_have_text("待办事项")
