"""The OpenAPI document of the JSON API, made of the addresses there are and of what their views say of themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, get_args

import msgspec
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from app.web import problems
from app.web.access import Access, open_to
from app.web.addresses import LARGEST_ID
from app.web.bodies import Nothing
from app.web.operations import PREFIX, Operation, answer, operation

bp = Blueprint("openapi", __name__, url_prefix=PREFIX)

EVERYWHERE = (400, 500, 503)
WITH_A_BODY = (413, 415)
HEADERS = {401: "WWW-Authenticate", 503: "Retry-After"}
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
EXAMPLES = {"quiz": "assignment-3", "question": "2.2", "attempt": 1}
DESCRIPTION = (
    "Quizzes that grade by running what students submit. Every error is a problem detail (RFC 9457). A submission that "
    "was answered 201 or 200 is on disk, exactly once; after any other answer, or none, send the same request again."
)


Schemas = Mapping[Any, Any]  # by type


@dataclass(frozen=True, slots=True)
class Route:
    """A method of an address, its view, and what that says of itself."""

    rule: Rule
    method: str
    view: Any
    operation: Operation


@bp.get("/openapi.json")
@open_to(Access.ANYONE)
@operation("getDocument", {200: dict[str, Any]})
def show() -> Response:
    """This document."""
    return answer(document(current_app))


def document(app: Flask) -> dict[str, Any]:
    """All operations of the API, with all their answers."""
    routes = list(_routes(app))
    types = {type_ for one in routes for type_ in (*one.operation.answers.values(), one.operation.body)}
    named = sorted(types - {None} | {problems.Problem}, key=str)
    schemas, components = msgspec.json.schema_components(named, ref_template="#/components/schemas/{name}")
    of_type = dict(zip(named, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in routes:
        path = ARGUMENT.sub(r"{\2}", one.rule.rule.removeprefix(PREFIX))
        paths.setdefault(path, {})[one.method.lower()] = _described(one, of_type)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Chainrule", "version": version("chainrule"), "description": DESCRIPTION},
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "`chainrule token NAME` prints one."}
            },
        },
    }


def _routes(app: Flask) -> Iterator[Route]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view: Any = app.view_functions[rule.endpoint]
        if rule.rule.startswith(PREFIX):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Route(rule, method, view, view.operation)


def _described(route: Route, of_type: Schemas) -> dict[str, Any]:
    one = route.operation
    told = inspect.getdoc(route.view) or ""
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": told.split(". ")[0].split("\n")[0].rstrip("."),
        "description": told,
        "parameters": [*_path_parameters(route.rule), *_header_parameters(one)],
        "responses": {str(status): entry for status, entry in sorted(_responses(route, of_type).items())},
    }
    if route.view.access is Access.ANYONE:
        described["security"] = []
    if one.body is not None:
        content = {"application/json": _media(one.body, of_type)}
        described["requestBody"] = {"required": one.body is not Nothing, "content": content}
    return described


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for converter, name in ARGUMENT.findall(rule.rule):
        number = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
        schema = number if converter == "id" else {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": schema, "example": EXAMPLES[name]}


def _header_parameters(one: Operation) -> Iterator[dict[str, Any]]:
    for header in one.headers:
        schema = {"type": "string", "pattern": header.pattern}
        yield {
            "name": header.name,
            "in": "header",
            "required": True,
            "description": header.description,
            "schema": schema,
            "example": header.example,
        }


def _responses(route: Route, of_type: Schemas) -> dict[int, dict[str, Any]]:
    one = route.operation
    statuses = {*EVERYWHERE, *one.problems}
    if route.view.access is not Access.ANYONE:
        statuses.add(401)
    if route.rule.arguments or one.body is not None:
        statuses.add(404)
    if one.body is not None:
        statuses.update(WITH_A_BODY)
    found = {status: _problem(status, of_type[problems.Problem]) for status in statuses}
    links = {name: {"operationId": to.operation, "parameters": dict(to.parameters)} for name, to in one.links.items()}
    for status, type_ in one.answers.items():
        media = problems.MEDIA_TYPE if status >= 400 else "application/json"
        found[status] = {"description": HTTPStatus(status).phrase, "content": {media: _media(type_, of_type)}}
        if links:
            found[status]["links"] = links
    return found


def _problem(status: int, schema: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": problems.SENTENCES.get(status, f"{HTTPStatus(status).phrase}."),
        "content": {problems.MEDIA_TYPE: {"schema": schema}},
    }
    if name := HEADERS.get(status):
        described["headers"] = {name: {"required": True, "schema": {"type": "string"}}}
    return described


def _media(type_: Any, of_type: Schemas) -> dict[str, Any]:
    """A body's schema with the example that its type, or what it is a list of, carries."""
    inner = get_args(type_)
    example = getattr(inner[0] if inner else type_, "example", None)
    if example is None:
        return {"schema": of_type[type_]}
    return {"schema": of_type[type_], "example": [example] if inner else example}
