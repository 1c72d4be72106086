"""The fonts documents are set in: open CJK fonts from wheels, completed by Debian's when installed.

Song (宋) stands for 仿宋 and, thickened, for 小标宋; hei (黑) for 黑体. See docs/decisions/0040.
"""

import atexit
import importlib.util
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import typst

from huiyin.adapters.typesetting.cmap import Coverage, coverage
from huiyin.kernel.errors import Misconfigured

_DEBIAN_CJK = Path("/usr/share/fonts/opentype/noto")
_DEBIAN_NOTO = Path("/usr/share/fonts/truetype/noto")
_MONO = "DejaVu Sans Mono"  # inside Typst; also has the brackets of ⟦U+XXXXX⟧


@dataclass(frozen=True, kw_only=True)
class FontFile:
    """One font file, the family name it is called by, and where it may be found, best place first."""

    family: str
    places: tuple[Path, ...]

    def found(self) -> Path | None:
        """Return the file's path, or None when it is not installed."""
        return next((place for place in self.places if place.is_file()), None)


@dataclass(frozen=True, kw_only=True)
class FontSet:
    """The fonts of this process: family names in order of use, what they print, and Typst's handle."""

    song: tuple[str, ...]
    hei: tuple[str, ...]
    mono: tuple[str, ...]
    covered: tuple[Coverage, ...]
    handle: typst.Fonts
    links: tuple[Path, ...]

    def prints(self, code_point: int) -> bool:
        """True when some font has a glyph for `code_point`."""
        return any(code_point in ranges for ranges in self.covered)

    def intact(self) -> bool:
        """False when something, such as a cleaner of old temporary files, removed the folder of links."""
        return all(link.is_symlink() for link in self.links)


def _in_wheel(package: str, name: str) -> tuple[Path, ...]:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return ()
    return tuple(Path(folder) / name for folder in spec.submodule_search_locations)


def _song() -> list[FontFile]:
    return [
        FontFile(family="Noto Serif SC", places=_in_wheel("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf")),
        FontFile(family="Noto Serif CJK SC", places=(_DEBIAN_CJK / "NotoSerifCJK-Regular.ttc",)),
    ]


def _hei() -> list[FontFile]:
    wheel = _in_wheel("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
    return [FontFile(family="Noto Sans CJK SC", places=(*wheel, _DEBIAN_CJK / "NotoSansCJK-Regular.ttc"))]


def _rest() -> list[FontFile]:
    return [
        FontFile(family="Noto Serif Tibetan", places=(_DEBIAN_NOTO / "NotoSerifTibetan-Regular.ttf",)),
        FontFile(family="Noto Sans Yi", places=(_DEBIAN_NOTO / "NotoSansYi-Regular.ttf",)),
        FontFile(family="Noto Emoji", places=_in_wheel("manimgx_fonts", "NotoEmoji[wght].ttf")),
        FontFile(family="Noto Sans Symbols", places=_in_wheel("manimgx_fonts", "NotoSansSymbols[wght].ttf")),
    ]


_lock = Lock()
_installed: list[FontSet] = []


def installed() -> FontSet:
    """Return the fonts of this machine, found once. Raises Misconfigured when no Chinese font is there."""
    with _lock:
        if not _installed or not _installed[0].intact():
            _installed[:] = [_find()]
        return _installed[0]


Found = list[tuple[FontFile, Path]]


def _find() -> FontSet:
    song, hei, rest = _present(_song()), _present(_hei()), _present(_rest())
    if not song and not hei:
        raise Misconfigured("typesetting.no_fonts", packages="pylopdf-fonts-zh-cn manimgx-fonts-cjk")
    files = [*song, *hei, *rest]
    folder = Path(tempfile.mkdtemp(prefix="huiyin-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    links = _link(folder, (path for _, path in files))
    return FontSet(
        song=_families(song + hei + rest),
        hei=_families(hei + song + rest),
        mono=(_MONO, *_families(hei)),
        covered=tuple(coverage(path) for _, path in files),
        handle=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder]),
        links=links,
    )


def _present(files: list[FontFile]) -> Found:
    return [(font, path) for font in files if (path := font.found()) is not None]


def _families(files: Found) -> tuple[str, ...]:
    return (*(font.family for font, _ in files), _MONO)


def _link(folder: Path, paths: Iterable[Path]) -> tuple[Path, ...]:
    # Typst takes folders only, and Debian's holds other faces of the same family names.
    links = []
    for path in paths:
        link = folder / path.name
        link.symlink_to(path)
        links.append(link)
    return tuple(links)
