"""The order in which graders meet answers."""

from __future__ import annotations

from app.desk.order import in_order, place_of
from app.keys import Keys
from app.ledger.views import HandAnswer
from app.people.views import Person

KEYS, OTHER_KEYS = Keys(b"one grading key", b"ledger"), Keys(b"another grading key", b"ledger")
ADA, BEN = Person(1, "ada", False), Person(2, "ben", False)


def answers(*waiting: bool, first: int = 100) -> list[HandAnswer]:
    return [HandAnswer(n, first + n, '""', n, "ungraded" if one else "wrong") for n, one in enumerate(waiting)]


def met(keys: Keys, grader: Person, given: list[HandAnswer]) -> list[int]:
    return [answer.item_id for answer in in_order(keys, grader, given)]


def test_it_is_the_same_whenever_one_comes_back_and_whatever_was_graded() -> None:
    given = answers(*[True] * 30)
    assert met(KEYS, ADA, given) == met(KEYS, ADA, given[::-1]) == met(KEYS, ADA, answers(*[False] * 30))


def test_it_follows_neither_time_nor_another_grader_nor_another_key() -> None:
    given = answers(*[True] * 30)
    orders = [met(KEYS, ADA, given), met(KEYS, BEN, given), met(OTHER_KEYS, ADA, given), list(range(30))]
    assert len({tuple(order) for order in orders}) == 4


def test_a_newer_text_takes_the_place_of_the_older() -> None:
    assert met(KEYS, ADA, answers(*[True] * 30)) == met(KEYS, ADA, answers(*[True] * 30, first=500))


def test_the_next_that_waits_is_found_beyond_the_end() -> None:
    place = place_of(answers(True, False, False), item_id=2)
    assert place is not None
    assert (place.number, place.of, place.previous, place.next, place.next_waiting) == (3, 3, 101, None, 100)


def test_one_that_waits_alone_has_no_next() -> None:
    place = place_of(answers(True), item_id=0)
    assert place is not None
    assert (place.previous, place.next, place.next_waiting) == (None, None, None)
    assert place_of(answers(True), item_id=7) is None
