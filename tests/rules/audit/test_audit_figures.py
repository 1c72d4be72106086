"""What is counted: every kind of entry that the house writes has its group."""

import re
from pathlib import Path

import huiyin.commands
from huiyin.rules.audit.figures import Group, group_of, grouped

COMMANDS = Path(huiyin.commands.__file__).parent
KIND = re.compile(r'"((?:petition|people|statute|oversight|audit|log)\.[a-z_]+)"')


def test_every_kind_that_a_command_writes_is_in_a_group() -> None:
    kinds = {kind for path in COMMANDS.rglob("*.py") for kind in KIND.findall(path.read_text("utf-8"))}
    assert {"petition.filed", "statute.adopted", "people.appointed"} <= kinds
    assert {kind for kind in kinds if group_of(kind) is Group.OTHER} == set()


def test_groups_tell_filing_handling_reading_and_overseeing_apart() -> None:
    assert group_of("petition.filed") is Group.FILED
    assert group_of("petition.accepted") is Group.HANDLED
    assert group_of("petition.story_opened") is Group.OPENED
    assert group_of("petition.rated") is Group.PETITIONER
    assert group_of("petition.supervision_raised") is Group.OVERSEEN
    assert group_of("petition.erased") is Group.ERASED
    assert group_of("people.appointed") is Group.SETTINGS
    assert group_of("log.reopened") is Group.LOG
    assert group_of("weather.turned") is Group.OTHER


def test_every_group_is_named_and_nothing_is_lost() -> None:
    counts = grouped({"petition.filed": 3, "petition.accepted": 2, "petition.declined": 1, "odd": 4})
    assert list(counts) == [group.value for group in Group]
    assert (counts["filed"], counts["handled"], counts["other"], counts["erased"]) == (3, 3, 4, 0)
    assert sum(counts.values()) == 10
