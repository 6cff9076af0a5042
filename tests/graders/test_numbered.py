"""Numbers and bullets in front of lines."""

from __future__ import annotations

import pytest

from graders.numbered import unended, unnumbered


@pytest.mark.parametrize(
    "lines",
    [
        ["1. b <= 0", "2. w1 + b = 1"],
        ["1) b <= 0", "2) w1 + b = 1"],
        ["(1) b <= 0", " (2)w1 + b = 1"],
        ["• b <= 0", "• w1 + b = 1"],
        ["* b <= 0", "* w1 + b = 1"],
    ],
)
def test_what_counts_the_lines_is_taken_away(lines):
    assert [line.strip() for line in unnumbered(lines)] == ["b <= 0", "w1 + b = 1"]


@pytest.mark.parametrize(
    "lines",
    [["2. w1 + b = 1"], ["1. b", "3. w1"], ["b", "2. w1"], ["1.5 b", "2.5 w1"], ["1.", "2."], ["* b", "b"], []],
)
def test_numbers_that_count_nothing_stay(lines):
    assert unnumbered(lines) == lines


@pytest.mark.parametrize(
    "line",
    [
        "b <= 0 ∎",
        "b <= 0 QED",
        "b <= 0 q.e.d.",
        r"b <= 0 \qed",
        "b <= 0 □ ",
        "b <= 0, contradiction!",
        "b <= 0 ↯",
        "b <= 0 (from (0,0))",
        "b <= 0 (by the product rule)",
    ],
)
def test_the_mark_of_the_end_is_taken_away(line):
    assert unended(line).strip() == "b <= 0"
    assert unended("q e d") == "q e d"


@pytest.mark.parametrize("line", ["b <= 0 (2 w)", "f(by)", "(from) b", "contradiction b", "s_i (1 - s_i)"])
def test_what_may_be_mathematics_stays(line):
    assert unended(line) == line


def test_a_reason_in_brackets_is_said_like_one_behind_a_comma():
    assert unended("w1 >= 1 (since b <= 0)") == "w1 >= 1 ,  b <= 0"
