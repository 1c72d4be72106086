"""What stands in which room: commands, tables, migrations, columns; and the pages made from them."""

import ast
import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin import commands
from huiyin.commands.handler import Handler
from huiyin.door.handlers import HANDLERS
from huiyin.kernel.command import Command
from huiyin.records.catalogue import DOMAIN, EXCEPTIONS, FRAMEWORK, LEDGER, TREE
from huiyin.rules.lifecycle.steps import STEPS

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "src" / "huiyin" / "records"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"tool_{name}", ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command_modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(commands.__path__, "huiyin.commands.")
    modules = [importlib.import_module(one.name) for one in found if not one.ispkg]
    return [module for module in modules if commands_in(module)]


def commands_in(module: ModuleType) -> list[type[Command]]:
    return [
        one
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Command) and one.__module__ == module.__name__
    ]


MODULES = command_modules()


@pytest.mark.parametrize(
    "module", MODULES, ids=[one.__name__.removeprefix("huiyin.commands.") for one in MODULES]
)
def test_a_command_file_holds_command_load_decide_and_handler(module: ModuleType) -> None:
    assert module.__doc__
    assert callable(module.load)
    assert callable(module.decide)
    handlers = [one for one in vars(module).values() if isinstance(one, Handler)]
    own = commands_in(module)
    assert len(handlers) == len(own)
    for command in own:
        assert command.__doc__
        assert dataclasses.is_dataclass(command)
        assert command.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert all(field.kw_only for field in dataclasses.fields(command))
        assert HANDLERS[command] in handlers


@pytest.mark.parametrize("command", HANDLERS, ids=[one.__name__ for one in HANDLERS])
def test_a_command_is_named_by_verb_and_noun_and_its_file_likewise(command: type[Command]) -> None:
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in command.__name__)[1:]
    file = command.__module__.rsplit(".", 1)[1]
    assert words == file or len(commands_in(importlib.import_module(command.__module__))) > 1


def test_no_handler_is_there_twice() -> None:
    handlers = list(HANDLERS.values())
    assert len({id(one) for one in handlers}) == len(handlers)


@pytest.mark.parametrize("command", HANDLERS, ids=[one.__name__ for one in HANDLERS])
def test_every_command_has_its_test_file_with_four_tests(command: type[Command]) -> None:
    room, name = command.__module__.split(".")[-2:]
    tree = ast.parse((ROOT / "tests" / "commands" / room / f"test_{name}.py").read_text("utf-8"))
    tests = [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert len(tests) >= 4
    assert "test_a_late_failure_leaves_nothing" in tests


def test_every_table_stands_in_the_catalogue_once() -> None:
    lists = [*DOMAIN, *LEDGER, *TREE, *EXCEPTIONS, *FRAMEWORK]
    assert len(lists) == len(set(lists))
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables <= set(lists)


@pytest.mark.parametrize("file", sorted(RECORDS.glob("*/migrations/[0-9]*.py")), ids=str)
def test_migrations_import_no_code_of_ours(file: Path) -> None:
    imported = [
        name
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else []
        )
    ]  # fmt: skip
    assert [name for name in imported if name.startswith("huiyin")] == []


def fields() -> list[Any]:
    ours = {*DOMAIN, *LEDGER, *TREE}
    return [
        field
        for model in apps.get_models()
        if model._meta.db_table in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]


def place(field: Any) -> str:
    return f"{field.model._meta.db_table}.{field.name}"


def test_what_is_called_sealed_holds_bytes() -> None:
    sealed = [field for field in fields() if "sealed" in field.name]
    assert len(sealed) > 10
    assert [place(field) for field in sealed if not isinstance(field, models.BinaryField)] == []


# Columns of text outside the sealed ones: codes, names of offices and places, numbers of documents.
PLAIN_TEXT = {
    "division.name", "office.name", "office.name_en", "office.kind", "office.role", "office.topics",
    "post.role", "adopted.id", "adopted.kind", "adopted.name", "adopted.version",
    # Public law, and why it is proposed: no matter and no petitioner is named there.
    "rule_proposal.kind", "rule_proposal.name", "rule_proposal.version", "rule_proposal.reason",
    "rule_proposal.state", "rule_proposal.decided_because",
    "advice.adopted",  # one of three words
    "audit.quarter", "audit.told", "audit.note",  # what is published of an audit; its report is sealed
    # They must be read when the key is gone; the forms say that no name belongs there.
    "erasure.state", "erasure.basis", "erasure.reason", "erasure.decided_because",
    # The same, and read for ever: schedules, periods, and the lists by which matters were destroyed.
    "retention_schedule.settings", "retention_schedule.approval", "retention.category", "retention.reason",
    "destruction_list.state", "destruction_list.approvers", "destruction_list.drawn_role",
    "destruction_list.decided_role", "destruction_list.decided_because",
    "destruction_item.number", "destruction_item.category", "destruction_item.hindered",
    "destruction_outcome.state", "destruction_outcome.why",
    "petition.number", "petition.channel", "petition.language", "petition.klass", "petition.declared_klass",
    "petition.state", "petition.topic", "petition.topic_by", "petition.pack", "petition.pack_version",
    "petition.happened_source",
    "petitioner.part_played", "petitioner.kind",
    "part.role", "part.state", "part.topic",
    "event.name", "event.part", "event.source", "event.facts",
    "clock.rule", "clock.kind", "clock.part", "clock.pack", "clock.pack_version", "clock.duty_of",
    "clock.state",
    "contact.way", "opinion.kind", "opinion.state", "opinion.outcome", "document.kind", "document.number",
    "service.way", "rating.of", "review_request.stage", "review_request.state", "story_grant.role",
    "evidence.address", "evidence.kind", "evidence.added_by",
    "statement.added_by", "redaction.address", "redaction.kind",
    "notice.kind", "notice.facts", "entry.kind",
    "nonresponse.statement", "nonresponse.correction",  # names of offices, dates, sentences of law
    "reminder.rule", "reminder.pack", "reminder.level",
    "supervision_item.failed", "supervision_item.rule", "supervision_item.pack", "supervision_item.article",
    "supervision_item.state", "supervision_item.closed_by",
    "oversight_setting.id", "oversight_setting.kind", "oversight_setting.name", "oversight_setting.checks",
    "oversight_setting.value",
    "feed.language",
    "person_search.role", "person_search.purpose", "person_search.known", "person_found.role",
    "person_found.purpose",
    "checkpoint.origin", "checkpoint.note", "cosignature.origin", "cosignature.witness", "cosignature.line",
    "reopening.origin", "reopening.key", "reopening.after",
    "key_change.key", "key_change.former", "key_change.origin", "wrap_change.key", "wrap_change.former",
}  # fmt: skip
TEXTUAL = (models.CharField, models.TextField, models.JSONField, ArrayField)


def test_no_text_of_a_personal_kind_stands_in_clear() -> None:
    found = {
        place(field)
        for field in fields()
        if isinstance(field, TEXTUAL)
        and not (isinstance(field, ArrayField) and isinstance(field.base_field, models.BigIntegerField))
    }
    assert found == PLAIN_TEXT


def test_the_map_names_article_kind_and_tests_of_every_command() -> None:
    rows = [line for line in tool("map").page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(HANDLERS)
    assert [row for row in rows if "| none |" in row or "`?`" in row] == []
    told = {line.split("`")[1]: line for line in rows}
    assert "`/file/check/`" in told["FilePetition"]
    assert "`transfer` → transferred" in told["TransferPetition"]
    assert "`petition.declined`" in told["DeclinePetition"]
    assert "cli `setting_up.rules`" in told["Adopt"]


def test_the_page_of_the_lifecycle_shows_every_step_with_its_article() -> None:
    page = tool("lifecycle").page()
    assert [
        name for name, step in STEPS.items() if f"| `{name}` |" not in page or step.article[-3:] not in page
    ] == []
    assert "transferred --> registered: request_person" in page
    assert "step.sent_by_a_person" in page
