"""A program asks how a matter stands, with number and query code."""

import base64
from datetime import timedelta
from typing import Any

import pytest

import builders
from huiyin.jobs.silences import sweep_silences
from huiyin.kernel import clock
from huiyin.prepare import nonresponse
from huiyin.queries.outreach import following
from support.moment import AT


@pytest.fixture
def told(program: Any) -> dict[str, Any]:
    """The answer to a filing."""
    answer: dict[str, Any] = program.sends(builders.POLLUTION).json()
    return answer


def test_number_and_code_open_state_clocks_and_documents(program: Any, told: dict[str, Any]) -> None:
    answer = program.asks(told["number"], told["query_code"], Accept_Language="en")
    assert answer.status_code == 200
    standing = answer.json()
    assert standing["state"] == "transferred"
    assert standing["class"] is None
    assert standing["office"]["name_en"] == "Chengdu Ecology and Environment Bureau"
    assert standing["documents"] == []
    notice = next(one for one in standing["clocks"] if one["rule"] == "cn22.transferred.notice")
    assert notice["binding_on"] is not None
    assert "15" in notice["explanation"]


def test_small_letters_and_missing_dashes_do_not_matter(program: Any, told: dict[str, Any]) -> None:
    number, code = (told[name].replace("-", "").lower() for name in ("number", "query_code"))
    answer = program.asks(number, code)
    assert answer.status_code == 200
    assert answer.json()["number"] == told["number"]


def test_unknown_number_and_wrong_code_get_the_same_answer_after_the_same_statements(
    program: Any, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = following.Reading.one

    def counted(self: Any, query: str, parameters: Any = ()) -> Any:
        asked.append(query)
        return real(self, query, parameters)

    monkeypatch.setattr(following.Reading, "one", counted)
    answers = []
    for number, code in [
        (told["number"], "0000-0000-0000-0000"),
        ("00000-00000-0", told["query_code"]),
        ("no number", "no code"),
    ]:
        asked.clear()
        answer = program.asks(number, code)
        answers.append((answer.status_code, answer.content, tuple(asked)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 404


def test_number_and_code_are_texts(program: Any) -> None:
    answer = program.sends({"number": 1, "query_code": "x"}, "/api/v1/petitions/query")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (422, "answers.not_a_text", "number")


def test_nothing_but_json_is_read(program: Any) -> None:
    answer = program.client.post("/api/v1/petitions/query", {"number": "x", "query_code": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "api.unsupported_type")


def test_an_address_with_number_and_code_in_it_does_not_exist(program: Any, told: dict[str, Any]) -> None:
    for address in (told["number"], f"{told['number']}/{told['query_code']}"):
        answer = program.client.get(f"/api/v1/petitions/{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "api.no_such_address")


def test_who_guesses_is_slowed_and_told_for_how_long(program: Any, told: dict[str, Any]) -> None:
    answers = [program.asks(told["number"], "0000-0000-0000-0000") for _ in range(12)]
    slowed = next(answer for answer in answers if answer.status_code == 429)
    assert slowed.json()["code"] == "petition.wait"
    assert int(slowed["Retry-After"]) >= 1


def test_a_record_of_non_response_is_told_with_its_remedy_and_its_signed_file(
    program: Any, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.asks(told["number"], told["query_code"]).json()["records"] == []
    late = AT + timedelta(days=20)
    sweep_silences(at=late)
    monkeypatch.setattr(clock, "now", lambda: late)
    [record] = program.asks(told["number"], told["query_code"], Accept_Language="zh").json()["records"]
    assert (record["record"], record["rule"]) == (1, "cn22.transferred.notice")
    assert record["binding_on"] == "2026-05-21"
    assert "请其督办" in record["remedies"][0]
    assert (record["corrected_at"], record["correction"], record["answered_late_on"]) == (None, None, None)
    assert nonresponse.verify(base64.b64decode(record["file"])).number == told["number"]
