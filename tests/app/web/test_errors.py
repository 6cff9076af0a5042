"""Errors are pages in plain words."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_an_unforeseen_error_says_nothing_of_itself(client: FlaskClient) -> None:
    response = client.get("/breaks")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert "Traceback" not in response.text


def test_a_full_or_busy_database_is_503_with_a_time_to_retry(client: FlaskClient) -> None:
    response = client.get("/full")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"


def test_not_yours_and_not_there_look_the_same(client: FlaskClient) -> None:
    answers = [client.get(path) for path in ("/nowhere", "/theirs", "/not-there")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_reason_that_was_given_is_said(client: FlaskClient) -> None:
    assert "Only on Sundays." in client.get("/reason").text


def test_a_refusal_has_its_status_and_its_sentence(client: FlaskClient) -> None:
    closed, throttled = client.get("/closed"), client.get("/throttled")
    assert (closed.status_code, throttled.status_code) == (403, 429)
    assert "It ended at noon." in closed.text
    assert throttled.headers["Retry-After"] == "30"


def test_a_body_over_64_kb_is_refused(client: FlaskClient) -> None:
    assert client.post("/change", data={"text": "x" * 70_000}).status_code == 413


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.get("/change")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_a_host_that_is_not_ours_is_refused(client: FlaskClient) -> None:
    response = client.get("/page", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text


def test_under_the_api_an_error_is_a_problem_detail(client: FlaskClient) -> None:
    response = client.get("/api/v1/nowhere")
    assert response.content_type == "application/problem+json"
    assert response.get_json()["status"] == 404
