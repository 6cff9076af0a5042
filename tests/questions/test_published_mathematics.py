"""It reads mathematics as it is published: identities from books and derivative tables, and their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from questions.grading import grade
from questions.reading import read_question

IDENTITIES = tomllib.loads(Path(__file__).with_name("published.toml").read_text(encoding="utf-8"))["identity"]


def posed(identity):
    """The identity as a question with the two fields of section 2: a shape and an expression."""
    asked = {key: identity[key] for key in ("jacobian_of", "derivative_of", "wrt", "index") if key in identity}
    fields = [{"name": "expression", "kind": "expression", **asked}]
    if "jacobian_of" in identity:
        key = {"jacobian_of": identity["jacobian_of"], "wrt": identity["wrt"]}
        fields.append({"name": "shape", "kind": "shape", **key})
    named = {"symbols": identity["symbols"], "definitions": identity.get("definitions", {})}
    return read_question({**named, "field": fields})


def name(identity):
    return f"{identity.get('jacobian_of', identity.get('derivative_of'))} by {identity['wrt']}"


@pytest.mark.parametrize("identity", IDENTITIES, ids=name)
def test_it_accepts_the_identity(identity):
    result = grade(posed(identity), {"expression": identity["answer"]})["fields"]["expression"]
    assert result["outcome"] == "correct", result


@pytest.mark.parametrize("identity", [row for row in IDENTITIES if "jacobian_of" in row], ids=name)
def test_it_knows_the_shape(identity):
    result = grade(posed(identity), {"shape": identity["shape"]})["fields"]["shape"]
    assert result["outcome"] == "correct", result


@pytest.mark.parametrize(
    ("identity", "answer"),
    [(identity, answer) for identity in IDENTITIES for answer in identity["wrong"]],
    ids=lambda value: name(value) if isinstance(value, dict) else value,
)
def test_it_refuses_the_near_miss(identity, answer):
    result = grade(posed(identity), {"expression": answer})["fields"]["expression"]
    assert result["outcome"] in ("wrong", "partial"), result


@pytest.mark.parametrize("title", [f"number {count}" for count in range(20)])
def test_kinks_that_are_one_but_rounded_apart_are_the_same_for_every_choice_of_points(title):
    asked = {"jacobian_of": r"\sum_j \max(0, s_j - z + 1)", "wrt": "s"}
    field = {"name": "expression", "kind": "expression", **asked}
    question = read_question({"title": title, "symbols": {"s": "d", "z": "scalar"}, "field": [field]})
    assert grade(question, {"expression": "step(s + 1 - z)^T"})["outcome"] == "correct"
    assert grade(question, {"expression": "step(s + 1.0000001 - z)^T"})["outcome"] == "wrong"
