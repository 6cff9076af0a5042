"""What graders type, read."""

from __future__ import annotations

import pytest

from app.desk.typed import read_points
from app.refusals import Unreadable


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("", None),
        (" ", None),
        ("0", 0),
        ("1.5", 1500),
        (" 1,5 ", 1500),
        (".5", 500),
        ("2.", 2000),
        ("+1", 1000),
        ("-0", 0),
    ],
)
def test_points_are_read_in_thousandths(text: str, thousandths: int | None) -> None:
    assert read_points(text) == thousandths


@pytest.mark.parametrize(
    "text",
    [
        *("x", "-1", "−1", "1.0005", "1001", "9" * 5000, "NaN", "sNaN", "inf", "1e2", "1e99999999", "1e-99999999"),
        *("٣", "1_0", "0x1", "1/2", ".", "1.2.3", "1 2"),
    ],
)
def test_what_is_no_number_of_points_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^Give the points as a number.*such as 1\.5\.$"):
        read_points(text)
