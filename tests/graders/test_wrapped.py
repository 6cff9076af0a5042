"""What stands around pasted answers is left out, and nothing that may belong to them."""

from __future__ import annotations

import pytest

from graders.wrapped import bare


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Answer: 2w^T", "2w^T"),
        ("**Answer:** 2w^T", "2w^T"),
        ("The final answer is: $2w^T$", "$2w^T$"),
        ("Lösung: 2w^T", "2w^T"),
        ("La réponse est 2w^T", "2w^T"),
        ("**2w^T**", "2w^T"),
        ("`2w^T`", "2w^T"),
        ("```python\n2*w.T\n```", "2*w.T"),
        ("**W1** = [1]; **b1**: 0", "W1 = [1]; b1: 0"),
    ],
)
def test_labels_bold_type_and_fences_are_blanks(text, answer):
    found = bare(text)
    assert "".join(found.split()) == "".join(answer.split())
    assert len(found) == len(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"\begin{align*} J &= X \\ &= Y \end{align*}", "J = X\n = Y"),
        (
            r"\begin{aligned}J&=\begin{pmatrix}a&b\\c&d\end{pmatrix}\\&=X\end{aligned}",
            r"J=\begin{pmatrix}a&b\\c&d\end{pmatrix}\n=X",
        ),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}"),
        (r"\end{align} \\ & \begin{align", r" \\ & \begin{align"),
    ],
)
def test_environments_that_only_lay_out_lines_are_lines(text, answer):
    found = bare(text)
    assert [line.replace(" ", "") for line in found.splitlines()] == [
        line.replace(" ", "") for line in answer.replace(r"}\n=X", "}\n=X").splitlines()
    ]
    assert len(found) == len(text)


@pytest.mark.parametrize(
    "text", ["2**w", "2**3**2", "answer w", "x**2 = y**2", "a ** b ** c", "2`w`", "solution", "w**T**", ""]
)
def test_what_may_be_part_of_the_answer_stays(text):
    assert bare(text) == text


@pytest.mark.parametrize(
    "piece", ["`", "**", "Answer: ", "```\n", "&", "\\\\", r"\begin{align}", r"\begin{a}", "**a** = ", "the ", "*_>#"]
)
def test_long_texts_are_read_once(piece):
    assert len(bare(piece * 20_000)) == len(piece) * 20_000
