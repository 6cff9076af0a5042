"""Whatever is asked, the answer is one of ours and never a server error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.databases import KINDS

House = Any  # see conftest

HUGE = "9" * 40
ODD = [
    f"/attempts/{HUGE}",
    "/attempts/-1",
    "/attempts/1.5",
    "/attempts/1/questions/%00",
    "/attempts/1/questions/%ff%fe",
    "/attempts/1/questions/" + "x" * 5000,
    "/quizzes/%00",
    "/quizzes/..%2f..%2fetc%2fpasswd",
    "/static/../app.py",
    "/static/%00",
    "/desk/small/gradebook?page=-5",
    f"/desk/small/gradebook?page={HUGE}",
    "/desk/small/gradebook?sort=-%00&name=%ff&label=x&state=there",
    "/desk/small/questions/%00.csv",
    "/desk/small/gradebook?page=x",
    f"/desk/small/answers/{HUGE}",
    "/desk/small/grading/next?question=%00&field=%ff",
    f"/desk/small/second/{HUGE}",
    "/desk/small/second?chosen=%00",
    "/sign-in?next=%00",
    "//evil.example",
    "/" + "%2e" * 100,
]
TEXTS = ["\x00", "a\x00" * 10, "\ud800", "9" * 5000, "[" * 5000, "\N{BELL}" * 100, "{{ 1 }}", "\u202e" * 50]


@pytest.mark.parametrize("house", KINDS, indirect=True)
@pytest.mark.parametrize("role", ["stranger", "student", "instructor"])
@pytest.mark.parametrize("path", ODD)
def test_no_address_is_a_server_error(house: House, role: str, path: str) -> None:
    response = house.signed_in(role).get(path)
    assert response.status_code < 500
    assert "Content-Security-Policy" in response.headers
    response.close()


@pytest.mark.parametrize("house", KINDS, indirect=True)
@pytest.mark.parametrize("text", TEXTS)
def test_no_form_is_a_server_error(house: House, text: str) -> None:
    sent = text.encode("utf-8", "surrogatepass")
    student = house.signed_in("student")
    token = house.token(student)
    names = ("form-seq", "form-key", "form-draft", "form-do", "pick", "why", "why.part", "next", "name", "password")
    for path in (f"/attempts/{house.attempt}/questions/1", "/sign-in", f"/attempts/{house.attempt}/finish"):
        for form in (
            dict.fromkeys(names, sent),
            {"why": sent, "form-seq": "2", "form-key": "k" * 16},
            {"why": "x", "form-seq": "2", "form-key": sent + b"k" * 16},
        ):
            assert student.post(path, data={**form, "csrf_token": token}).status_code < 500
    instructor = house.signed_in("instructor")
    form = {"points": sent, "comment": sent, "rubric": sent, "last_event": "1", "csrf_token": house.token(instructor)}
    assert instructor.post(f"/desk/small/answers/{house.answer}", data=form).status_code < 500
    for path in (f"/attempts/{house.attempt}/items/{house.item}", f"/requests/{house.item}", "/second"):
        form = {"points": "1", "reason": sent, "last_event": "1", "text": sent, "answer": sent}
        answered = instructor.post(f"/desk/small{path}", data={**form, "csrf_token": house.token(instructor)})
        assert answered.status_code < 500
