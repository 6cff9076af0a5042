"""Grades a number: typed as decimals or as a formula in the question's names, which stand for their values.

Both sides are worked out in ball arithmetic, so "within 0.1 %" is decided, not estimated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import arb, fmpq

from graders.derived import Derived
from graders.engine.elaborate import Answer, IllTyped, read
from graders.engine.equality.budget import too_large
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.numbers.balls import Balls
from graders.engine.sizes import Size
from graders.fingerprint import Fingerprint
from graders.number_mistakes import Worked, find
from graders.number_text import NONFINITE, number_text
from graders.reading import latex, shown, unreadable
from graders.restated import names
from graders.unreadable import UNPARSABLE, Unreadable
from graders.verdict import Outcome, Verdict, correct, partial, undecided, wrong

RTOL = Fraction(1, 1000)
ZERO = Fraction(1, 10**9)  # how near 0 an answer must be where the key is 0
LEVELS = (128, 512, 2048, 8192)  # bits: a literal has up to 3,322
KNOWN = arb(2) ** -64  # so wide at most, relative to itself or to the least that counts, is a value that is known
HALF = 0.5
ROUNDED = "Right idea, rounded too far: give at least four significant digits, or the exact form."
UNKNOWN = "I could not work out this number; a person will look at it."
NAMED = "That only names the number that is asked for: work it out."
CARRIED = "This follows from your earlier value, which is not right."


@dataclass(eq=False)
class Number:
    """A number asked for: the value of what was derived, at a point."""

    derived: Derived
    at: Mapping[str, Fraction]
    rtol: Fraction = RTOL
    half_rtol: Fraction | None = None

    @cached_property
    def worked(self) -> Worked:
        """What mistakes are looked for with."""
        return Worked(self.derived, self.at)

    def value(self, node: Node, bits: int) -> arb:
        """A node's value at the point."""
        system = Balls(bits)
        with system.running():
            inputs = {name: system.constant(value, ()) for name, value in self.at.items()}
        value: arb = Tape([node]).run(system, inputs, {})[0].item()
        return value

    def known(self, node: Node) -> arb:
        """The same, worked out to many digits where it can be."""
        values = (self.value(node, bits) for bits in LEVELS)
        return next(filter(_is_known, values), self.value(node, LEVELS[0]))


def grade(task: Number, value: object, carried: Sequence[arb] = (), own: Scope | None = None) -> Verdict:
    """Judge a number; within `half_rtol`, or equal to a value carried on from an earlier mistake, it earns half.

    `own` has the names of a graph of the student's own, which the answer may use instead of the question's.
    """
    if own is None:
        return _judge(task, value, task.derived.scope, carried)
    verdict = _judge(task, value, own, carried)
    if verdict.outcome is Outcome.CORRECT:
        return verdict
    told = _judge(task, value, task.derived.scope, carried)
    unread = verdict.outcome is Outcome.INVALID is not told.outcome
    return told if unread or told.score > verdict.score else verdict


def _judge(task: Number, value: object, scope: Scope, carried: Sequence[arb]) -> Verdict:
    try:
        answer = read_number(task, value, scope)
    except Unreadable as problem:
        return problem.verdict()
    seen: dict[str, Any] = {"reading": latex(answer.tree, scope), "shape": shown(answer.shape), "notes": answer.notes}
    within = _within(task, answer.node, task.rtol)
    if within is None:
        return undecided(UNKNOWN, **seen)
    if within and names(answer, task.derived):
        return wrong("restated-question", NAMED, **seen)
    if within:
        return correct(**seen)
    if task.half_rtol is not None and _within(task, answer.node, task.half_rtol):
        return partial(HALF, "rounding", ROUNDED, **seen)
    given = task.known(answer.node)
    if any(_near(given, own, task.rtol) for own in carried):
        return partial(HALF, "carried-forward", CARRIED, **seen)
    found = find(task.worked, str(value), answer.tree, float(given))
    return wrong(found.tag, found.feedback, **seen)


def preview(
    task: Number, value: object, own: Scope | None = None
) -> tuple[str | None, tuple[str, ...], tuple[int, int] | None]:
    """How a value is read, remarks or problems, and where in the text the problem is: never a verdict."""
    try:
        answer = read_number(task, value, own)
    except Unreadable as problem:
        return None, (problem.feedback,), problem.span
    return latex(answer.tree, own or task.derived.scope), answer.notes, None


def fingerprint(task: Number, value: object, own: Scope | None = None) -> Fingerprint | None:
    """The value; None where it cannot be read."""
    try:
        return Fingerprint("", (float(task.known(read_number(task, value, own).node)),))
    except Unreadable:
        return None


def read_number(task: Number, value: object, scope: Scope | None = None) -> Answer:
    """What a value means, in the question's names or these; raises Unreadable."""
    try:
        answer = read(number_text(value), scope or task.derived.scope, Graph(task.derived.graph))
    except LanguageError as problem:
        raise unreadable(problem) from None
    except IllTyped as problem:
        raise Unreadable(UNPARSABLE, problem.message) from None
    if answer.shape != () or answer.open or answer.free:
        raise Unreadable(UNPARSABLE, "A single number is asked for here.")
    unknown = {str(n.parameters[0]) for n in tape([answer.node]) if n.primitive == "input"} - set(task.at)
    unknown |= {letter for n in tape([answer.node]) for size in _sizes(n) for letter in size.letters}
    if unknown:
        raise Unreadable(UNPARSABLE, f"`{min(unknown)}` has no value here.")
    if too_large(answer.node, [{}]) or not task.value(answer.node, LEVELS[-1]).is_finite():
        raise Unreadable(NONFINITE, "This has no finite value.")
    return answer


def _sizes(node: Node) -> Iterator[Size]:
    yield from node.shape
    yield from (parameter for parameter in node.parameters if isinstance(parameter, Size))


def _within(task: Number, node: Node, rtol: Fraction) -> bool | None:
    """Whether the value lies within a relative tolerance of the key, or on its edge; None where that cannot be told."""
    for bits in LEVELS:
        with Balls(bits).running():
            given, key = task.value(node, bits), task.value(task.derived.node, bits)
            found = _near(given, key, rtol)
        if found is not None:
            return found
    return True if _is_known(given) else None


def _is_known(value: arb) -> bool:
    """Whether a value is worked out to many digits."""
    least = arb(fmpq(ZERO.numerator, ZERO.denominator))
    return bool(value.rad() <= KNOWN * max(abs(value.mid()), least))


def _near(given: arb, key: arb, rtol: Fraction) -> bool | None:
    """|given − key| ≤ rtol·|key|, or ≤ 10⁻⁹ for a key of 0."""
    tolerance = abs(key) * arb(fmpq(rtol.numerator, rtol.denominator))
    if key.contains(0):
        tolerance = arb(fmpq(ZERO.numerator, ZERO.denominator))
    gap = abs(given - key)
    if gap <= tolerance:
        return True
    return False if gap > tolerance else None
