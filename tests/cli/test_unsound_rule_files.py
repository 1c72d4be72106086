"""An unsound pack or calendar is refused at the command line: one sentence with name and line."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.cli import main as program
from huiyin.cli import serving
from support.rules import shipped_pack

PACK = shipped_pack("cn-xinfang-2005").decode().replace('"cn-xinfang-2005"', '"cn-51-own"')
CALENDAR = """year = 2027
jurisdiction = "cn"
source.notices = ["a notice"]

[[off]]
name = { zh = "元旦", en = "New Year's Day" }
days = [
  2027-01-01,
  2027-01-02,
]

[[worked]]
name = { zh = "元旦", en = "New Year's Day" }
days = [2027-01-09]
"""
LENGTH = "lengths = [{ from = 2005-05-01, number = 15 }]"
TWO = "lengths = [{{ from = 2005-05-01, until = 2009-12-31, number = 15 }}, {{ from = {}, number = 10 }}]"

OF_A_PACK = [
    (LENGTH, TWO.format("2009-12-31"), 32, "they overlap"),
    (LENGTH, TWO.format("2010-01-02"), 32, "there is a gap"),
    (LENGTH, LENGTH.replace("2005-05-01", "2005-04-30"), 32, "before its pack"),
    ('unit = "calendar_days"', 'unit = "weeks"', 30, "weeks is no unit"),
]
OF_A_CALENDAR = [
    ("2027-01-02,", "2027-01-01,", "own.toml:9 off.days: 2027-01-01 stands here twice."),
    ("2027-01-02,", "2028-01-02,", "own.toml:9 off.days: 2028-01-02 is in another year."),
    ("2027-01-02,", "2027-01-09,", "own.toml:9 off.days: 2027-01-09 is both off and worked."),
    ("2027-01-02,", "2,", "own.toml:9 off.days: 2 is no date."),
    ("[2027-01-09]", "[2027-01-08]", "own.toml:14 worked.days: 2027-01-08 is no Saturday or Sunday"),
    ("days = [2027-01-09]", "day = 2027-01-09", "own.toml:14 worked.day: Nobody reads this key"),
    ("days = [2027-01-09]", "", "own.toml:12 worked.days: This is missing or empty."),
    ("days = [2027-01-09]", "days = 2027-01-09", "own.toml:14 worked.days: A list is needed."),
    ("year = 2027", 'year = "27"', "own.toml:1 year: A year such as 2027 is needed, not 27."),
    ('"cn"', '"China"', "own.toml:2 jurisdiction: China is no jurisdiction; write cn, cn-51 or cn-5132."),
    ('jurisdiction = "cn"\n', "", "own.toml:1 jurisdiction: This is missing or empty."),
    ('["a notice"]', "[3]", "own.toml:3 source.notices: A text is needed."),
    ("source.notices = ", "source = ", "own.toml:3 source: A table is needed."),
    ("[2027-01-09]", "[2027-01-09", "own.toml:14: This is no TOML"),
]

Ran = Callable[..., tuple[int, str]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the program with these words; return its exit code and what it said of the failure."""

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["huiyin", "--lang", "en", *(str(word) for word in words)])
        monkeypatch.setattr(serving, "reachable_database", _not_needed)
        with pytest.raises(SystemExit) as ended:
            program.main()
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().err

    return run


def _not_needed(_tell: object) -> None:
    pytest.fail("an unsound file is refused before a database is asked")


def _written(folder: Path, text: str, old: str, new: str) -> Path:
    assert old in text
    file = folder / "own.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize(("old", "new", "line", "words"), OF_A_PACK)
def test_an_unsound_pack_is_not_proposed(
    ran: Ran, tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    code, said = ran("statute", "pack", "propose", _written(tmp_path, PACK, old, new))
    assert code == 1
    [sentence] = said.splitlines()
    assert sentence.startswith(f"own.toml:{line} cn05.bureau.dispatch ")
    assert words in sentence


def test_a_rule_without_an_article_is_not_proposed(ran: Ran, tmp_path: Path) -> None:
    [article] = [row for row in PACK.splitlines() if row.startswith('article = { code = "21"')][:1]
    code, said = ran("statute", "pack", "propose", _written(tmp_path, PACK, f"{article}\n", ""))
    assert (code, said) == (1, "own.toml:16 cn05.bureau.dispatch article: This is missing or empty.\n")


@pytest.mark.parametrize(("old", "new", "words"), OF_A_CALENDAR)
def test_an_unsound_calendar_is_not_proposed(
    ran: Ran, tmp_path: Path, old: str, new: str, words: str
) -> None:
    code, said = ran("statute", "calendar", "propose", _written(tmp_path, CALENDAR, old, new))
    assert code == 1
    [sentence] = said.splitlines()
    assert sentence.startswith(words)


@pytest.mark.parametrize("kind", ["pack", "calendar"])
def test_what_is_no_text_is_not_proposed(ran: Ran, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"year = 2027\xff")
    said = (1, "own.toml: This is no text in UTF-8.\n")
    assert ran("statute", kind, "propose", file) == said


def test_a_calendar_is_no_pack_and_a_pack_no_calendar(ran: Ran, tmp_path: Path) -> None:
    calendar = _written(tmp_path, CALENDAR, "year", "year")
    assert ran("statute", "pack", "propose", calendar)[1].startswith("own.toml:1 year: Nobody reads this key")
    pack = _written(tmp_path, PACK, "id", "id")
    assert ran("statute", "calendar", "propose", pack)[1].startswith("own.toml:")
