"""Programs ask when a period ends: the same members as on the command line."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from django.test import Client

import builders
from huiyin.cli.statute.command import command
from huiyin.rules.statute.question import NAMES

PATH = "/api/v1/deadline"


def ask(**asked: str) -> Any:
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="en")
    return client.get(f"{PATH}?{urlencode({'rule': 'cn22.handle', 'from': '2026-03-03', **asked})}")


def test_the_answer_is_the_one_of_the_command_line() -> None:
    answer = ask()
    assert answer.status_code == 200
    arguments = ["due", "--rule", "cn22.handle", "--from", "2026-03-03", "--json"]
    said = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert answer.json() == json.loads(said.stdout)
    assert answer.json()["binding_on"] == "2026-05-06"


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"from": "2026-02-30"}, "deadline.no_such_day", "from"),
        ({"from": "2003-01-01"}, "deadline.not_yet_in_force", "from"),
        ({"rule": "x"}, "deadline.unknown_rule", "rule"),
        ({"rule": "cn22.annual.report"}, "statute.counts_no_time", "rule"),
        ({"rule": "cn22.assign.feedback"}, "statute.length_not_given", "due_days"),
        ({"name": "王小明"}, "api.unknown_member", "name"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_parameter(
    asked: dict[str, str], code: str, field: str
) -> None:
    answer = ask(**asked)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["field"]) == (code, field)
    assert not problem["detail"].startswith("This could not be used")


def test_a_year_that_is_not_known_binds_nothing() -> None:
    plain = ask(**{"from": "2031-02-20"}).json()
    assert plain["binding_on"] is None
    assert (plain["provisional"], plain["awaits_year"]) == ("calendar_unknown", 2031)


def test_the_description_names_every_parameter_and_every_member_of_the_answer() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    described = document["paths"][PATH]["get"]
    assert {one["name"] for one in described["parameters"]} == set(NAMES)
    schemas = document["components"]["schemas"]
    assert set(schemas["DeadlineTold"]["properties"]) == set(ask().json())
    assert set(schemas["DaySkipped"]["properties"]) == set(ask().json()["skipped"][0])


def test_a_matters_clocks_carry_their_whole_explanation(program: Any) -> None:
    filed = program.sends(builders.POLLUTION).json()
    standing = program.asks(filed["number"], filed["query_code"]).json()
    document = program.client.get("/api/v1/openapi.json").json()
    assert standing["clocks"]
    for one in standing["clocks"]:
        explained = one["explained"]
        assert explained["says"]["zh"] == one["explanation"]
        assert explained["binding_on"] == one["binding_on"]
        assert set(explained) == set(document["components"]["schemas"]["ExplanationTold"]["properties"])
