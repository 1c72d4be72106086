"""Where each prefecture stands in the tile grid, which has no borders to draw wrong; and its short name."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

STEPS = 5  # shades of a tile


@dataclass(frozen=True)
class Place:
    """A tile: short names. Its place in the grid stands in the style sheet, by its code."""

    zh: str
    en: str


TILES: Mapping[int, Place] = MappingProxyType(
    {
        510100: Place("成都", "Chengdu"),
        510300: Place("自贡", "Zigong"),
        510400: Place("攀枝花", "Panzhihua"),
        510500: Place("泸州", "Luzhou"),
        510600: Place("德阳", "Deyang"),
        510700: Place("绵阳", "Mianyang"),
        510800: Place("广元", "Guangyuan"),
        510900: Place("遂宁", "Suining"),
        511000: Place("内江", "Neijiang"),
        511100: Place("乐山", "Leshan"),
        511300: Place("南充", "Nanchong"),
        511400: Place("眉山", "Meishan"),
        511500: Place("宜宾", "Yibin"),
        511600: Place("广安", "Guang'an"),
        511700: Place("达州", "Dazhou"),
        511800: Place("雅安", "Ya'an"),
        511900: Place("巴中", "Bazhong"),
        512000: Place("资阳", "Ziyang"),
        513200: Place("阿坝", "Aba"),
        513300: Place("甘孜", "Ganzi"),
        513400: Place("凉山", "Liangshan"),
    }
)


def step(value: int | None, shown: Sequence[int]) -> int:
    """Return the shade of a value among all that are shown (sorted): one a fifth, 0 for none.

    >>> [step(value, [1, 2, 3, 4, 1000]) for value in (1, 2, 3, 4, 1000, None)]
    [1, 2, 3, 4, 5, 0]
    """
    if value is None:
        return 0
    return min(STEPS, 1 + bisect_left(shown, value) * STEPS // max(len(shown), 1))
