"""How points, moments and outcomes are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.web import wording
from graders.verdict import Outcome


@pytest.mark.parametrize(
    ("thousandths", "written"),
    [
        (0, "0"),
        (500, "½"),
        (1000, "1"),
        (1500, "1½"),
        (2250, "2¼"),
        (750, "¾"),
        (1333, "1.33"),
        (100, "0.1"),
        (62000, "62"),
    ],
)
def test_points(thousandths: int, written: str) -> None:
    assert wording.points(thousandths) == written


@pytest.mark.parametrize(
    ("thousandths", "written"), [(1000, "1 point"), (500, "½ point"), (3000, "3 points"), (0, "0 points")]
)
def test_worth(thousandths: int, written: str) -> None:
    assert wording.worth(thousandths) == written


def test_every_outcome_has_a_mark_and_words() -> None:
    assert set(wording.MARKS) == set(wording.OUTCOMES) == {outcome.value for outcome in Outcome}


def test_moments_are_utc_and_say_so() -> None:
    at = datetime(2026, 5, 1, 23, 59, 30, tzinfo=timezone(timedelta(hours=2)))
    assert wording.moment(at) == '<time datetime="2026-05-01T21:59:30+00:00">Fri 1 May, 21:59 UTC</time>'
    assert "21:59:30 UTC" in wording.clock(at.astimezone(UTC))


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(-5, "0 min"), (41, "41 min"), (100, "1 h 40 min"), (47 * 60, "47 h 0 min"), (4000, "2 days")],
)
def test_spans(minutes: int, written: str) -> None:
    assert wording.span(timedelta(minutes=minutes)) == written


def test_typed_text_in_a_sentence_is_set_apart_and_escaped() -> None:
    assert wording.inline("`<b>` is no name: did you mean `w^T`?") == (
        "<code>&lt;b&gt;</code> is no name: did you mean <code>w^T</code>?"
    )
