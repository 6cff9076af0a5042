"""What several test rooms need: where the optional parts are, and what it means to skip."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import Environment, FileSystemBytecodeCache
from werkzeug.routing import Rule

ROOT = Path(__file__).resolve().parent.parent


# The suite tries the same examples everywhere; looking for new ones is a run of its own.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With CHAINRULE_NO_SKIPS set, as in continuous integration, a skip is a failure."""
    report = yield
    if report.skipped and os.environ.get("CHAINRULE_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Applications come and go by the thousand; each of their templates and routes is compiled once."""
    compiled, create = (
        FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates"))),
        Flask.create_jinja_environment,
    )

    def environment(app: Flask) -> Environment:
        made = create(app)
        made.bytecode_cache = compiled
        return made

    routes: dict[Any, Any] = {}
    compile_route = Rule._compile_builder  # all that a rule's function depends on is in its key

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (tuple(rule._trace), str(rule.defaults), frozenset(rule.arguments), append_unknown)
        if key not in routes:
            routes[key] = compile_route(rule, append_unknown)
        return routes[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "create_jinja_environment", environment)
        patch.setattr(Rule, "_compile_builder", builder)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The course material that lies beside a checkout: labelled answers and published statistics."""
    place = Path(os.environ.get("CHAINRULE_SHARED", ROOT.parent / "shared"))
    if not place.is_dir():
        pytest.skip("labelled answers are not beside this checkout; set CHAINRULE_SHARED to their folder")
    return place
