"""A program files a petition: the same answers, checks and receipts as on the pages."""

import base64
import json
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import builders
from huiyin.commands.intake import file_petition
from huiyin.door import door
from huiyin.prepare import house, receipts
from huiyin.records import sql
from huiyin.web.api import receiving
from huiyin.web.api.shapes import PersonSent, PetitionSent, RespondentSent

PATH = "/api/v1/petitions"


def petitions() -> int:
    """Return how many petitions stand."""
    row = sql.fetch_one(sql.OWNER, "SELECT count(*) AS n FROM petition")
    assert row is not None
    return int(row["n"])


def stored() -> int:
    """Return how many sealed files lie in the store."""
    return len(list(house.store().list()))


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
    assert program.sends(builders.POLLUTION).status_code == 201


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


def test_the_same_key_gives_the_same_petition_and_the_same_answer(
    program: Any, report: SimpleUploadedFile
) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = program.files(report, headers=headers)
    report.seek(0)
    again = program.files(report, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert petitions() == 1
    assert stored() == 1  # the second copy of the file was taken out again


def test_an_answer_lost_after_the_commit_is_given_again(
    program: Any, report: SimpleUploadedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}

    def cut(*_: Any, **__: Any) -> bytes:
        raise OSError("cut off after the commit")

    with monkeypatch.context() as broken:
        broken.setattr(receipts, "receipt_of", cut)
        assert program.files(report, headers=headers).status_code == 500
    assert petitions() == 1
    report.seek(0)
    again = program.files(report, headers=headers)
    assert again.status_code == 201
    assert receipts.verify(base64.b64decode(again.json()["receipt"]["file"])).number == again.json()["number"]
    assert petitions() == 1


def test_two_requests_at_once_under_one_key_are_one_petition(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Idempotency_Key": str(uuid.uuid4())}
    execute = door.execute

    def meanwhile(command: Any, **options: Any) -> Any:
        # Another request with this key is carried out between our own preparation and the door.
        monkeypatch.setattr(door, "execute", execute)
        inner.append(program.sends(builders.POLLUTION, **headers))
        return execute(command, **options)

    inner: list[Any] = []
    monkeypatch.setattr(door, "execute", meanwhile)
    outer = program.sends(builders.POLLUTION, **headers)
    assert outer.status_code == inner[0].status_code == 201
    assert outer.content == inner[0].content
    assert petitions() == 1


def test_two_at_once_that_both_saw_nothing_filed_are_one_petition(
    program: Any, report: SimpleUploadedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = program.files(report, headers=headers)
    seeing = file_petition.load_receptions

    def blind(*asked: Any) -> Any:
        return [replace(one, already_filed=False) for one in seeing(*asked)]

    monkeypatch.setattr(file_petition, "load_receptions", blind)
    report.seek(0)
    second = program.files(report, headers=headers)
    assert first.content == second.content
    assert petitions() == stored() == 1
    assert program.sends(builders.POLLUTION).status_code == 201  # the connection is as good as new


def test_the_same_key_with_another_content_is_refused(program: Any) -> None:
    key = str(uuid.uuid4())
    program.sends(builders.POLLUTION, Idempotency_Key=key)
    answer = program.sends({**builders.POLLUTION, "request": "请赔偿"}, Idempotency_Key=key)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency.other_content"
    assert petitions() == 1


@pytest.mark.parametrize("key", ["short", "with a space in it x", "é" * 20, "x" * 256])
def test_a_key_that_others_might_choose_too_is_refused(program: Any, key: str) -> None:
    answer = program.sends(builders.POLLUTION, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.bad_key")


def test_without_a_key_a_repeated_request_is_another_petition(program: Any) -> None:
    numbers = {program.sends(builders.POLLUTION).json()["number"] for _ in range(2)}
    assert len(numbers) == 2


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"text": "  "}, "text.empty", "text"),
        ({"text": "😀😀"}, "text.no_words", "text"),
        ({"text": "字" * 400_000}, "text.too_long", "text"),
        ({"title": "题" * 101}, "line.too_long", "title"),
        ({"klass": "complaint"}, "answers.unknown_choice", "klass"),
        ({"klass": ["claim"]}, "answers.unknown_choice", "klass"),
        ({"division": 519999}, "place.unknown_division", "division"),
        ({"division": 110101}, "place.unknown_division", "division"),
        ({"division": "510104"}, "answers.not_a_number", "division"),
        ({"division": 10**30}, "answers.not_a_number", "division"),
        ({"town": 510105001000}, "place.unknown_town", "town"),
        ({"persons": "王小明"}, "answers.not_a_list", "persons"),
        ({"happened_from": "yesterday"}, "day.not_a_day", "happened_from"),
        ({"electronic": "yes"}, "api.not_yes_or_no", "electronic"),
        ({"titel": "x"}, "api.unknown_member", "titel"),
        (
            {"persons": [{"part": "petitioner", "kind": "person", "nam": "x"}]},
            "api.unknown_member",
            "persons.nam",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_its_field(
    program: Any, changed: dict[str, Any], code: str, field: str
) -> None:
    answer = program.sends({**builders.POLLUTION, **changed})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["code"], told["field"], told["status"]) == (code, field, 422)
    assert petitions() == 0


def test_the_sentence_comes_in_the_language_that_was_asked_for(program: Any) -> None:
    body = {**builders.POLLUTION, "text": ""}
    english = program.sends(body, Accept_Language="en").json()["detail"]
    chinese = program.sends(body, Accept_Language="zh-CN").json()["detail"]
    assert english == "This cannot be empty."
    assert chinese == "这里不能为空。"


@pytest.mark.parametrize("body", [b" ", b"{", b"[]", b'"x"', b"[" * 100_000, b"\xff\xfe\xff"])
def test_what_is_no_json_object_is_refused(program: Any, body: bytes) -> None:
    answer = program.sends(body)
    assert (answer.status_code, answer.json()["code"]) == (400, "api.not_json")


def test_files_without_a_filing_are_refused(program: Any, report: SimpleUploadedFile) -> None:
    answer = program.client.post(PATH, {"files": [report]})
    assert (answer.status_code, answer.json()["code"]) == (422, "api.petition_missing")
    assert stored() == 0


def test_another_kind_of_body_is_415(program: Any) -> None:
    answer = program.client.post(PATH, "hello", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (415, "api.unsupported_type")


def test_a_body_beyond_the_limit_is_413(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = program.sends({**builders.POLLUTION, "text": "x" * (9 << 20)})
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_large")
    monkeypatch.setattr(receiving, "JSON_LIMIT", 100)
    part = SimpleUploadedFile("p.json", b"x" * 200, "application/json")
    answer = program.client.post(PATH, {"petition": part})
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_large")


def test_a_broken_multipart_body_is_400(program: Any) -> None:
    answer = program.client.post(PATH, b"--x\r\n", content_type="multipart/form-data; boundary=")
    assert (answer.status_code, answer.json()["code"]) == (400, "api.not_readable")


def test_a_refused_file_refuses_the_filing_and_nothing_of_it_stays(
    program: Any, report: SimpleUploadedFile
) -> None:
    empty = SimpleUploadedFile("empty.pdf", b"")
    answer = program.files(report, empty)
    assert answer.status_code == 422
    told = answer.json()
    assert (told["code"], told["field"], told["file"]) == ("evidence.empty", "files", 2)
    assert petitions() == 0
    assert stored() == 0


def test_files_of_a_filing_that_is_refused_for_its_words_do_not_stay(
    program: Any, report: SimpleUploadedFile
) -> None:
    assert program.files(report, text="").status_code == 422
    assert stored() == 0


def test_201_files_at_once_are_too_many(program: Any) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"words") for n in range(201)]
    answer = program.files(*files)
    assert (answer.status_code, answer.json()["code"]) == (413, "evidence.too_many")
    assert petitions() == stored() == 0


def test_files_come_in_parts_of_one_name_only(program: Any, report: SimpleUploadedFile) -> None:
    answer = program.client.post(PATH, {"petition": json.dumps(builders.POLLUTION), "file": [report]})
    assert (answer.status_code, answer.json()["code"]) == (422, "api.unknown_file_field")


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
