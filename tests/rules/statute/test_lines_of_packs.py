"""The line of every key in a rule pack."""

from importlib.resources import files

from huiyin.rules.statute.lines import lines_of
from huiyin.rules.statute.packs import pack_ids

PACKS = files("huiyin.rules.statute.packs")

LINED = (
    'id = "a" # a comment with [brackets], "quotes" and id = "b"\n'
    "note = { zh = \"[x]\", en = '{y}' }\n"
    'long = """\nid = "not a key"\n[[rules]]\n"""\n'
    "list = [\n  { from = 2020-01-01, number = 1.5 },\n  { number = 2 }, # last\n]\n"
    '[[rules]]\nid = "one"\nlengths = [[1, 2], []]\n[rules.article]\n"code" = "x.y"\n'
    '[[rules]]\n[[rules.exempt]]\nwhen.class = ["claim"]\n'
)


def test_every_key_has_its_line_whatever_stands_around_it() -> None:
    lines = lines_of(LINED)
    assert lines["note", "en"] == 2
    assert lines["list", 0, "from"] == 8
    assert lines["list", 1, "number"] == 9
    assert lines["rules", 0, "id"] == 12
    assert lines["rules", 0, "lengths", 0, 1] == 13
    assert lines["rules", 0, "article", "code"] == 15
    assert lines["rules", 1] == 16
    assert lines["rules", 1, "exempt", 0, "when", "class"] == 18
    assert ("id", "not a key") not in lines
    assert lines_of("") == {}
    assert lines_of("id = 1") == {("id",): 1}
    assert lines_of("\n\nid = [3]") == {("id",): 3, ("id", 0): 3}


def test_every_line_found_holds_its_key() -> None:
    for pack_id in pack_ids():
        text = (PACKS / f"{pack_id}.toml").read_text("utf-8")
        rows = text.splitlines()
        for path, line in lines_of(text).items():
            if isinstance(path[-1], str):
                assert path[-1] in rows[line - 1], (pack_id, path, line)
