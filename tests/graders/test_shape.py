"""Shapes as people type them, and the mistakes that other shapes show."""

from __future__ import annotations

import pytest

from graders.engine.sizes import shape
from graders.shape import ShapeTruth, grade, read
from graders.shape_reading import read_shape
from graders.unreadable import Unreadable
from graders.verdict import Outcome

LETTERS = frozenset("ndk")
CREDIT = dict.fromkeys(("transposed-layout", "missing-axis", "kept-singleton-axes", "flattened"), 0.5)
ROW = ShapeTruth(shape(1, "d"), LETTERS, (), shape("d", 1))
MATRIX = ShapeTruth(shape("n", "d"), LETTERS, shape("n", 1), shape("d", 1))
SQUARE = ShapeTruth(shape("d", "d"), LETTERS, shape("d", 1), shape("d", 1))
TENSOR = ShapeTruth(shape("n", "k", "k", "d"), LETTERS, shape("n", "k"), shape("k", "d"))
VALUE = ShapeTruth(shape("n", "k"), LETTERS)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "n x d",
            "nxd",
            "n×d",
            "n * d",
            "n, d",
            "(n,d)",
            "[n, d]",
            "<n, d>",
            "n by d",
            "n-by-d",
            "N".lower() + "X" + "d",
        ),
        *(
            "R^{nxd}",
            "ℝ^{n×d}",
            "ℝ^(n×d)",
            "R^nxd",
            "ℝⁿˣᵈ",
            r"\mathbb{R}^{n \times d}",
            r"\mathbb R^{n\times d}",
            "R^n x R^d",
        ),
        *(
            "$n \\times d$",
            r"\(n \times d\)",
            "torch.Size([n, d])",
            "np.shape (n, d)",
            "shape (n, d)",
            "shape: n x d",
            "n⨯d",
        ),
        *(
            "J ∈ R^{n×d}",
            "J.shape = (n, d)",
            "((n), (d,))",
            "n rows and d columns",
            "d columns, n rows",
            "n x d matrix",
            "ｎ×ｄ",
        ),
        *("an n by d matrix", r"\left(n, d\right)", "n x d.", "(n; d)"),
        *(r"\boxed{n \times d}", "**n×d**", "n‑by‑d", "n⨉d", "n×d (matrix)", "np.zeros((n, d)).shape"),
        *("n Zeilen, d Spalten", "n lignes et d colonnes", "Answer: (n, d)", "a 2D array (n, d)"),
    ],
)
def test_it_reads_the_notations_of_two_axes(text):
    assert read(MATRIX, text) == shape("n", "d")


@pytest.mark.parametrize(
    ("text", "axes"),
    [
        ("row vector of length d", ["1", "d"]),
        ("1 row and d columns", ["1", "d"]),
        ("Zeilenvektor der Länge d", ["1", "d"]),
        ("1 x d (row vector)", ["1", "d"]),
        ("square, d×d", ["d", "d"]),
        ("a column vector with k entries", ["k", "1"]),
        ("d-dimensional row vector", ["1", "d"]),
        ("square matrix of size d", ["d", "d"]),
        ("one by d", ["1", "d"]),
        ("a scalar", []),
        ("()", []),
        ("(d,)", ["d"]),
        ("d²", ["dd"]),
        ("d^{2}", ["dd"]),
        ("d**2", ["dd"]),
        ("(nk, 2d)", ["kn", "2d"]),
        ("(n×k)×(k×d)", ["n", "k", "k", "d"]),
        ("((n,k),(k,d))", ["n", "k", "k", "d"]),
    ],
)
def test_it_reads_other_numbers_of_axes(text, axes):
    assert list(map(str, read_shape(text, LETTERS))) == axes


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        *(
            (text, "unparsable")
            for text in ("(1,,d)", "(n,d", "n,d)", "d x", "nx", "×d", "x", "n--d", "d^", "d^k", "0 x d", "1xd?")
        ),
        *(
            (text, "unparsable")
            for text in (r"\mathbb{R}^{n \times", r"\frac{n}{d}", "n\u200bxd", "-1 x d", "(n,d]", "d^^2", "=")
        ),
        *((text, "ambiguous") for text in ("n d", "(n,k)(k,d)", "n·d", "(n k, d)")),
        *((text, "natural-language") for text in ("matrix", "square", "same as X", "vector", "none")),
        *((text, "free-index") for text in ("m x d", "N x d", "1 x j")),
        *((text, "empty") for text in ("", "  ")),
        ("n x " * 100 + "d", "too-long"),
        ("(" * 299, "unparsable"),
    ],
)
def test_it_asks_back_what_cannot_be_read(text, tag):
    with pytest.raises(Unreadable) as caught:
        read_shape(text, LETTERS)
    assert caught.value.tag == tag


@pytest.mark.parametrize(
    ("truth", "text", "tag"),
    [
        (ROW, "d x 1", "transposed-layout"),
        (MATRIX, "(d, n)", "transposed-layout"),
        (TENSOR, "k x d x n x k", "transposed-layout"),
        (ROW, "d", "missing-axis"),
        (ROW, "(d,)", "missing-axis"),
        (ROW, "1 x 1 x d x 1", "kept-singleton-axes"),
        (MATRIX, "(n, 1, d, 1)", "kept-singleton-axes"),
        (MATRIX, "nd", "flattened"),
        (SQUARE, "d^2", "flattened"),
        (TENSOR, "(nk, kd)", "flattened"),
        (TENSOR, "(kd, nk)", "flattened"),
        (TENSOR, "n x k^2 x d", "flattened"),
    ],
)
def test_a_mistake_of_layout_earns_what_the_author_gives_it(truth, text, tag):
    verdict = grade(truth, text, CREDIT)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, tag)
    without = grade(truth, text, {})
    assert (without.outcome, without.score, without.tag) == (Outcome.WRONG, 0.0, tag)


@pytest.mark.parametrize(
    ("truth", "text", "tag"),
    [
        (ROW, "1", "output-shape-only"),
        (ROW, "scalar", "output-shape-only"),
        (SQUARE, "d", "output-shape-only"),
        (SQUARE, "d x 1", "output-shape-only"),
        (TENSOR, "n x k", "output-shape-only"),
        (MATRIX, "d x 1", "input-shape-only"),
        (TENSOR, "(k, d)", "input-shape-only"),
        (ROW, "n x 1", "swapped-dims"),
        (ROW, "1 x k", "swapped-dims"),
        (ROW, "1 x 2d", "swapped-dims"),
        (SQUARE, "d x k", "swapped-dims"),
        (MATRIX, "k x d", "swapped-dims"),
        (TENSOR, "(n, d, d, k)", "index-swap"),
        (MATRIX, "d x d", "shape-not-jacobian"),
        (MATRIX, "1 x 1", "shape-not-jacobian"),
        (SQUARE, "d x 2", "shape-not-jacobian"),
        (TENSOR, "1 x d", "shape-not-jacobian"),
        (VALUE, "n x n x n", "wrong-shape"),
    ],
)
def test_it_names_the_mistake_of_a_wrong_shape(truth, text, tag):
    verdict = grade(truth, text, CREDIT)
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, tag)


def test_it_shows_the_reading_and_never_the_true_shape():
    verdict = grade(ROW, "k x d", CREDIT)
    assert verdict.reading == r"k \times d"
    assert verdict.shape == ("k", "d")
    assert "1×d" not in verdict.feedback
    assert grade(ROW, "1xd", CREDIT).outcome is Outcome.CORRECT


@pytest.mark.parametrize("value", [None, 3, True, ["1", "d"], {"shape": "1xd"}])
def test_a_value_that_is_no_text_is_invalid(value):
    assert grade(ROW, value, CREDIT).outcome is Outcome.INVALID


@pytest.mark.parametrize("text", ["scalar", "1", "1 x 1", "()"])
def test_a_number_may_be_called_one_by_one(text: str) -> None:
    assert grade(ShapeTruth((), frozenset()), text, {}).score == 1.0


@pytest.mark.parametrize("text", ["n\x00 x d", "\ud800", "\x1b[31m", "n \u202e d"])
def test_what_is_quoted_can_be_shown(text):
    assert grade(ROW, text, CREDIT).feedback.isprintable()
