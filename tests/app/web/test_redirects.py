"""Only to our own paths."""

from __future__ import annotations

import pytest

from app.web.redirects import own_path


@pytest.mark.parametrize("path", ["/", "/quizzes/a", "/attempts/1/questions/3.2.plot?x=1#y"])
def test_own_paths_are_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "quizzes",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/x",
        "/ /evil",
        "/a\\b",
        "\x00/",
        "https://evil.example",
        "javascript:alert(1)",
    ],
)
def test_everything_else_goes_home(path: str | None) -> None:
    assert own_path(path, "/home") == "/home"
