"""Proof blocks: any order that puts every line after the lines it needs is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graders.fingerprint import Fingerprint
from graders.verdict import Verdict, correct, invalid, partial, wrong
from graders.wrapped import bare

MOST = 64
_AROUND = re.compile(r"^[(\[\"'`]*(?:[0-9]{1,2}[.):])?\(?|[)\]\"'`.]+$")  # `1.A`, `(A)`, `"A"`
_BETWEEN = re.compile(r"\s*(?:,|;|→|⇒|->|=>|\\to\b|>|\s|[-–—](?=\s*[A-Za-z]\b))\s*(?:and\b\s*)?")


def letters(value: object, blocks: Mapping[str, object]) -> list[str] | Verdict:
    """The letters of an answer, typed as a list, with commas, arrows or spaces, or glued; a verdict if unreadable."""
    if value is None:
        given = []
    elif isinstance(value, str):
        parts = _BETWEEN.split(bare(value).strip().strip("[]()"))
        given = [letter for part in parts if (letter := part if part in blocks else _AROUND.sub("", part))]
        if len(given) == 1 and given[0] not in blocks and all(letter.upper() in blocks for letter in given[0]):
            given = list(given[0])
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        given = [part.strip() for part in value]
    else:
        return invalid("unparsable", "Give the letters of the lines in the order of your proof, such as A, B, C.")
    if not given:
        return invalid("empty", "No line is chosen yet: put the lines of your proof in order.")
    if len(given) > MOST:
        return invalid("too-long", f"A proof here has at most {MOST} lines.")
    order = [letter if letter in blocks else letter.upper() for letter in given]
    for letter in order:
        if letter not in blocks:
            return invalid(
                "unparsable", f"There is no line “{letter[:20]}” here: the lines are {', '.join(sorted(blocks))}."
            )
    for letter in order:
        if order.count(letter) > 1:
            return invalid("unparsable", f"Line {letter} appears twice: use each line once.")
    return order


def fingerprint(value: object, blocks: Mapping[str, object]) -> Fingerprint | None:
    """The letters in their order; None where they cannot be read."""
    order = letters(value, blocks)
    return None if isinstance(order, Verdict) else Fingerprint(", ".join(order))


def grade(value: object, after: Mapping[str, Sequence[str]], distractors: Sequence[str]) -> Verdict:
    """Judge an order of lines.

    `after` maps each line of the proof to the lines it needs directly; `distractors` are false or needless lines.
    One needed line missing, or one distractor in an otherwise right order, earns half; a line before one that it
    needs, or two faults, earns nothing. The first wrong step is the first line that does not belong or that stands
    before one it needs, whether that one comes later or never. Linear in lines and dependencies.
    """
    order = letters(value, {**dict.fromkeys(after), **dict.fromkeys(distractors)})
    if isinstance(order, Verdict):
        return order
    reading = r" \to ".join(rf"\text{{{letter}}}" for letter in order)
    false = [letter for letter in order if letter in distractors]
    missing = [letter for letter in after if letter not in order]
    step = _first_unfounded(order, after)
    early = _first_too_early(order, after)
    if early is not None:
        return wrong(
            "order",
            f"Line `{order[early]}` comes before a line that it builds on.",
            reading=reading,
            first_wrong_step=step,
        )
    if not false and not missing:
        return correct(reading=reading)
    if false:
        said = f"Line `{false[0]}` does not hold or does not belong in this proof."
        tag = "distractor-used"
    else:
        said, tag = "A line that the proof needs is missing.", "missing-step"
    if len(false) + len(missing) == 1:
        return partial(0.5, tag, said + " The rest is in a right order.", reading=reading, first_wrong_step=step)
    return wrong(tag, said, reading=reading, first_wrong_step=step)


def _first_unfounded(order: Sequence[str], after: Mapping[str, Sequence[str]]) -> int | None:
    """Where the first line stands that belongs to no proof or needs a line that is not before it; None if nowhere."""
    before: set[str] = set()
    for place, letter in enumerate(order):
        if letter not in after or not before.issuperset(after[letter]):
            return place
        before.add(letter)
    return None


def _first_too_early(order: Sequence[str], after: Mapping[str, Sequence[str]]) -> int | None:
    """Where a line stands before one it needs, directly or through lines left out; None if nowhere."""
    position = {letter: place for place, letter in enumerate(order)}
    latest: dict[str, int] = {}  # of each line, the place of the last of the lines it builds on that is in the order

    def last_needed(letter: str) -> int:
        if letter not in latest:
            needs = after.get(letter, ())
            latest[letter] = max((position.get(need, last_needed(need)) for need in needs), default=-1)
        return latest[letter]

    for place, letter in enumerate(order):
        if last_needed(letter) > place:
            return place
    return None


def a_right_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """One right order of all lines; raises ValueError where lines need each other in a circle or an unknown line."""
    from graphlib import CycleError, TopologicalSorter

    unknown = {need for needs in after.values() for need in needs} - set(after)
    if unknown:
        raise ValueError(f"a line needs {', '.join(sorted(unknown))}, which is no line of the proof")
    try:
        return list(TopologicalSorter({letter: sorted(needs) for letter, needs in after.items()}).static_order())
    except CycleError as error:
        raise ValueError(f"lines {', '.join(error.args[1])} need each other in a circle") from None
