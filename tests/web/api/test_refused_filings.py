"""Filings of a program that are refused: named with code and field, and nothing of them stays."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from programs import PATH, petitions, stored

import builders
from huiyin.web.api import receiving


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
