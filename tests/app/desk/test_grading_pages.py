"""The page of one answer: anonymous, and its small buttons lose nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.people.views import Person
from app.taking import service as taking

House = Any  # see conftest


@pytest.fixture
def written(house: House) -> House:
    """A second text, much like the first one."""
    with house.db.read() as c:
        user = c.exec_driver_sql("SELECT id, name FROM users WHERE name = 'classmate'").one()
    classmate = Person(user.id, user.name, False)
    attempt = taking.start_or_resume(house.db, classmate, "small")
    taking.submit(house.db, classmate, attempt, "1", {"why": "Because it is this, not that."}, key="c" * 16)
    return house


@pytest.fixture
def grader(written: House) -> FlaskClient:
    return written.signed_in("assistant")


def form_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def press(client: FlaskClient, answer: int, **typed: Any) -> TestResponse:
    """Send the form of an answer as it stands, with what was typed and pressed."""
    address = f"/desk/small/answers/{answer}"
    return client.post(address, data={**form_of(client.get(address).text), **typed})


def comment(page: str) -> str:
    found = re.search(r'<textarea id="comment"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found
    return found[1]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="rubric" value="(\w+)" checked', page)


def test_it_says_how_far_one_is(written: House, grader: FlaskClient) -> None:
    page = grader.get(f"/desk/small/answers/{written.answer}").text
    assert "<b>0</b> of 2 graded" in page
    assert re.search(r"Answer [12] of 2", page)
    press(grader, written.answer, rubric=["a"])
    assert "<b>1</b> of 2 graded" in grader.get(f"/desk/small/answers/{written.answer}").text


def test_no_name_stands_on_the_page_nor_in_its_address(written: House, grader: FlaskClient) -> None:
    """The people's names are words of the page's own language, so others are used."""
    with written.db.engine.begin() as c:
        c.exec_driver_sql("UPDATE users SET name = 'Zarathustra', name_key = 'zarathustra' WHERE name = 'student'")
        c.exec_driver_sql("UPDATE users SET name = 'Nefertiti', name_key = 'nefertiti' WHERE name = 'classmate'")
    first = grader.get("/desk/small/grading/next").location
    for address in (first, press(grader, int(first.rpartition("/")[2]), rubric=["a"]).location):
        page = grader.get(address)
        assert page.status_code == 200
        assert not re.search("zarathustra|nefertiti", address + page.text, re.I)


def test_saving_leads_to_the_next_one_that_waits_and_then_to_the_list(written: House, grader: FlaskClient) -> None:
    first = int(grader.get("/desk/small/grading/next").location.rpartition("/")[2])
    second = press(grader, first, rubric=["a"]).location
    assert second != f"/desk/small/answers/{first}"
    assert press(grader, int(second.rpartition("/")[2]), rubric=["b"]).location == "/desk/small/grading"


def test_a_comment_is_kept_inserted_and_removed_without_losing_what_is_typed(
    written: House, grader: FlaskClient
) -> None:
    kept = press(grader, written.answer, rubric=["b"], points="1,5", comment="Say why.", keep="1")
    assert (comment(kept.text), ticked(kept.text)) == ("Say why.", ["b"])
    assert 'value="1,5"' in kept.text
    (number,) = re.findall(r'name="insert" value="(\d+)"', kept.text)
    inserted = press(grader, written.answer, comment="Good.", insert=number).text
    assert comment(inserted) == "Good.\nSay why."
    assert 'name="insert"' not in press(grader, written.answer, drop=number).text
    assert "<b>0</b> of 2 graded" in inserted


@pytest.mark.parametrize("pressed", [{"insert": "999"}, {"like": "999"}, {"insert": "x"}])
def test_a_button_for_what_is_gone_changes_nothing(
    written: House, grader: FlaskClient, pressed: dict[str, str]
) -> None:
    page = press(grader, written.answer, rubric=["a"], comment="Mine.", **pressed)
    assert page.status_code == 200
    assert (comment(page.text), ticked(page.text)) == ("Mine.", ["a"])


def test_a_similar_text_is_shown_beside_and_its_ticks_are_taken_only_when_asked(
    written: House, grader: FlaskClient
) -> None:
    first = int(grader.get("/desk/small/grading/next").location.rpartition("/")[2])
    second = press(grader, first, rubric=["b"]).location
    page = grader.get(second).text
    assert re.search(r"\d+ % alike", page)
    assert f'name="like" value="{first}"' in page
    assert ticked(page) == []
    like = press(grader, int(second.rpartition("/")[2]), comment="Kept.", like=str(first)).text
    assert (ticked(like), comment(like)) == (["b"], "Kept.")


def test_of_two_at_once_the_later_one_sees_what_the_other_gave_and_keeps_their_own(
    written: House, grader: FlaskClient
) -> None:
    address = f"/desk/small/answers/{written.answer}"
    late = form_of(grader.get(address).text)
    press(written.signed_in("instructor"), written.answer, rubric=["a"], comment="Theirs.")
    refused = grader.post(address, data={**late, "rubric": ["b"], "points": "1.5", "comment": "Mine."})
    assert refused.status_code == 409
    assert "instructor gave 1 of 2 points for “names it”" in refused.text
    assert "Theirs." in refused.text
    assert (comment(refused.text), ticked(refused.text)) == ("Mine.", ["b"])
    again = {**form_of(refused.text), "rubric": ["b"], "points": "1.5", "comment": "Mine."}
    assert grader.post(address, data=again).status_code == 303
    assert "assistant gave 1½ of 2" in grader.get(address).text


def test_a_small_button_does_not_hide_that_somebody_else_graded(written: House, grader: FlaskClient) -> None:
    address = f"/desk/small/answers/{written.answer}"
    late = form_of(grader.get(address).text)
    press(written.signed_in("instructor"), written.answer, rubric=["a"])
    inserted = grader.post(address, data={**late, "comment": "Mine.", "keep": "1"})
    assert grader.post(address, data={**form_of(inserted.text), "comment": "Mine."}).status_code == 409
