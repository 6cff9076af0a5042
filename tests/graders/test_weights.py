"""How weights are read: JSON and the ways in which people type matrices."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.unreadable import Unreadable
from graders.weights import read_weights

NAMES = ("W1", "b1", "W2", "b2")
RIGHT = {"W1": [[1.0, 1.0], [1.0, 1.0]], "b1": [0.0, -1.0], "W2": [[1.0, -2.0]], "b2": 0.0}


@pytest.mark.parametrize(
    "value",
    [
        {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0},
        {"W_1": [["1", "2/2"], [1, 1]], "b_{1}": [0, "-1.0"], "W₂": [[1, -2e0]], "b2": 0, "comment": "mine"},
        '{"W1":[[1,1],[1,1]],"b1":[0,-1],"W2":[[1,-2]],"b2":0}',
        "{'W1': [[1,1],[1,1]], 'b1': [0,-1], 'W2': [[1,-2]], 'b2': 0}",
        "W1 = [[1,1],[1,1]]; b1 = [0,-1]; W2 = [[1,-2]]; b2 = 0",
        "W₁ = [[1,1],[1,1]], b₁ = [0,−1], W₂ = [[1,−2]], b₂ = 0",
        "W1=np.array([[1,1],\n             [1,1]], dtype=float)\nb1=np.array([0,-1])\nW2=np.array([[1,-2]])\nb2=0.0",
        "Let W1 = [[1,1],[1,1]], b1 = [0,-1], W2 = [[1,-2]] and b2 = 0",
        "```python\nW1 = np.array([[1,1],[1,1]])\nb1 = [0,-1]\n**W2** = [[1,-2]]\nb2 = 0\n```",
        "W1 := [[1. 1.]\n [1. 1.]], b1 : (0, -1), W2 = [1 -2], b2 = 0",
        "W^{[1]} = [1 1; 1 1]\nb^{[1]} = [0, -1]\nW^{[2]} = [1 -2]\nb^{[2]} = 0",
    ],
)
def test_the_same_weights_in_many_hands(value: Any) -> None:
    assert read_weights(value, NAMES) == RIGHT


@pytest.mark.parametrize(
    ("text", "matrix"),
    [
        ("W1 = [1 1; -1 -1]", [[1, 1], [-1, -1]]),
        ("W1 = [1, 1; -1, -1]", [[1, 1], [-1, -1]]),
        ("W1 = [1 -1]", [[1, -1]]),
        ("W1 = [1, -1]", [1, -1]),
        ("W1 = [0 -1]'", [[0], [-1]]),
        ("W1 = np.array([[0, -1]]).T", [[0], [-1]]),
        (r"W_1 = \begin{pmatrix}1 & 0 \\ 2 & -3\end{pmatrix}", [[1, 0], [2, -3]]),
        (r"$W_1 = \begin{bmatrix} \frac{1}{2} & \frac14 \end{bmatrix}$", [[0.5, 0.25]]),
        (r"W_1 = \left[\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right]", [[1, 2], [3, 4]]),
        (r"\mathbf{W}_1 = \left(\begin{matrix} 1 & 2 \end{matrix}\right)", [[1, 2]]),
        ("W1 =\n   1   2\n   3   4\n", [[1, 2], [3, 4]]),
        ("W1 = [1/2 1 / 4]", [[0.5, 0.25]]),
        ("W1 = [[1, 2],\n [3, 4]]", [[1, 2], [3, 4]]),
        ("W1 = [1, 2,\n 3, 4]", [1, 2, 3, 4]),
        ("W1 = ((1, 2), (3, 4))", [[1, 2], [3, 4]]),
        ("W1 = +1e-3", 0.001),
        ("W1 = []", []),
    ],
)
def test_a_matrix_is_read_as_its_writer_means_it(text: str, matrix: Any) -> None:
    assert read_weights(text, ("W1",)) == {"W1": matrix}


def test_blocks_come_in_the_order_of_the_names() -> None:
    text = "1 1\n1 1\n|\n0 -1\n|\n1 -2\n|\n0"
    assert read_weights(text, NAMES) == {"W1": [[1, 1], [1, 1]], "b1": [[0, -1]], "W2": [[1, -2]], "b2": 0}
    assert read_weights("[[1,1],[1,1]] | [0,-1] | [[1,-2]] | 0", NAMES) == RIGHT


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (None, "empty"),
        ("", "empty"),
        (7, "unparsable"),
        (True, "unparsable"),
        ([[1, 1]], "unparsable"),
        ("W1 = [[a, b]]", "unparsable"),
        ("W1 = [1-2]", "unparsable"),
        ("W1 = [1 - 2]", "unparsable"),
        ("W1 = [[1,1]]*10**9", "unparsable"),
        ("W1 = [[1, 2]", "unparsable"),
        ("W1", "unparsable"),
        ("W1 = ", "unparsable"),
        ('__import__("os").system("id")', "unparsable"),
        ("\x00", "unparsable"),
        ("any random weights would work", "natural-language"),
        ("W1 = 1; W1 = 2", "ambiguous"),
        ({"W1": [1], "W_1": [2]}, "ambiguous"),
        ("1 | 2", "wrong-shape"),
        ("W1 = [[[[[[1]]]]]]", "wrong-shape"),
        ({"W1": [[1, 2], [3]]}, "wrong-shape"),
        ({"W1": [[1, 2], 3]}, "wrong-shape"),
        ({"W1": [1, [2]]}, "unparsable"),
        ("W1 = " + "1 " * 40_000, "too-long"),
    ],
)
def test_what_is_no_set_of_matrices_is_asked_back(value: Any, tag: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_weights(value, NAMES)
    assert refused.value.tag == tag


@pytest.mark.parametrize(
    ("cell", "tag"),
    [
        (True, "unparsable"),
        (None, "unparsable"),
        ({}, "unparsable"),
        ("٢", "unparsable"),
        ("4_0.1", "unparsable"),
        ("0x10", "unparsable"),
        ("1+1", "unparsable"),
        ("1/2/3", "unparsable"),
        ("nan", "unparsable"),
        ("", "unparsable"),
        ("1" * 200, "unparsable"),
        ("1/0", "nonfinite"),
        (float("nan"), "nonfinite"),
        (float("inf"), "nonfinite"),
        (float("-inf"), "nonfinite"),
        (2**62, "too-large"),
        (10**400, "too-large"),
        (-1_000_001, "too-large"),
        ("1e7", "too-large"),
        ("1e999", "nonfinite"),
        (1 + 1j, "unparsable"),
    ],
)
def test_a_cell_is_a_plain_finite_number(cell: Any, tag: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_weights({"W1": [[cell]]}, ("W1",))
    assert refused.value.tag == tag


def test_every_cell_becomes_a_float() -> None:
    assert all(type(cell) is float for cell in read_weights({"W1": [1, "1/3", 2.5]}, ("W1",))["W1"])  # type: ignore[union-attr]


@given(st.text(alphabet=st.sampled_from(list("W1b2=[]()|;,&-+/.e '\n\\{}^T_£½")), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(Unreadable):
        read_weights(text, NAMES)


@given(st.lists(st.lists(st.integers(-999, 999), min_size=2, max_size=2), min_size=1, max_size=5))
def test_numpy_matlab_and_latex_agree(matrix: list[list[int]]) -> None:
    numpy = f"W1 = np.array({matrix})"
    matlab = "W1 = [" + "; ".join(" ".join(map(str, row)) for row in matrix) + "]"
    latex = r"W_1 = \begin{pmatrix}" + r" \\ ".join(" & ".join(map(str, row)) for row in matrix) + r"\end{pmatrix}"
    read = [read_weights(text, ("W1",))["W1"] for text in (numpy, matlab, latex)]
    assert read == [matrix] * 3
