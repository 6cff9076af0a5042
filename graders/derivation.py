"""Derivations: chains of lines, each of which must be the derivative, a definition, or an equation that holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graders.derivations.chain import Chain, Judged
from graders.derivations.comparing import Comparing
from graders.derivations.goal import Goal, fault, goal
from graders.derivations.mistakes import mistake
from graders.derivations.region import Part, part_of, spelt
from graders.derivations.values import Values
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import Line, parse_line
from graders.engine.language.printing.latex import to_latex
from graders.numbered import unended, unnumbered
from graders.reading import stacked, unreadable
from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.verdict import Verdict, correct, partial, undecided, wrong
from graders.wrapped import bare

__all__ = ["Goal", "fault", "goal", "grade", "parts", "preview", "scope_of"]

MOST_LINES = 64
MOST_CHARACTERS = 6_000  # of all lines together
HALF = 0.5
STEPS = "Give the derivation as lines, each an expression or an equation."

Numbered = tuple[int, str]


def parts(goal: Goal) -> tuple[str, ...]:
    """The scopes that a chain for this goal may declare."""
    return () if goal.pair is None else tuple(spelt(part, goal.pair) for part in Part)


def scope_of(goal: Goal, value: object) -> Part | None:
    """The scope that a value declares, if it can be read."""
    try:
        return _declared(goal, value)
    except Unreadable:
        return None


def grade(goal: Goal, value: object, secret: bytes) -> Verdict:
    """Judge a chain.

    Full marks when every line holds, at least one says more than question and goal, and the last value is written in
    the goal's names; half when a line is wrong but the chain ends in the derivative.
    """
    try:
        part = _declared(goal, value)
        numbered = _lines(value)
        lines = _parsed(goal, numbered)
        values = Values(Graph(goal.graph), goal.region(part), goal.left.by, goal.value, goal.known)
        chain = Chain(Comparing(goal, values, goal.truth(part, secret)))
        judged = [_judged(chain, number, line) for (number, _), line in zip(numbered, lines, strict=True)]
    except Unreadable as problem:
        return problem.verdict()
    seen = {"reading": _latex(lines), "notes": tuple(chain.values.notes)}
    numbers = [number for number, _ in numbered]
    if not part.covers(goal.part) and goal.pair is not None:
        said = f"This chain is about {spelt(part, goal.pair)}; the case {spelt(goal.part, goal.pair)} is missing."
        return wrong("one-case-only", said, **seen)
    broken = next((at for at, line in enumerate(judged) if line.fault), None)
    if broken is not None:
        return _broken(chain, lines[broken], judged, numbers, broken, seen)
    return _whole(chain, judged, seen)


def preview(goal: Goal, value: object) -> tuple[str | None, tuple[str, ...]]:
    """How the lines are read, in LaTeX, and what cannot be read; never a verdict."""
    try:
        _declared(goal, value)
        lines = _parsed(goal, _lines(value))
    except Unreadable as problem:
        return None, (problem.feedback,)
    return _latex(lines), tuple(note for line in lines for note in line.notes)


def _whole(chain: Chain, judged: Sequence[Judged], seen: dict[str, Any]) -> Verdict:
    """No line is wrong: does the chain arrive, and does it show anything on its way?"""
    if open_ := next((line.undecided for line in judged if line.undecided), None):
        return undecided(f"I could not settle one line ({open_.reason}); a person will look at it.", **seen)
    stated = next((line.states for line in reversed(judged) if chain.states(line)), None)
    if stated is None:
        return wrong("stops-early", "Every line holds, but none says what the derivative is.", **seen)
    if not any(line.tells for line in judged):
        return wrong("restated-question", "That is the claim itself: show the steps that lead to it.", **seen)
    tree, scope = stated
    if chain.beside.forms(scope).foreign(tree, chain.goal.right):
        said = "Every line holds, but the last one is not yet in the form that is asked for."
        return partial(HALF, "stops-early", said, **seen)
    return correct(**seen)


def _broken(
    chain: Chain, line: Line, judged: Sequence[Judged], numbers: Sequence[int], at: int, seen: dict[str, Any]
) -> Verdict:
    found = judged[at].fault
    assert found is not None  # noqa: S101 - the caller looked for it
    named = mistake(chain, found, line.scope)
    following = [numbers[later] for later in range(at + 1, len(judged)) if judged[later].follows]
    said = f"Line {numbers[at] + 1} is the first that does not hold. {named.feedback}".strip()
    if following:
        which = ", ".join(str(number + 1) for number in following)
        said += f" Line {which} follows from it." if len(following) == 1 else f" Lines {which} follow from it."
    witness: dict[str, Any] = {"follows": following}
    if found.difference is not None:
        witness |= found.difference.witness.json()
    seen |= {"witness": witness, "first_wrong_step": numbers[at]}
    if judged[-1].fault is None and chain.states(judged[-1]):
        return partial(HALF, named.tag, said, **seen)
    return wrong(named.tag, said, **seen)


def _judged(chain: Chain, number: int, line: Line) -> Judged:
    try:
        return chain.line(line)
    except LanguageError as problem:
        raise _at(number, problem) from None


def _parsed(goal: Goal, numbered: Sequence[Numbered]) -> list[Line]:
    lines, scope = [], goal.scope
    for number, text in numbered:
        try:
            line = parse_line(text, scope, indices=goal.value.free)
        except LanguageError as problem:
            raise _at(number, problem) from None
        lines.append(line)
        scope = line.scope
    return lines


def _at(number: int, problem: LanguageError) -> Unreadable:
    told = unreadable(problem)
    return Unreadable(told.tag, f"Line {number + 1}: {told.feedback}")


def _declared(goal: Goal, value: object) -> Part:
    """The scope of a chain; a goal without cases has none."""
    if goal.pair is None:
        return Part.ALL
    if value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
        raise nothing()
    given = value.get("scope") if isinstance(value, dict) else None
    part = part_of(given, goal.pair) if isinstance(given, str) else None
    if part is None:
        raise Unreadable(AMBIGUOUS, f"Say what the chain is about: {', '.join(parts(goal))}.")
    return part


def _lines(value: object) -> list[Numbered]:
    """The lines that say something, with their places."""
    steps = value.get("steps") if isinstance(value, dict) else value
    if isinstance(steps, str):
        steps = bare(steps).splitlines()
    if steps is None:
        raise nothing()
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise Unreadable(UNPARSABLE, STEPS)
    steps = [bare(unended(step)) for step in steps]
    places = [number for number, step in enumerate(steps) if step.strip()]
    numbered = list(zip(places, unnumbered([steps[number] for number in places]), strict=True))
    if not numbered:
        raise nothing()
    if len(numbered) > MOST_LINES:
        raise Unreadable(TOO_LONG, f"A derivation has at most {MOST_LINES} lines.")
    if sum(len(text) for _, text in numbered) > MOST_CHARACTERS:
        raise Unreadable(
            TOO_LONG, f"A derivation has at most {MOST_CHARACTERS:,} characters; please leave some steps out."
        )
    return numbered


def _latex(lines: Sequence[Line]) -> str:
    return stacked(r",\quad ".join(_statements(line)) for line in lines)


def _statements(line: Line) -> list[str]:
    made = [f"{name} = {to_latex(tree)}" for name, tree in line.definitions]
    held = [rf"{name}\ \text{{constant}}" for name, _ in line.constants]
    return [*made, *map(to_latex, line.statements), *held]
