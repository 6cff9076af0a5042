"""What can be read in several ways is shown as read, or asked back with what may have been meant."""

from __future__ import annotations

import pytest

from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question({"X": "n x d", "w": "d", "x": "scalar", "y": "scalar"}, {"h2": "exp(y)"})


@pytest.mark.parametrize(
    ("text", "marked", "suggestion"),
    [
        ("2wT", "wT", "w^T"),
        ("wT", "wT", "w^T"),
        ("XTX", "XTX", "X^T X"),
        ("w1", "w1", "w_1"),
        ("Xw1", "Xw1", "X w_1"),
        ("x2", "x2", "x^2"),
        ("e3", "e3", "e^3"),
        ("1/(1+ex)", "ex", "e^x"),
        ("40,171", "40,171", "40.171"),
        ("1,000,000", "1,000,000", "1000000"),
        ("w^t", "t", "^T"),
        ("w_iT", "w_iT", "w_i^T"),
        ("w T", "T", "^T"),
    ],
)
def test_it_is_asked_back_with_what_may_be_meant(text, marked, suggestion):
    with pytest.raises(LanguageError) as refusal:
        parse(text, SCOPE)
    start, end = refusal.value.span
    assert (refusal.value.tag, text[start:end], refusal.value.suggestion) == ("ambiguous", marked, suggestion)


@pytest.mark.parametrize("text", ["sin 2x y", "ln x (y+1)", "exp x y", "tr X w", "sin^-1(x)", "1 or 0", "20 or 21"])
def test_it_is_asked_back_where_no_reading_is_likelier(text):
    with pytest.raises(LanguageError) as refusal:
        parse(text, SCOPE)
    assert refusal.value.tag == "ambiguous"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1/2w", "1/2w is read as (1/2) · w."),
        ("1/1+e^-x", "1/1+e^-x is read as (1/1) + e^-x."),
        ("e^2x", "e^2x is read as (e^2) · x."),
        ("20,0855", "20,0855 is read as 20.0855."),
        ("Σ_{k=1}^K w_k", "K is read as the length of the axis that is summed over."),
    ],
)
def test_the_reading_is_noted(text, note):
    assert parse(text, SCOPE).notes == (note,)


@pytest.mark.parametrize("text", ["1/2 * w", "1/(1+e^-x)", "1/2 + x", "ln x ln y", "sin 2x + y", "max(1,2)", "x^2 y"])
def test_what_is_clear_carries_no_note(text):
    assert parse(text, SCOPE).notes == ()
