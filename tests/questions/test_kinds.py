"""A kind is a folder with all its parts, and knows no other kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import questions.kinds
from questions.kind import MISSING
from questions.kinds import kinds

FOLDER = Path(questions.kinds.__path__[0])


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_kind_has_its_pages_and_its_guide(name: str) -> None:
    for part in ("ask.html", "review.html", "README.md"):
        assert (FOLDER / name / part).read_text(encoding="utf-8").strip()


def test_every_folder_is_a_kind_of_its_name() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert folders == set(kinds())
    assert all(kinds()[name].name == name for name in folders)


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_kind_knows_no_other_kind(name: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / name).glob("*.py"))
    assert set(re.findall(r"questions\.kinds\.(\w+)", source)) <= {name}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_blank_form_is_no_answer(name: str) -> None:
    assert kinds()[name].from_form({}, {}) is MISSING
    assert kinds()[name].from_form({"": [" "]}, {}) is MISSING
    assert kinds()[name].from_form({"": []}, {}) is MISSING


@pytest.mark.parametrize(
    ("name", "parts", "value"),
    [
        ("choice", {"": ["A"]}, "A"),
        ("choice", {"": ["A", "C"]}, ["A", "C"]),
        ("text", {"": ["Because.\nOf that."]}, "Because.\nOf that."),
        ("network", {"": ["W1 = [[1]]"]}, "W1 = [[1]]"),
    ],
)
def test_a_form_gives_a_value_and_takes_it_back(name: str, parts: dict[str, list[str]], value: Any) -> None:
    kind = kinds()[name]
    assert kind.from_form(parts, {}) == value
    assert kind.to_form(value, {}) == parts


def test_a_network_may_be_given_matrix_by_matrix() -> None:
    network = kinds()["network"]
    assert network.from_form({"W1": ["1 2; 3 4"], "b1": ["0 0"], "W2": [""]}, {}) == "W1 = 1 2; 3 4\nb1 = 0 0"
    assert network.to_form({"W1": [[1, 2]], "b2": "1/3"}, {}) == {"": ["W1 = [[1, 2]]\nb2 = 1/3"]}


@pytest.mark.parametrize("name", sorted(kinds()))
@pytest.mark.parametrize("value", [None, True, 3, 1.5, [], {}, [1], {"x": [None]}, "text"])
def test_any_stored_value_can_be_shown_again(name: str, value: Any) -> None:
    parts = kinds()[name].to_form(value, {})
    assert all(isinstance(text, str) for texts in parts.values() for text in texts)
