"""Arguments by linear inequalities: each line must follow from the facts, and the last must contradict a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from msgspec import structs

from graders.affine import constraints
from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import parse_line
from graders.engine.language.scope import Scope
from graders.linear import Constraint, Contradiction, Point, follows, satisfy
from graders.numbered import unended, unnumbered
from graders.reading import latex, stacked
from graders.verdict import Verdict, correct, invalid, partial, wrong
from graders.wrapped import bare

MOST_LINES = 64
MOST_CHARACTERS = 6_000  # of all lines together
MOST_CLAIMS = 256  # equations and inequalities, of which a line may chain many
HALF_AFTER = 3  # so many right lines before the first wrong one earn half


@dataclass(frozen=True)
class Premises:
    """What may be used, and what the argument must refute."""

    scope: Scope
    facts: tuple[Constraint, ...]
    refutes: tuple[Constraint, ...]


def premises(scope: Scope, facts: Sequence[str], refutes: str) -> Premises:
    """Facts and claim as an author writes them.

    Raises LanguageError where one cannot be read, ValueError where the facts contradict themselves or do not refute
    the claim.
    """
    known = tuple(constraint for fact in facts for constraint in _read(fact, scope)[0])
    claim = tuple(_read(refutes, scope)[0])
    if isinstance(satisfy(known), Contradiction):
        raise ValueError("the facts contradict each other")
    possible = satisfy([*known, *claim])
    if isinstance(possible, Point):
        raise ValueError(f"facts and claim hold together at {_point(possible)}: there is nothing to refute")
    return Premises(scope, known, claim)


def grade(value: object, given: Premises) -> Verdict:
    """Judge a list of lines.

    Full marks when each follows and the last contradicts the claim; half when all follow but the last does not
    contradict it, or when at least three lines stand before the first that does not follow. The witness is a point
    where all before holds and the line does not, or the multipliers that prove the contradiction.
    """
    texts = _lines(value)
    if isinstance(texts, Verdict):
        return texts
    claims: list[list[Constraint]] = []
    read: list[str] = []
    for number, text in enumerate(texts, 1):
        try:
            claimed, reading = _read(text, given.scope)
        except LanguageError as error:
            return invalid(error.tag, f"Line {number}: {error.message}")
        claims.append(claimed)
        read.append(reading)
    if sum(map(len, claims)) > MOST_CLAIMS:
        return invalid("too-long", f"An argument has at most {MOST_CLAIMS} equations and inequalities.")
    return structs.replace(_judge(claims, given), reading=stacked(read))


def reading(value: object, given: Premises) -> tuple[str | None, tuple[str, ...]]:
    """How the lines are read, in LaTeX, and what cannot be read; never a verdict."""
    texts = _lines(value)
    if isinstance(texts, Verdict):
        return None, (texts.feedback,)
    read, problems = [], []
    for number, text in enumerate(texts, 1):
        try:
            read.append(_read(text, given.scope)[1])
        except LanguageError as error:
            problems.append(f"Line {number}: {error.message}")
    return stacked(read) if read else None, tuple(problems)


def _read(text: str, scope: Scope) -> tuple[list[Constraint], str]:
    """What a line claims, and its LaTeX; several statements may share a line."""
    statements = parse_line(text, scope, introduces=False).statements
    claimed = [constraint for statement in statements for constraint in constraints(statement)]
    return claimed, r",\quad ".join(latex(statement, scope) for statement in statements)


def _lines(value: object) -> list[str] | Verdict:
    if value is None:
        value = []
    elif isinstance(value, str):
        value = [line for line in bare(value).replace(";", "\n").splitlines() if line.strip()]
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        return invalid("unparsable", "Give the argument as lines, each an equation or an inequality.")
    lines = unnumbered([line for line in (bare(unended(line)) for line in value) if line.strip()])
    if not lines:
        return invalid("empty", "No line was given.")
    if len(lines) > MOST_LINES:
        return invalid("too-long", f"An argument has at most {MOST_LINES} lines.")
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return invalid("too-long", f"An argument has at most {MOST_CHARACTERS:,} characters.")
    return lines


def _judge(claims: Sequence[Sequence[Constraint]], given: Premises) -> Verdict:
    for step, line in enumerate(claims):
        for claim in line:
            counter = follows(claim, given.facts)  # which the lines before add nothing to, as they follow from them
            if isinstance(counter, Point):
                return _broken(step, claim, counter, given)
    ending = [*claims[-1], *given.refutes]
    refuted = satisfy(ending)
    if isinstance(refuted, Point) and not any(claim.coefficients for line in claims for claim in line):
        return wrong("stops-early", "That holds whatever the unknowns are: say something about them.")
    if isinstance(refuted, Point):
        return partial(
            0.5,
            "stops-early",
            "Every line follows, but the last one does not yet contradict the claim.",
            witness={"point": _point(refuted)},
        )
    return correct(witness={"multipliers": [str(multiplier) for multiplier in refuted.multipliers]})


def _broken(step: int, claim: Constraint, counter: Point, given: Premises) -> Verdict:
    tag, why = _mistake(claim, counter, given)
    said = f"Line {step + 1} does not follow: everything before it holds at {_spelt(counter)}, but this line does not."
    said = f"{said} {why}".strip()
    witness = {"point": _point(counter)}
    if step >= HALF_AFTER:
        return partial(0.5, tag, said, witness=witness, first_wrong_step=step)
    return wrong(tag, said, witness=witness, first_wrong_step=step)


def _mistake(claim: Constraint, counter: Point, given: Premises) -> tuple[str, str]:
    """The name of the mistake: what one would have to assume for the line to follow."""
    if any(_sharpens(claim, fact) for fact in given.facts):
        return "relu-zero-means-le", "ReLU(t) = 0 only says t ≤ 0."
    flipped = replace(
        claim, coefficients={name: -value for name, value in claim.coefficients.items()}, constant=-claim.constant
    )
    if claim.relation != "=" and isinstance(follows(flipped, given.facts), list):
        return "sign", "Check the direction of the inequality."
    equalities = [replace(fact, relation="=") for fact in given.facts]
    if isinstance(follows(claim, equalities), list):
        return "relu-zero-means-le", "ReLU(t) = 0 only says t ≤ 0."
    if claim.relation == "=" and len(claim.coefficients) == 1:
        return "assumed-value", "No row fixes this value."
    for name in claim.coefficients:
        mirrored = {**claim.coefficients, name: -claim.coefficients[name]}
        if isinstance(follows(replace(claim, coefficients=mirrored), given.facts), list):
            return "sign", "Check the signs."
    if isinstance(follows(_through(claim, counter), given.facts), list):
        return "arithmetic", "Check the arithmetic."
    return "non-sequitur", ""


def _sharpens(claim: Constraint, fact: Constraint) -> bool:
    """Whether the claim is an inequality among the facts, made strict or an equation."""
    same = dict(claim.coefficients) == dict(fact.coefficients) and claim.constant == fact.constant
    return same and fact.relation == "≤" and claim.relation != "≤"


def _through(claim: Constraint, point: Point) -> Constraint:
    """The claim with the constant that makes it just hold at a point."""
    value = claim.constant + sum(c * point.values.get(name, Fraction(0)) for name, c in claim.coefficients.items())
    return replace(claim, constant=claim.constant - value)


def _point(point: Point) -> dict[str, str]:
    return {name: str(value) for name, value in point.values.items()}


def _spelt(point: Point) -> str:
    return ", ".join(f"{name} = {value}" for name, value in point.values.items())
