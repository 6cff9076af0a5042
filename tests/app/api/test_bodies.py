"""What is sent to the API is read strictly: everything else is a clean refusal, and nothing is stored."""

from __future__ import annotations

import json

import pytest

from tests.app.api.conftest import Api

ODD = {
    "empty": b"",
    "no JSON": b"answer",
    "cut": b'{"answer": "A"',
    "two values": b'{"answer": "A"} {}',
    "NaN": b'{"answer": NaN}',
    "infinity": b'{"answer": -Infinity}',
    "too large a float": b'{"answer": 1e400}',
    "an integer of 5,000 digits": b'{"answer": ' + b"9" * 5000 + b"}",
    "a member twice": b'{"answer": "A", "answer": "B"}',
    "a member twice, deep down": b'{"answer": [{"pick": "A", "pick": "B"}]}',
    "nested": b'{"answer": ' + b"[" * 250 + b"]" * 250 + b"}",
    "nested beyond the stack": b'{"answer": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "objects beyond the stack": b'{"a":' * 10_000,
    "not UTF-8": b'{"answer": "\xff\xfe"}',
    "UTF-16": '{"answer": "A"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"answer": "A"}',
    "half a surrogate pair": b'{"answer": "\\ud800"}',
    "half a pair as a name": b'{"answer": {"\\udfff": 1}}',
    "a list": b'["A"]',
    "null": b"null",
    "no answer": b"{}",
    "another member": b'{"answer": "A", "score": 1}',
    "a member of the database": b'{"answer": "A", "received_at": "2000-01-01T00:00:00Z"}',
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_body_is_a_bad_request(api: Api, name: str) -> None:
    attempt = api.begin()
    refused = api.ask("POST", f"/attempts/{attempt}/answers/1.1/submit", raw=ODD[name], key="k")
    assert (refused.status_code, refused.content_type) == (400, "application/problem+json")
    assert refused.get_json()["detail"]
    assert api.store.counts() == (0, 0, 0)


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"],
)
def test_another_content_type_is_not_supported(api: Api, content_type: str) -> None:
    attempt = api.begin()
    path = f"/attempts/{attempt}/answers/1.1/submit"
    refused = api.ask("POST", path, raw=b'{"answer": "A"}', content_type=content_type, key="k")
    assert (refused.status_code, refused.content_type) == (415, "application/problem+json")


def test_the_charset_may_be_said(api: Api) -> None:
    path = f"/attempts/{api.begin()}/answers/1.1/submit"
    sent = api.ask("POST", path, raw=b'{"answer": "A"}', content_type="Application/JSON; charset=utf-8", key="k")
    assert sent.status_code == 201


def test_up_to_64_kb_are_read_and_not_a_byte_more(api: Api) -> None:
    attempt = api.begin()
    around = len(b'{"answer": ""}')
    for size, status in ((64 * 1024 - 8, 201), (64 * 1024 + 1, 413)):
        body = b'{"answer": "' + b"x" * (size - around) + b'"}'
        answered = api.ask("POST", f"/attempts/{attempt}/answers/1.1/submit", raw=body, key=f"size {size}")
        assert answered.status_code == status
    assert answered.content_type == "application/problem+json"
    assert api.store.counts()[0] == 1


def test_an_answer_that_grows_beyond_what_is_kept_does_not_fit(api: Api) -> None:
    path = f"/attempts/{api.begin()}/answers/1.1/submit"
    body = json.dumps({"answer": "ℝ" * 20_000}, ensure_ascii=False).encode()  # stored in ASCII: twice as long
    assert len(body) < 64 * 1024
    assert api.ask("POST", path, raw=body, key="k").status_code == 422


@pytest.mark.parametrize("seq", [0, -1, 1.5, "1", None, True, 2**31, 10**400, []])
def test_a_number_of_a_draft_is_a_whole_one(api: Api, seq: object) -> None:
    path = f"/attempts/{api.begin()}/answers/1.1"
    assert api.ask("PUT", path, {"answer": "A", "seq": seq}).status_code == 400


def test_a_request_without_a_body_may_have_an_empty_one_only(api: Api) -> None:
    for body, status in ((None, 200), ({}, 200), ({"user_id": 2}, 400), ([], 400)):
        assert api.ask("POST", "/quizzes/small/attempts", body).status_code == status
    assert api.ask("POST", "/quizzes/small/attempts", raw=b"x" * 70_000).status_code == 413


def test_what_was_typed_comes_back_as_it_was(api: Api) -> None:
    attempt = api.begin()
    answer = {"pick": [1.0, 10**30, -0.0, 1e-300, "ℝ\u0000\U0001f600", {"": None, "é": [True, []]}]}
    kept = api.ask("PUT", f"/attempts/{attempt}/answers/1.1", {"answer": answer, "seq": 1})
    assert json.dumps(kept.get_json()["answer"]) == json.dumps(answer)
    shown = api.ask("GET", f"/attempts/{attempt}").get_json()["answers"]["1.1"]["answer"]
    assert json.dumps(shown) == json.dumps(answer)
