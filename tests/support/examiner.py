"""Looks at pages as those do who cannot see well: axe by day and by night, and whether all of it fits."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (390, 640, 768, 1280)  # 640: a window of 1280 at 200 %
HEIGHT = 900
GRAVE = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": ["color-contrast"]}  # all that differs by night
# What sticks out of the window, and what is cut off in its own box, unless it can be scrolled there.
_BURSTS = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const scrolls = (one) => one
    && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const unseen = (one) => one.closest(".unseen, .skip, dialog:not([open])") || !one.checkVisibility();
  const name = (one) => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 40);
  if (document.documentElement.scrollWidth > wide) found.push("the page scrolls sideways");
  for (const one of document.body.querySelectorAll("*")) {
    if (one.closest("svg") || unseen(one)) continue;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || !box.height) continue;
    const out = box.right > wide + 1 || box.left < -1;
    if (out && !scrolls(one.parentElement)) found.push("out: " + name(one));
    const hides = /hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
    if (hides && !/INPUT|SELECT|TEXTAREA|PROGRESS/.test(one.tagName)) found.push("cut: " + name(one));
  }
  return found.slice(0, 5);
}"""


@dataclass
class Examiner:
    """Notes every fault of every page it is shown."""

    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    axe: Axe = field(default_factory=Axe)

    def take(self, page: Page, name: str, sizes: object = None) -> None:  # noqa: ARG002  it looks at its own
        """Look at a page at every width, by day and by night."""
        self.seen.append(name)
        page.wait_for_load_state("load")  # whatever was pressed
        page.locator("body").wait_for()
        before = page.viewport_size
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            self.faults += [f"{name} at {width}: {burst}" for burst in page.evaluate(_BURSTS)]
        self._ask(page, f"{name} by day", RULES)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        page.emulate_media(color_scheme="dark")
        self._ask(page, f"{name} by night", CONTRAST)
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)

    def take_paper(self, pdf: bytes, name: str) -> None:
        """A document is none of its business."""

    def _ask(self, page: Page, name: str, rules: dict[str, list[str]]) -> None:
        for one in self.axe.run(page, options={"resultTypes": ["violations"], **rules}).response[
            "violations"
        ]:
            if one["impact"] in GRAVE:
                where = "; ".join(" ".join(node["target"]) for node in one["nodes"][:3])
                self.faults.append(f"{name}: {one['id']}: {one['help']}: {where}")
