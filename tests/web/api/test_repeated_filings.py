"""A program files again what it may have filed before: one key, one petition, one answer."""

import base64
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from programs import petitions, stored

import builders
from huiyin.commands.intake import file_petition
from huiyin.door import door
from huiyin.prepare import receipts


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
