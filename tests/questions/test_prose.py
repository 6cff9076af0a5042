"""Prose: Markdown, mathematics, and nothing that runs."""

from __future__ import annotations

import re

import pytest

from questions.prose import faults, html, mathml


def test_markdown_and_mathematics_are_set() -> None:
    page = html("Let $f(w) = w^2$, **now**.\n\n$$\\frac{1}{2}$$")
    assert "<strong>now</strong>" in page
    assert '<math display="inline">' in page
    assert '<math display="block">' in page
    assert "<mfrac>" in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "![x](https://example.org/track.png)",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background:url(x)}{y}$",
        '<a href="https://example.org" onclick="x()">y</a>',
        "<style>*{}</style>",
        "<iframe src=x></iframe>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(hostile: str) -> None:
    page = html(hostile)
    tags = re.findall(r"<[^>]*>", page)
    assert not any(re.search(r"script|<img|<style|<iframe|\son\w+=|javascript:|data:|url\(", tag) for tag in tags), page


def test_a_dollar_that_is_money_stays() -> None:
    assert "<math" not in html("It costs 5$ or 6$.")


def test_headings_stay_below_the_page_heading() -> None:
    assert "<h3>" in html("# Title")
    assert "<h6>" in html("###### Small")


def test_bars_are_of_equal_height() -> None:
    bars = re.findall(r"<mo[^>]*>‖</mo>", mathml(r"\lVert w\rVert^2"))
    assert len(bars) == 2
    assert all('stretchy="false"' in bar for bar in bars)


@pytest.mark.parametrize(
    ("latex", "drawn"),
    [
        (r"\mathbb{R}", "ℝ"),
        (r"\mathbb{1}_{j=k}", "𝟙"),
        (r"x^{\mathsf T}", "𝖳"),
        (r"\mathbf{w}", "𝐰"),
        (r"\mathrm{softmax}(z)", "<mi>softmax</mi>"),
        (r"\operatorname{diag}(w)", "<mi>diag</mi><mo"),
        (r"\operatorname{tr} A", '<mi>tr</mi><mspace width="0.167em">'),
        (r"\tanh\left(z\right)^2", "<mi>tanh</mi><msup>"),
        (r"\ln x", '<mi>ln</mi><mspace width="0.167em"></mspace><mi>x</mi>'),
        (r"\frac{\ln x}{y}", '<mi>ln</mi><mspace width="0.167em"></mspace><mi>x</mi>'),
        (r"\max_i x", '<msub><mi>max</mi><mi>i</mi></msub><mspace width="0.167em"></mspace><mi>x</mi>'),
        (r"\lim_{x \to 0} f", '<mn>0</mn></mrow></msub><mspace width="0.167em"></mspace><mi>f</mi>'),
        (r"\exp(y)", "<mi>exp</mi><mo"),
        (r"\tanh + 1", "<mi>tanh</mi><mo"),
        (r"a < b \text{ and } c", "&lt;"),
    ],
)
def test_letters_are_those_that_browsers_draw(latex: str, drawn: str) -> None:
    assert drawn in mathml(latex)


def test_what_cannot_be_set_shows_as_code_and_is_a_fault() -> None:
    assert mathml(r"\frac{") == r"<code>\frac{</code>"
    assert faults(r"$\foo$, $\frac{$ and $x$") == [
        r"the formula $\foo$ has \foo, which is not known",
        r"the formula $\frac{$ cannot be set (NoAvailableTokensError)",
    ]
    assert faults("plain *text*") == []


def test_mathematics_may_begin_a_text_that_ends_with_a_digit():
    assert "$" not in html("$x = 1$, so it stays 0")
