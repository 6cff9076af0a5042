"""Names of the student's own in the formulas of a question."""

from __future__ import annotations

import pytest

from questions.naming import called


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("$h_1 = 2h_{2}$ and h_1", {"h1": "a", "h2": "b"}, "$a = 2b$ and h_1"),
        (r"$$\partial h_3/\partial h_2$$", {"h1": "a", "h2": "b", "h3": "c"}, r"$$\partial c/\partial b$$"),
        ("$h_1 + h_2$", {"h1": "h_{2}", "h2": "h_{1}"}, "$h_{2} + h_{1}$"),  # all at once
        ("$h_{12} h_1 h1$", {"h1": "a"}, "$h_{12} a a$"),
        (r"$\frac{f}{f_1} \to f$", {"f": "g"}, r"$\frac{g}{f_1} \to g$"),
        ("`h1` costs $1 and h1", {"h1": "a"}, "`h1` costs $1 and h1"),
        ("$h_1$", {}, "$h_1$"),
    ],
)  # fmt: skip
def test_formulas_and_nothing_else_take_the_names(text: str, names: dict[str, str], told: str) -> None:
    assert called(text, names) == told
