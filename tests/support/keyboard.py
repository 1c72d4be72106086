"""Somebody without a mouse: moves by the tab key, and must see at every stop where they are."""

from playwright.sync_api import Page

MOST_STOPS = 120
# A choice is drawn by its label; everything else by itself.
_UNSEEN = """() => {
  const one = document.activeElement;
  const drawn = one.matches(".choice > input") ? one.nextElementSibling : one;
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.width && box.height && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  return one === document.body || (ringed && inside) ? "" : one.outerHTML.slice(0, 120);
}"""
_IS = "(wanted) => document.activeElement.matches(wanted)"


class Keyboard:
    """A page that is used by keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0

    def stands_on(self, selector: str) -> bool:
        """True when the focus is on what the selector names."""
        return bool(self.page.evaluate(_IS, selector))

    def step(self) -> None:
        """Press the tab key; fail when the focus cannot be seen."""
        self.page.keyboard.press("Tab")
        self.stops += 1
        unseen = self.page.evaluate(_UNSEEN)
        assert not unseen, f"{self.page.url}: the focus is not seen on {unseen}"

    def to(self, selector: str) -> None:
        """Go on until the focus is on what the selector names."""
        for _ in range(MOST_STOPS):
            self.step()
            if self.stands_on(selector):
                return
        message = f"{self.page.url}: {selector} is not reached by the tab key"
        raise AssertionError(message)

    def write(self, selector: str, text: str) -> None:
        """Go to a field and write into it."""
        self.to(selector)
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, *, down: int = 0) -> None:
        """Go to a choice; take it, or the one so many below it."""
        self.to(selector)
        if not down:
            self.page.keyboard.press("Space")
        for _ in range(down):
            self.page.keyboard.press("ArrowDown")

    def press(self, selector: str) -> None:
        """Go to a link or button and press it; wait for the page behind it."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
