"""Deciding for many, in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

House = Any  # see conftest


@pytest.mark.parametrize(
    "typed", ['"\\ud800"', "[" * 3000, "9" * 5000, "NaN", '{"a": 1, "a": 2}', "\x00", ""], ids=ascii
)
def test_what_was_never_an_answer_is_not_read_as_one(house: House, typed: str) -> None:
    client = house.signed_in("instructor")
    where = {"question": "1", "field": "pick", "typed": typed}
    token = {"csrf_token": house.token(client), "read_as": "A"}
    for refused in (
        client.get("/desk/small/readings", query_string=where),
        client.post("/desk/small/readings", data={**where, **token}),
    ):
        assert refused.status_code == 400
        assert "That address is not whole." in refused.text


def test_a_ruling_is_looked_at_before_it_is_made(house: House) -> None:
    sent = house.bearer("student") | {"Idempotency-Key": "a key of this test"}
    path = f"/api/v1/attempts/{house.attempt}/answers/2/submit"
    assert house.site.test_client().post(path, json={"answer": {"pick": "因"}}, headers=sent).status_code == 201
    client = house.signed_in("instructor")
    ruling = {"question": "2", "field": "pick", "typed": '"因"', "read_as": "B", "csrf_token": house.token(client)}
    looked = client.post("/desk/small/readings", data=ruling)
    assert (looked.status_code, "What would change" in looked.text) == (200, True)
    (digest,) = re.findall('name="digest" value="([^"]+)"', looked.text)
    assert "因" not in client.get("/desk/small/regrade").text
    assert client.post("/desk/small/readings", data={**ruling, "digest": "of something else"}).status_code == 409
    assert client.post("/desk/small/readings", data={**ruling, "digest": digest}).status_code == 303
    assert "因" in client.get("/desk/small/regrade").text
    taking_back = {"kind": "reading", "id": "1", "csrf_token": ruling["csrf_token"]}
    looked = client.post("/desk/small/rulings/withdraw", data=taking_back)
    (digest,) = re.findall('name="digest" value="([^"]+)"', looked.text)
    assert "What would change" in looked.text
    assert "因" in client.get("/desk/small/regrade").text
    late = client.post("/desk/small/rulings/withdraw", data={**taking_back, "digest": "of something else"})
    assert (late.status_code, "not what you saw" in late.text) == (409, True)
    assert client.post("/desk/small/rulings/withdraw", data={**taking_back, "digest": digest}).status_code == 303
    assert 'id="rulings"' not in client.get("/desk/small/regrade").text


@pytest.mark.parametrize("kind", ["decision", "reading", "x"])
@pytest.mark.parametrize("number", ["1", str(2**31), "9" * 40, "-1", "x"])
def test_a_ruling_there_is_not_cannot_be_withdrawn(house: House, kind: str, number: str) -> None:
    client = house.signed_in("instructor")
    form = {"kind": kind, "id": number, "csrf_token": house.token(client)}
    assert client.post("/desk/small/rulings/withdraw", data=form).status_code == 404
