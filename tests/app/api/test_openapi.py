"""The OpenAPI document says what the API is, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from app.insight.api import Student
from app.taking import wire
from app.web.operations import PREFIX
from questions.typed import typed
from tests.app.api.conftest import Api


@pytest.fixture
def document(api: Api) -> Any:
    return api.ask("GET", "/openapi.json", who=None).get_json()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Each method and path with its operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_is_in_the_document_and_nothing_else(api: Api, document: Any) -> None:
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX)))
        for rule in api.site.url_map.iter_rules()
        if rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path) for method, path, _ in operations(document)} == routes
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": PREFIX}]


def test_the_calls_are_those_that_others_script_against(document: Any) -> None:
    assert {f"{method} {path}" for method, path, _ in operations(document)} == {
        "GET /openapi.json",
        "GET /quizzes",
        "GET /quizzes/{quiz}/gradebook",
        "POST /quizzes/{quiz}/attempts",
        "GET /attempts/{attempt}",
        "PUT /attempts/{attempt}/answers/{question}",
        "POST /attempts/{attempt}/answers/{question}/submit",
        "POST /attempts/{attempt}/finish",
        "POST /preview",
    }


def test_every_operation_tells_its_answers(document: Any) -> None:
    for method, path, operation in operations(document):
        answers = operation["responses"]
        wanted = {"400", "500", "503"}
        wanted |= {"401"} if path != "/openapi.json" else set()
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"413", "415"} if "requestBody" in operation else set()
        assert wanted <= set(answers), (method, path)
        assert any(status.startswith("2") for status in answers)
        for status, answer in answers.items():
            assert answer["description"]
            assert set(answer["content"]) == {"application/problem+json" if status >= "400" else "application/json"}
        assert answers["503"]["headers"]["Retry-After"]["required"]
        assert operation["summary"]
        assert operation.get("security", document["security"]) == ([] if path == "/openapi.json" else [{"token": []}])


def test_operations_have_names_of_their_own_and_links_lead_to_them(document: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    links = [
        link
        for _, _, operation in operations(document)
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert links
    assert {link["operationId"] for link in links} <= set(names)


def test_a_body_of_a_request_allows_no_other_members(document: Any) -> None:
    bodies = [operation["requestBody"] for _, _, operation in operations(document) if "requestBody" in operation]
    assert len(bodies) == 5
    for body in bodies:
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert document["components"]["schemas"][name]["additionalProperties"] is False


@pytest.mark.parametrize(
    "type_",
    [
        *(wire.Quiz, wire.Attempt, wire.NewDraft, wire.Draft, wire.NewAnswer, wire.Graded, wire.Typed, wire.Reading),
        Student,
    ],
)
def test_an_example_is_one(type_: Any) -> None:
    assert msgspec.to_builtins(typed(type_.example, type_)) == type_.example


def test_nothing_of_a_key_has_a_place_in_it(document: Any) -> None:
    for name, schema in document["components"]["schemas"].items():
        hidden = {"key", "seed", "rtol", "tolerance", "rubric", "solution", "version", "model"}
        assert not hidden & set(schema.get("properties", {})), name
