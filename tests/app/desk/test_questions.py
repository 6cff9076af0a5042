"""A question for its instructors: the key, the examples, draws, changing and publishing it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.desk import service as desk
from app.people import service as people
from app.quizzes import service as quizzes
from app.taking import service as taking
from questions.loading import load_bank

House = Any  # see conftest
TEXT = """\
[[question]]
id = "1"
prompt = "Give the Jacobian of $w^T w$."
[question.symbols]
w = "d"
[[question.field]]
name = "jac"
kind = "expression"
jacobian_of = "w^T w"
wrt = "w"
points = 2
[[question.field.example]]
answer = "2 w^T"
score = 1
"""
DRAWN = """
[[question]]
id = "2"
parameters = {a = {from = 2, to = 51}}
prompt = "Double {{a}}."
[[question.field]]
name = "twice"
kind = "number"
value = "2 * {{a}}"
[[question.field.example]]
answer = "2 * {{a}}"
score = 1
"""
HERE = "/desk/algebra/questions/1"


@pytest.fixture
def algebra(house: House, tmp_path: Any) -> House:
    """A quiz with a Jacobian, to which a student gave two wrong answers and the right one, and a drawn question."""
    path = tmp_path / "bank" / "deep" / "algebra.toml"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT + DRAWN)
    quizzes.load(house.db, load_bank(tmp_path / "bank"))
    for name, answers in (("student", ["w^T", "2 w", "2 w^T"]), ("classmate", ["2 w"])):
        who = people.person_of_token(house.db, house.tokens[name])
        attempt = taking.start_or_resume(house.db, who, "algebra")
        for answer in answers:
            taking.submit(house.db, who, attempt, "1", {"jac": answer}, key=answer.ljust(16, "."))
    return house


@pytest.fixture
def instructor(algebra: House) -> FlaskClient:
    client: FlaskClient = algebra.signed_in("instructor")
    return client


def send(house: House, client: FlaskClient, text: str, do: str = "check", **form: str) -> TestResponse:
    seen = re.findall(r'name="seen" value="([0-9a-f]+)"', client.get(HERE).text)[0]
    data = {"csrf_token": house.token(client), "seen": seen, "text": text, "do": do, **form}
    return client.post(HERE, data=data, content_type="multipart/form-data")


def said(response: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_key_and_the_examples_with_their_results_are_shown(algebra: House, instructor: FlaskClient) -> None:
    assert '<a href="/desk/algebra/questions/1">' in instructor.get("/desk/algebra/questions").text
    page = instructor.get(HERE)
    key = page.text[page.text.index('id="key-title"') : page.text.index('id="examples-title"')]
    assert "<math" in key
    assert "w^T w" in key
    assert "2 w^T 1 ✓ that" in said(page)
    assert html.unescape(page.text).count(TEXT) == 1
    assert 'name="jac"' in page.text


def test_a_changed_text_is_run_on_stored_answers_before_it_is_published(
    algebra: House, instructor: FlaskClient
) -> None:
    kinder = TEXT.replace("points = 2\n", "points = 2\ncredit = {used-column-gradient = 0.5}\n")
    shown = said(send(algebra, instructor, kinder))
    assert "Of 4 stored answers, 2 would be judged otherwise, 0 of them with fewer points" in shown
    assert re.search(r"jac 2 w 2 ✗ wrong, 0 used-column-gradient ½ partial, 1 used-column-gradient", shown)
    assert "as in its bank file" in shown
    published = send(algebra, instructor, kinder, "publish")
    assert published.location == f"{HERE}?published=1"
    answered = instructor.get(published.location)
    assert '<a href="/desk/algebra/regrade/dry-run?question=1">regrade</a>' in answered.text
    page = said(answered)
    assert "Published: attempts that begin from now on get it" in page
    assert "published here in place of its bank file" in page
    entry = people.audit_entries(algebra.db, 1)[0]
    assert (entry.actor, entry.action, entry.subject) == ("instructor", "publish question", "algebra/1")
    assert len(json.loads(entry.detail)["version"]) == 2


def test_faults_are_named_with_their_lines_and_the_text_stays(algebra: House, instructor: FlaskClient) -> None:
    for old, new, fault in (
        ("points = 2", "pints = 2", "Line 11: Object contains unknown field `pints` pints = 2"),
        ("score = 1", "score = 0", "Line 12: jac: the example '2 w^T' gets score 1 instead of 0"),
        ('"w^T w"', '"w^T q"', "Line 6: jac:"),
        ('id = "1"', 'id = "7"', "Line 1: this question keeps its id, `1`"),
        ("[question.symbols]", "[question.symbols", "Line 4:"),
        ("points = 2", "points = " + "[" * 5000, "nested too deeply"),
        ("points = 2", "points = " + "[" * 900 + "]" * 900, "Line"),
        ("points = 2", "points = " + "9" * 5000, "digits"),
        ("points = 2", "points = inf", "Line 11: points are positive"),
        ("points = 2", "points = nan", "Line 11: points are positive"),
        ("points = 2", "points = 1e300", "Line 11: points are positive"),
        ('id = "1"', 'tries = 0\nid = "1"', "Line 2: tries are a number from 1"),
        ('id = "1"', 'tries = 99999999999999999999\nid = "1"', "Line 2: tries are a number from 1"),
    ):
        refused = send(algebra, instructor, TEXT.replace(old, new), "publish")
        assert refused.status_code == 400
        assert fault in said(refused)
        assert new in html.unescape(refused.text)
    assert "publish question" not in [entry.action for entry in people.audit_entries(algebra.db, 1)]


def test_of_two_who_publish_the_later_one_is_told(algebra: House, instructor: FlaskClient) -> None:
    first = re.findall(r'name="seen" value="([0-9a-f]+)"', instructor.get(HERE).text)[0]
    send(algebra, instructor, TEXT.replace("Give", "Write"), "publish")
    late = send(algebra, instructor, TEXT.replace("Give", "Say"), "publish", seen=first)
    assert late.status_code == 409
    assert "in the meantime" in said(late)
    assert "Say the Jacobian" in late.text


def test_fifty_variants_are_tried_with_their_keys(algebra: House, instructor: FlaskClient) -> None:
    address = "/desk/algebra/questions/2"
    assert "Try 50 variants" in instructor.get(address).text
    shown = instructor.get(f"{address}?draws=50").text
    rows = re.findall(r"<code>a = (\d+)</code>", shown)
    assert len(set(rows)) == len(rows) == 50
    assert "all in order" in shown
    assert "no parameters" in instructor.get(HERE).text


def test_a_text_without_examples_is_refused(house: House) -> None:
    client = house.signed_in("instructor")
    with house.db.read() as c:
        text = quizzes.question_text(c, quizzes.placed_question(c, 1, "1").id)
    form = {"csrf_token": house.token(client), "text": text, "do": "check"}
    refused = client.post("/desk/small/questions/1", data=form)
    assert refused.status_code == 400
    assert "no example" in said(refused)


def test_answers_that_people_judged_stay(house: House) -> None:
    client = house.signed_in("instructor")
    with house.db.read() as c:
        text = quizzes.question_text(c, quizzes.placed_question(c, 1, "1").id)
    examples = '[[question.field.example]]\nanswer = "A"\nscore = 1\n'
    first, why = text.split('[[question.field]]\nname = "why"')
    words = '[[question.field.example]]\nanswer = "So."\nscore = 0\noutcome = "ungraded"\n'
    changed = f'{first}{examples}[[question.field]]\nname = "why"{why}{words}'
    desk.grade(
        house.db,
        people.person_of_token(house.db, house.tokens["instructor"]),
        quizzes.any_quiz(house.db, "small"),
        house.answer,
        ticked=["a"],
        last_event=1,
    )
    form = {"csrf_token": house.token(client), "text": changed, "do": "check"}
    assert "No stored answer is judged by the engine here" in said(client.post("/desk/small/questions/1", data=form))
