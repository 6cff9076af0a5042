"""Which judgement of an item is its grade. The view `current_grades` says the same in SQL."""

from __future__ import annotations


def rank(counts: str, outcome: str, points: int, seq: int | None) -> tuple[bool, bool, int, int]:
    """Of the last judgements of an item's answers, the one that ranks highest is the grade: what a person set whatever
    the answers (`seq` is None), else the best or the last try by what `counts`, an unreadable one only without others.
    `seq` is the number of the try."""
    return seq is None, outcome != "invalid", points if counts == "best" else 0, seq or 0
