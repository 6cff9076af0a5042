"""Second looks over the web: chosen by an instructor, taken by an assistant, settled by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

House = Any  # see conftest


def send(house: House, role: str, path: str, seen_at: str | None = None, **typed: Any) -> TestResponse:
    """A form of the quiz's desk, with what the page it stands on carries."""
    client = house.signed_in(role)
    carried = dict(re.findall(r'type="hidden" name="(last_event)" value="(\d+)"', client.get(seen_at or "/").text))
    data = {"csrf_token": house.token(client), **carried, **typed}
    answer: TestResponse = client.post(f"/desk/small{path}", data=data)
    return answer


def graded(house: House) -> None:
    """The instructor has judged the text and has it looked at again."""
    here = f"/answers/{house.answer}"
    send(house, "instructor", here, f"/desk/small{here}", rubric="a", comment="A secret remark.")
    assert send(house, "instructor", "/second", answer=house.answer).status_code == 303


def test_the_second_grader_sees_the_text_and_nothing_of_the_first(house: House) -> None:
    graded(house)
    client = house.signed_in("assistant")
    address = client.get("/desk/small/second/next").location
    assert address == f"/desk/small/second/{house.answer}"
    page = client.get(address).text
    assert "Keep it and go on" in page
    assert not re.search(
        r"secret remark|instructor gave|checked(?! ?=)", re.sub(r"<header.*?</header>", "", page, flags=re.S)
    )
    assert house.signed_in("instructor").get(address).status_code == 404


def test_what_is_kept_shows_where_they_differ_and_leads_to_settling_it(house: House) -> None:
    graded(house)
    kept = send(house, "assistant", f"/second/{house.answer}", rubric=["a", "b"])
    assert kept.location == "/desk/small/second"
    page = house.signed_in("assistant").get(kept.location).text
    assert f'href="/desk/small/answers/{house.answer}">Settle it' in page
    assert "too few for kappa" in page
    again = send(house, "assistant", f"/second/{house.answer}", rubric=["a"])
    assert (again.status_code, "second look already" in again.text) == (409, True)
    assert house.signed_in("assistant").get(f"/desk/small/second/{house.answer}").status_code == 303


def test_a_form_that_says_nothing_is_asked_back_with_what_was_typed(house: House) -> None:
    graded(house)
    for typed in ({}, {"points": "lots"}):
        refused = send(house, "assistant", f"/second/{house.answer}", **typed)
        assert refused.status_code == 400
        assert f'value="{typed.get("points", "")}"' in refused.text
    assert send(house, "instructor", "/second", question="1", field="why", percent="x").status_code == 400
    assert send(house, "instructor", "/second", question="nowhere", field="why", percent="5").status_code == 404
    assert send(house, "instructor", "/second", answer="9" * 40).status_code == 400


@pytest.mark.parametrize("answer", [str(2**31), "9" * 18, "-1", "x"])
def test_a_number_that_names_no_answer_chooses_none(house: House, answer: str) -> None:
    assert send(house, "instructor", "/second", answer=answer).status_code == 400
