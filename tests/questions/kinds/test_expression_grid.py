"""Which entries of a student's own Jacobian are not zero."""

from __future__ import annotations

import re
from typing import Any

import pytest

from questions.kind import JSON, MISSING, Seen
from questions.kinds.expression import KIND
from questions.reading import read_question

TASK = {"name": "J", "kind": "expression", "jacobian_of": "X W^T", "wrt": "W", "index": "ijkl"}
SYMBOLS = {"X": "n x d", "W": "k x d", "c": "scalar positive"}
ROWS = COLUMNS = [(1, 1), (1, 2), (2, 1), (2, 2)]


def drawn(value: JSON, **field: Any) -> str:
    question = read_question({"symbols": SYMBOLS, "field": [{**TASK, **field}]})
    picture = KIND.picture(question.fields["J"].prepared, value, Seen({"J": value}, reasons=False))
    return str(picture or "").replace("\N{NO-BREAK SPACE}", " ")


def places(picture: str) -> set[tuple[int, ...]]:
    """The entries that the table shows as non-zero."""
    body = picture.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in body.split("<tr>")[1:]]
    return {
        row + column
        for row, line in zip(ROWS, cells, strict=True)
        for column, cell in zip(COLUMNS, line, strict=True)
        if cell == "≠ 0"
    }


RIGHT = {(i, j, j, d) for i in (1, 2) for j in (1, 2) for d in (1, 2)}
ROW_OF_OUTPUT = {(i, j, i, d) for i in (1, 2) for j in (1, 2) for d in (1, 2)}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("δ_jk X_il", RIGHT),
        ("X_il if k = j else 0", RIGHT),
        ("J_{pqrs} = X_{ps} δ_{qr}", RIGHT),
        ("X_il δ_ik", ROW_OF_OUTPUT),
        ("X_il δ_jk δ_il", {(1, 1, 1, 1), (1, 2, 2, 1), (2, 1, 1, 2), (2, 2, 2, 2)}),
        ("exp(X_il) δ_jk", RIGHT),
        ("(X_il - W_kl) δ_jk", RIGHT),
    ],
)
def test_it_shows_what_the_formula_that_was_typed_does(typed: str, expected: set[tuple[int, ...]]) -> None:
    assert places(drawn(typed)) == expected


def test_it_says_the_same_in_a_sentence() -> None:
    assert "<i>J</i><sub>ijkl</sub> is non-zero at (1, 1, 1, 1), (1, 1, 1, 2), (1, 2, 2, 1)," in drawn("δ_jk X_il")
    assert "What you typed for d = k = n = 2" in drawn("δ_jk X_il")
    assert "is non-zero except at (1, 1, 1, 1)," in drawn("X_il - X_il δ_ij δ_jk δ_kl")
    assert "is non-zero at every place." in drawn("X_il")
    assert "is zero at every place." in drawn("X_il δ_jk - X_il δ_kj")


def test_numbers_that_happen_to_be_zero_somewhere_are_not_shown_as_zero() -> None:
    assert places(drawn("(X_il^2 - 1) δ_jk")) == RIGHT
    assert places(drawn("((X_il + 0.1) - X_il - 0.1) δ_jk")) == set()


@pytest.mark.parametrize(
    "typed",
    ["relu(X_il) δ_jk", "X_il if X_il > 0 else 0", "ln(X_il) δ_jk", "X_il δ_jk / (X_il - X_il)", "|X_il| δ_jk"],
)
def test_of_kinks_and_of_what_is_undefined_nothing_is_said(typed: str) -> None:
    assert drawn(typed) == ""


@pytest.mark.parametrize(
    "value", [MISSING, None, "", "X_il δ_", "X if the rows match", 3, ["X"], "0", "c", "kron(X, I_k)"]
)
def test_what_has_not_four_axes_is_not_drawn(value: Any) -> None:
    assert drawn(value) == ""


def test_a_question_that_names_no_axes_has_no_grid() -> None:
    assert drawn("einsum('il,jk->ijkl', X, eye(k))", index=None) == ""
