"""Limits hold before anything is computed; what is within them is read exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graders.engine.language import limits
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.language.trees import walk

SCOPE = Scope.from_question({"x": "scalar", "w": "d"})


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("(" * 64 + "x" + ")" * 64, "(" * 65 + "x" + ")" * 65),
        ("exp(" * 64 + "x" + ")" * 64, "exp(" * 65 + "x" + ")" * 65),
        (r"\frac{" * 64 + "x" + "}{2}" * 64, r"\frac{" * 65 + "x" + "}{2}" * 65),
        ("+".join("x" * 200), "+".join("x" * 201)),
        ("x^64", "x^65"),
        ("x^-64", "x^-65"),
        ("(x^32)^32", "(((x^32)^32)^32)^64"),
        ("9" * 1000, "9" * 1001),
        ("1e900", "1e1000"),
        ("x" + " " * 1999, "x" + " " * 2000),
        ("e^(e^9)", "e^(e^(e^9))"),
        ("x^(2^6)", "x^(2^7)"),
        ("2^(1/2)", "2^(10^9)"),
    ],
)
def test_a_limit_is_where_it_is_said_to_be(within, beyond):
    assert parse(within, SCOPE).tree
    with pytest.raises(LanguageError) as refusal:
        parse(beyond, SCOPE)
    assert refusal.value.tag == "hostile"


def test_a_literal_is_exact_however_large():
    assert parse("1" + "0" * 900, SCOPE).tree.value == 10**900
    assert parse("1.000000000000001", SCOPE).tree.value == 1 + Fraction(1, 10**15)
    assert parse("2.5e-3", SCOPE).tree.value == Fraction(1, 400)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 1999 + "x",
        "x^" * 900 + "x",
        "sin " * 490 + "x",
        "Σ_i(" * 60 + "w_i" + ")(x)" * 60,
        "1/Σ_k w_k (" * 40 + "x" + ")" * 40,
        "[" * 500 + "]" * 500,
        "{" * 1000,
        "||" * 900,
        r"\frac" * 300,
        "x'" * 900,
        "w_" * 900,
        "x if " * 300,
        "σ(" * 300,
        "∂" * 900,
        "d/" * 900,
        "a" * 2000,
        "xw" * 900,
        "=" * 2000,
        "(,)" * 500,
    ],
)
def test_long_and_deep_texts_end_in_a_tree_or_a_refusal(text):
    try:
        tree = parse(text, SCOPE).tree
    except LanguageError:
        return
    assert sum(1 for _ in walk(tree)) <= limits.NODES
