"""Pictures of pages for the documentation: two widths, few colours, never endless."""

import io
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE, DESK = (390, 844), (1280, 800)
LONGEST = 1800
COMMON, SPREAD = 12, 24  # colours
SMALLEST = 6  # libwebp's slowest method


class Album:
    """The folder of pictures; it notes what was put in."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.taken: list[str] = []

    def take(self, page: Page, name: str, sizes: tuple[tuple[int, int], ...] = (PHONE, DESK)) -> None:
        """Take the whole page at both widths, or at those given."""
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.activeElement.blur()")
            page.wait_for_timeout(150)  # type and pictures settle
            self.keep(page.screenshot(full_page=True, animations="disabled"), f"{name}-{width}")

    def take_paper(self, pdf: bytes, name: str, width: int = 794) -> None:
        """Take the first page of a PDF."""
        drawn = subprocess.run(
            ["pdftoppm", "-png", "-f", "1", "-l", "1", "-scale-to-x", str(width), "-scale-to-y", "-1", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        )
        self.keep(drawn.stdout, name)

    def keep(self, data: bytes, name: str) -> None:
        """Write a picture, small."""
        with Image.open(io.BytesIO(data)) as picture:
            cut = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, LONGEST)))
        few = cut.quantize(palette=_palette(cut), dither=Image.Dither.NONE)
        few.convert("RGB").save(self.folder / f"{name}.webp", lossless=True, method=SMALLEST)
        self.taken.append(name)

    def weight(self) -> int:
        """How many bytes all pictures have."""
        return sum(one.stat().st_size for one in self.folder.glob("*.webp"))


def _palette(picture: Image.Image) -> Image.Image:
    """Return the commonest colours exactly, so that grounds stay true, and some of the rare, such as reds."""
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    common = [part for _count, colour in counted[:COMMON] for part in colour]
    spread = picture.quantize(SPREAD, Image.Quantize.MAXCOVERAGE).getpalette() or []
    made = Image.new("P", (1, 1))
    made.putpalette(common + spread)
    return made
