"""A student asks that a grade be looked at again, the staff answers, and nothing of it is ever changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.desk import service as desk
from app.people import service as people
from app.refusals import Closed, NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import Store

House = Any  # see conftest
EXAM = '[quiz]\nmode = "exam"\n'


@pytest.fixture
def graded(store: Store) -> int:
    attempt = store.start()
    store.submit(attempt, "1.1", {"pick": "B"}, "first")
    return attempt


def ask(store: Store, attempt: int, text: str = "I meant A.", field: str = "pick", slug: str = "1.1") -> None:
    taking.ask_regrade(store.db, store.student, attempt, slug, field, text)


def test_a_thread_goes_to_and_fro(store: Store, graded: int) -> None:
    ask(store, graded)
    (waiting,) = desk.requests(store.db, store.quiz())
    assert (waiting.question, waiting.student, waiting.is_waiting) == ("1.1", "student", True)
    desk.reply(store.db, store.instructor, store.quiz(), waiting.item_id, "You ticked B.")
    assert not desk.requests(store.db, store.quiz())[0].is_waiting
    thread = taking.threads(store.db, store.student, graded)["1.1", "pick"]
    assert [(said.own, said.text) for said in thread] == [(True, "I meant A."), (False, "You ticked B.")]
    ask(store, graded, "So I did. Thank you.")
    assert desk.requests(store.db, store.quiz())[0].is_waiting
    assert people.audit_entries(store.db, store.quiz().course_id)[0].action == "answer a regrade request"


def test_who_waits_longest_comes_first_and_who_has_an_answer_last(store: Store, graded: int) -> None:
    store.submit(graded, "1.2", {"pick": "A"}, "second")
    store.submit(graded, "2.1", {"pick": "B"}, "third")
    for slug in ("1.1", "1.2", "2.1"):
        ask(store, graded, slug=slug)
    first = desk.requests(store.db, store.quiz())[0]
    desk.reply(store.db, store.instructor, store.quiz(), first.item_id, "Seen.")
    assert [request.question for request in desk.requests(store.db, store.quiz())] == ["1.2", "2.1", "1.1"]


def test_without_a_grade_that_is_shown_there_is_nothing_to_ask(store: Store) -> None:
    attempt = store.start()
    with pytest.raises(Closed):
        ask(store, attempt)
    store.load(EXAM, name="exam")
    exam = store.start(name="exam")
    store.submit(exam, "1.1", {"pick": "B"}, "in the exam")
    with pytest.raises(Closed):
        ask(store, exam)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_too_little_and_too_much_are_asked_back(store: Store, graded: int, text: str) -> None:
    with pytest.raises(Unreadable):
        ask(store, graded, text)
    ask(store, graded)
    item = desk.requests(store.db, store.quiz())[0].item_id
    with pytest.raises(Unreadable):
        desk.reply(store.db, store.instructor, store.quiz(), item, text)


def test_nobody_writes_without_end(store: Store, graded: int) -> None:
    for n in range(20):
        ask(store, graded, f"And {n}.")
    with pytest.raises(Closed):
        ask(store, graded)


def test_what_is_not_ones_own_is_not_there(store: Store, graded: int) -> None:
    with pytest.raises(NotThere):
        taking.ask_regrade(store.db, store.other, graded, "1.1", "pick", "Mine?")
    with pytest.raises(NotThere):
        ask(store, graded, field="nothing")
    with pytest.raises(NotThere):
        taking.threads(store.db, store.other, graded)
    with pytest.raises(NotThere):
        desk.reply(store.db, store.instructor, store.quiz(), 1, "Nobody asked.")


@pytest.mark.parametrize("change", ["UPDATE regrade_messages SET text = 'x'", "DELETE FROM regrade_messages"])
def test_what_was_said_stays_said(store: Store, graded: int, change: str) -> None:
    ask(store, graded)
    with pytest.raises((IntegrityError, OperationalError, ProgrammingError)):
        store.run(change)


def test_the_pages_carry_it(house: House) -> None:
    student, desk_page = house.signed_in("student"), house.signed_in("assistant")
    here = f"/attempts/{house.attempt}"
    form = {"csrf_token": house.token(student), "form-field": "why", "form-text": "<b>Again</b>, please."}
    assert student.post(f"{here}/questions/1/regrade", data=form).location == f"{here}/results#q-1"
    inbox = desk_page.get("/desk/small/requests").text
    assert "&lt;b&gt;Again" in inbox
    assert "1 student waits" in inbox
    answer = {"csrf_token": house.token(desk_page), "text": "Read now."}
    assert desk_page.post(f"/desk/small/requests/{house.item}", data=answer).status_code == 303
    assert "Read now." in student.get(f"{here}/results").text
    told = student.get(f"{here}/data.json")
    assert told.headers["Content-Disposition"].startswith("attachment")
    (why,) = (field for field in told.json["questions"][0]["fields"] if field["field"] == "why")
    assert [said["text"] for said in why["messages"]][1:] == ["<b>Again</b>, please.", "Read now."]
    assert why["answers"][0]["value"] == "Because it is this."


def test_an_empty_request_is_asked_back_on_the_page(house: House) -> None:
    student = house.signed_in("student")
    form = {"csrf_token": house.token(student), "form-field": "why", "form-text": " "}
    refused = student.post(f"/attempts/{house.attempt}/questions/1/regrade", data=form)
    assert refused.status_code == 400
    assert "Say in a few sentences" in refused.text
