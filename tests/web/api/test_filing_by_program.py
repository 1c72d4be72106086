"""A program files a petition: the same answers, checks and receipts as on the pages."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from programs import PATH, petitions, stored

import builders
from huiyin.door import door
from huiyin.prepare import receipts
from huiyin.web.api import receiving
from huiyin.web.api.shapes import PersonSent, PetitionSent, RespondentSent


def test_a_filing_with_a_file_gets_number_code_office_clocks_and_a_receipt(
    program: Any, report: SimpleUploadedFile
) -> None:
    answer = program.files(report)
    assert answer.status_code == 201
    told = answer.json()
    proof = receipts.verify(base64.b64decode(told["receipt"]["file"]))
    assert proof.number == told["number"]
    assert proof.filed["files"][0]["name"] == "水质检测报告.pdf"
    assert told["receipt"]["commitment"] == base64.b64encode(proof.commitment).decode()
    assert told["office"]["id"] == builders.ECOLOGY
    assert told["office"]["name"] == "成都市生态环境局"
    assert told["state"] == "transferred"
    assert {one["rule"] for one in told["clocks"]} >= {"cn22.bureau.dispatch", "cn22.transferred.notice"}
    assert all(one["article"].startswith("信访工作条例") for one in told["clocks"])
    assert stored() == 1


def test_a_filing_as_plain_json_needs_no_parts(program: Any) -> None:
    answer = program.sends(builders.POLLUTION)
    assert answer.status_code == 201
    assert receipts.verify(base64.b64decode(answer.json()["receipt"]["file"])).filed["files"] == []
    assert (petitions(), stored()) == (1, 0)


def test_the_filing_may_come_as_a_part_with_a_file_name(program: Any, report: SimpleUploadedFile) -> None:
    part = SimpleUploadedFile("p.json", json.dumps(builders.POLLUTION).encode(), "application/json")
    answer = program.client.post(PATH, {"petition": part, "files": [report]})
    assert answer.status_code == 201
    assert stored() == 1


@pytest.mark.usefixtures("installed")
def test_no_cookie_is_set_and_no_form_token_is_asked_for() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(PATH, json.dumps(builders.POLLUTION), content_type="application/json")
    assert answer.status_code == 201
    assert not answer.cookies


def test_a_failure_of_ours_says_so_and_tells_nothing(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("王小明")

    monkeypatch.setattr(door, "execute", fail)
    answer = program.sends(builders.POLLUTION)
    assert (answer.status_code, answer.json()["code"]) == (500, "api.failed")
    assert "王小明" not in answer.content.decode()


def test_nothing_personal_reaches_the_logs(program: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        program.sends(builders.POLLUTION)
        program.sends({**builders.POLLUTION, "division": 1})
    lines = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "/api/v1/petitions" in lines
    assert "王小明" not in lines
    assert "13800000000" not in lines


def test_the_interface_describes_itself(program: Any) -> None:
    document = program.client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert {PATH, f"{PATH}/query"} <= set(document["paths"])
    named = set(document["components"]["schemas"])
    referred = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert referred <= named


def test_the_description_names_every_answer_that_is_read() -> None:
    source = (Path(receiving.__file__).parents[2] / "prepare" / "answers.py").read_text("utf-8")
    for shape in (PetitionSent, PersonSent, RespondentSent):
        for name in shape.model_fields:
            assert f'"{name}"' in source


def test_an_address_where_nothing_stands_answers_as_a_program_expects(program: Any) -> None:
    answer = program.client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "api.no_such_address")
    assert program.client.get(PATH).status_code == 405
