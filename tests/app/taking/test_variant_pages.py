"""In the browser: two students get different numbers, keep them, and each is graded by their own key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.ledger import service as ledger
from app.quizzes import service as quizzes
from questions.loading import load_bank

House = Any  # see conftest

QUIZ = """
[quiz]
title = "Numbers"
mode = "homework"
tries = 5

[[question]]
id = "1"
title = "A sum"
prompt = "Add {{a}} and {{b}}."
[question.parameters]
a = {from = 1001, to = 4999}
b = {from = 5001, to = 9999}
[[question.field]]
name = "sum"
kind = "number"
value = "{{a}} + {{b}}"
rtol = 1e-6
solution = "{{a}} + {{b}}"
"""


@pytest.fixture
def numbers(house: House, tmp_path: Path) -> House:
    path = tmp_path / "bank" / "deep" / "numbers.toml"
    path.parent.mkdir(parents=True)
    path.write_text(QUIZ)
    quizzes.load(house.db, load_bank(tmp_path / "bank"))
    return house


def begin(house: House, who: str) -> tuple[FlaskClient, str]:
    """A browser in front of the question, and the question's address."""
    client = house.signed_in(who)
    started = client.post("/quizzes/numbers/attempts", data={"csrf_token": house.token(client)})
    assert started.status_code == 303
    attempt = re.search(r"/attempts/(\w+)", started.headers["Location"])
    assert attempt
    return client, f"/attempts/{attempt[1]}/questions/1"


def asked(page: str) -> tuple[int, int]:
    found = re.search(r"Add (\d+) and (\d+)\.", page)
    assert found
    return int(found[1]), int(found[2])


def check(client: FlaskClient, address: str, answer: object) -> str:
    page = client.get(address).text
    form = page[page.index('class="question"') :]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    assert client.post(address, data={**hidden, "form-do": "check", "sum": str(answer)}).status_code == 303
    return client.get(address).text


def test_each_has_numbers_of_their_own_and_is_graded_by_them(numbers: House) -> None:
    (mine, my_page), (theirs, their_page) = begin(numbers, "student"), begin(numbers, "classmate")
    a, b = asked(mine.get(my_page).text)
    c, d = asked(theirs.get(their_page).text)
    assert (a, b) != (c, d)
    assert asked(mine.get(my_page).text) == asked(numbers.signed_in("student").get(my_page).text) == (a, b)
    assert "Not right" in check(mine, my_page, c + d)
    assert "Correct" in check(mine, my_page, a + b)
    assert "Correct" in check(theirs, their_page, c + d)
    assert asked(mine.get(my_page).text) == (a, b)


def test_neither_the_seed_nor_the_key_nor_the_formula_is_on_the_page(numbers: House) -> None:
    client, address = begin(numbers, "student")
    page = client.get(address).text
    a, b = asked(page)
    with numbers.db.read() as c:
        seed = ledger.attempt(c, int(re.findall(r"\d+", address)[0])).seed
    for secret in (seed, str(a + b), "{{", "4999", "5001"):
        assert secret not in page, secret


def test_the_desk_shows_what_the_student_saw(numbers: House) -> None:
    client, address = begin(numbers, "student")
    a, b = asked(client.get(address).text)
    check(client, address, a + b)
    attempt = re.findall(r"\d+", address)[0]
    shown = numbers.signed_in("instructor").get(f"/desk/numbers/attempts/{attempt}", follow_redirects=True)
    assert shown.status_code == 200, shown.request.path
    assert f"Add {a} and {b}." in shown.text
