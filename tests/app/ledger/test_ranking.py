"""Which judgement is an item's grade: the same in Python as in the database's view."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from app.ledger.ranking import rank
from app.ledger.rules import CURRENT_GRADES

TABLES = (
    "CREATE TABLE items (id, counts)",
    "CREATE TABLE answers (id, seq)",
    "CREATE TABLE grade_events (id, attempt_id, item_id, answer_id, seq, outcome, points, tag)",
)
OUTCOMES = st.sampled_from(["correct", "partial", "wrong", "invalid", "undecided", "ungraded"])
POINTS = st.sampled_from([0, 500, 1000])


@given(
    st.sampled_from(["best", "last"]),
    st.lists(st.tuples(OUTCOMES, POINTS), min_size=1, max_size=5),
    st.none() | st.tuples(OUTCOMES, POINTS),
)
def test_the_one_that_ranks_highest_is_the_grade(
    counts: str, tries: list[tuple[str, int]], by_person: tuple[str, int] | None
) -> None:
    """Try n is the answer 10 n; what a person set belongs to no answer."""
    judged: list[tuple[int | None, str, int]] = [(seq, *one) for seq, one in enumerate(tries, 1)]
    if by_person:
        judged.append((None, *by_person))
    with sqlite3.connect(":memory:") as raw:
        for statement in (*TABLES, CURRENT_GRADES):
            raw.execute(statement)
        raw.execute("INSERT INTO items VALUES (1, ?)", [counts])
        for place, (seq, outcome, points) in enumerate(judged, 1):
            answer = seq and 10 * seq
            raw.execute("INSERT INTO answers VALUES (?, ?)", [answer, seq])
            raw.execute(
                "INSERT INTO grade_events VALUES (?, 1, 1, ?, ?, ?, ?, NULL)", [place, answer, place, outcome, points]
            )
        found = raw.execute("SELECT answer_id, outcome, points FROM current_grades").fetchall()
    raw.close()
    seq, outcome, points = max(judged, key=lambda one: rank(counts, one[1], one[2], one[0]))
    assert found == [(seq and 10 * seq, outcome, points)]
