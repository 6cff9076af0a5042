"""What a form or an address carries is text that every database takes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.app.web.test_forgery import token


@pytest.mark.parametrize("more", [{}, {"file": (BytesIO(b"a\x00b"), "name")}], ids=["form", "with a file"])
def test_a_nul_is_replaced_wherever_it_comes(client: FlaskClient, more: dict[str, Any]) -> None:
    data = {"a\x00": ["1\x00", "\x00"], "csrf_token": token(client), **more}
    found = client.post("/sent", query_string={"\x00q": "x\x00y"}, data=data).get_json()
    assert found["query"] == [["\ufffdq", "x\ufffdy"]]
    assert [pair for pair in found["form"] if pair[0] != "csrf_token"] == [
        ["a\ufffd", "1\ufffd"],
        ["a\ufffd", "\ufffd"],
    ]


def test_a_file_stays_as_it_is(client: FlaskClient) -> None:
    with client.application.test_request_context(
        "/sent", method="POST", data={"file": (BytesIO(b"a\x00b"), "name")}
    ) as context:
        assert context.request.files["file"].read() == b"a\x00b"
