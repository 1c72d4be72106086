"""The way past the pages for everybody: following, figures, calculator, guide."""

from playwright.sync_api import Browser, Page

from support.tour import PHONE, Looker, May, press, window

REASONED = {
    "calculator": "/calculator/",
    "calculator-answer": "/calculator/?rule=cn22.handle&from=2026-03-03&extend=30&extended_on=2026-05-06",
    "calculator-wrong": "/calculator/?rule=zfxx.reply&from=2026-02-30",
    "whom": "/whom/?aim=claim",
    "whom-found": "/whom/?aim=claim&litigation=no&arbitration=unsure&party=no&administrative=no&duty=yes",
}


def _follow(page: Page, matter: dict[str, str]) -> None:
    page.goto("/follow/")
    page.fill("#id_number", matter["number"])
    page.fill("#id_code", matter["code"])
    page.click("#follow .actions button")
    page.wait_for_selector(".followed")


def following(may: May, browser: Browser, looker: Looker) -> None:
    """See the pages of somebody who follows."""
    with window(browser, may.place) as page:
        page.goto("/follow/")
        looker.take(page, "follow-entry")
        _follow(page, may.matters["follow"])
        looker.take(page, "follow")
        page.goto("/follow/files/")
        looker.take(page, "follow-files")
        page.goto("/follow/calendar/")
        press(page, "button[value=make]")
        looker.take(page, "follow-calendar")
    with window(browser, may.place) as page:
        _follow(page, may.matters["answered"])
        looker.take(page, "follow-answered")
        for name in ("rate", "review"):
            page.goto(f"/follow/{name}/")
            assert name in page.url
            looker.take(page, f"follow-{name}")
        page.goto("/follow/")
        opinion = page.locator(".files a.button[href*='/document/']").last.get_attribute("href")
        assert opinion
        looker.take_paper(page.context.request.get(opinion).body(), "paper-opinion")
    with window(browser, may.place) as page:
        _follow(page, may.matters["overdue"])
        looker.take(page, "follow-overdue")
        record = page.locator("a[href*='/follow/record/']").first.get_attribute("href")
        assert record
        looker.take_paper(page.context.request.get(record).body(), "paper-record")
    with window(browser, may.place) as page:
        _follow(page, may.matters["soon"])
        page.goto("/follow/person/")
        looker.take(page, "follow-person")


def public(may: May, browser: Browser, looker: Looker) -> None:
    """See the figures, calculator and guide, and the page of an address that is none."""
    with window(browser, may.place) as page:
        page.goto("/figures/?from=2026-03-01")
        looker.take(page, "figures")
        for name, address in REASONED.items():
            page.goto(address)
            looker.take(page, name)
        page.goto("/nowhere/")
        looker.take(page, "error-404")


def checking(may: May, browser: Browser, looker: Looker) -> None:
    """See the page that checks receipts: empty, with a receipt that holds, and with an altered one."""
    with window(browser, may.place) as page:
        _follow(page, may.matters["answered"])
        receipt = page.context.request.get("/follow/receipt/").body()
        page.goto("/verify/")
        looker.take(page, "verify")
        for name, data in (
            ("verify-holds", receipt),
            ("verify-altered", receipt.replace(b"\xe6", b"\xe7", 1)),
        ):
            page.set_input_files(
                "#file", {"name": "receipt.json", "mimeType": "application/json", "buffer": data}
            )
            page.wait_for_selector("#result h2:focus")
            looker.take(page, name)


def otherwise(may: May, browser: Browser, looker: Looker) -> None:
    """See public pages in English, and in large type."""
    with window(browser, may.place) as page:
        page.goto("/")
        press(page, "button[name=language][value=en]")
        _as_it_is(page, may, looker, "english")
    with window(browser, may.place) as page:
        page.goto("/")
        press(page, "button[name=elder]")
        _as_it_is(page, may, looker, "large")


def in_sichuanese(may: May, browser: Browser, looker: Looker) -> None:
    """See public pages in 四川话, one of them in large type as well: the fullest row of switches there is."""
    with window(browser, may.place) as page:
        page.goto("/")
        press(page, "button[name=language][value=zh-hans-x-sichuan]")
        _as_it_is(page, may, looker, "sichuanese")
        page.goto("/")
        press(page, "button[name=elder]")
        looker.take(page, "home-sichuanese-large", (PHONE,))


def _as_it_is(page: Page, may: May, looker: Looker, how: str) -> None:
    looker.take(page, f"home-{how}", (PHONE,))
    page.goto("/file/")
    press(page, "main form .actions button >> nth=0")
    looker.take(page, f"file-what-{how}", (PHONE,))
    _follow(page, may.matters["follow"])
    looker.take(page, f"follow-{how}", (PHONE,))
    page.goto(REASONED["calculator-answer"])
    looker.take(page, f"calculator-{how}", (PHONE,))
