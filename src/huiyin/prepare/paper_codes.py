"""The letters before a document's number (发文机关代字), such as 成都环信告 in 成都环信告〔2026〕12号.

Made from the office's place and field until an installation lays down its own (GB/T 9704-2012, 7.2.5).
"""

from collections.abc import Mapping
from types import MappingProxyType

from huiyin.rules.routing.divisions import Level, division, level_of
from huiyin.rules.routing.kinds import bare_name
from huiyin.rules.routing.offices import office

PROVINCE = "川"
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "petition": "",
        "ecology": "环",
        "housing": "住建",
        "urban_management": "城管",
        "land": "自然资",
        "labour": "人社",
        "police": "公",
        "transport": "交",
        "agriculture": "农",
        "water": "水",
        "education": "教",
        "health": "卫",
        "civil": "民",
        "market": "市监",
        "justice": "司",
        "emergency": "应急",
        "veterans": "退役",
        "medical_insurance": "医保",
        "culture": "文旅",
        "reform": "发改",
        "finance": "财",
        "discipline": "纪",
        "procuratorate": "检",
        "court": "法",
    }
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "acceptance": "信告",
        "route_notice": "信途",
        "declination": "信不",
        "extension": "信延",
        "opinion": "信意",
        "duty_reply": "信复",
        "reply": "信答",
    }
)


def code_of(number: int, kind: str) -> str:
    """Return the letters for a kind of document of an office, without spaces; raise Unknown for no office."""
    seed = office(number)
    field = _FIELDS.get(seed.kind, seed.name[len(division(seed.division).name) :])
    return f"{_place(int(seed.division))}{field}{_KINDS[kind]}"


def _place(code: int) -> str:
    place = division(code)
    if level_of(code) is Level.PROVINCE:
        return PROVINCE
    above = division(place.parent) if place.parent is not None else place
    # 市中区 stands in two prefectures: a district carries its prefecture's name.
    prefix = bare_name(above.name) if place.level is Level.COUNTY and place.name.endswith("区") else ""
    return prefix + bare_name(place.name)
