"""What the class answers: the examples that authors give with every field, and variations of them."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from questions.kind import MISSING
from questions.question import Field

UNREADABLE = 0.06  # of the answers where something can be unreadable
LEARNT = 0.8  # how much abler one is at the next try
SPOILT = 0.6  # of the wrong answers where a right one can be spoilt
STEEP = 1.4  # of the logistic curve from ability to chance
HARDER = {"derivation": 1.0, "argument": 0.8, "gradients": 0.5, "network": 0.9}
HEDGES = ("", "", "", "I think: ", "As far as I understand, ", "From the lecture: ")


@dataclass(frozen=True)
class Pool:
    """The answers to choose from for one field, the likeliest first, and how able one must be for an even chance."""

    field: Field
    right: Sequence[Any]
    near: Sequence[Any]
    unreadable: Sequence[Any]
    difficulty: float

    def draw(self, ability: float, tried: int, chance: random.Random) -> Any:
        """An answer of somebody so able who has tried so often; MISSING where authors gave none."""
        if self.unreadable and chance.random() < UNREADABLE:
            return chance.choice(self.unreadable)
        able = ability + LEARNT * tried - self.difficulty
        right = chance.random() < 1 / (1 + math.exp(-STEEP * able))
        choices = (self.right if right else self.near) or self.right or self.near
        if not choices:
            return MISSING
        vary = VARIATIONS.get(self.field.kind.name)
        if vary and not right and self.right and chance.random() < SPOILT:
            choices = self.right
        chosen = _likely(choices, chance)
        return vary(chosen, right, chance) if vary else chosen


def pool(field: Field, chance: random.Random) -> Pool:
    """What can be answered to a field."""
    right, near, unreadable = [], [], []
    for example in field.examples:
        if example.outcome == "invalid":
            if _typed(example.answer):
                unreadable.append(example.answer)
        elif example.outcome == "ungraded" or example.score == 1:
            right.append(example.answer)
        else:
            near.append(example.answer)
    if field.model is not MISSING:
        right.append(field.model)
    for answers in (right, near):
        chance.shuffle(answers)
    return Pool(field, right, near, unreadable, chance.gauss(-0.1 + HARDER.get(field.kind.name, 0.0), 0.8))


def _typed(answer: Any) -> bool:
    """Whether a form can send this, and somebody would."""
    return bool(answer.strip()) if isinstance(answer, str) else isinstance(answer, (list, dict)) and bool(answer)


def _likely(choices: Sequence[Any], chance: random.Random) -> Any:
    """One of them, each less often than the one before."""
    return chance.choices(choices, cum_weights=list(accumulate(1 / (1 + place) for place in range(len(choices)))))[0]


def _essay(text: Any, right: bool, chance: random.Random) -> Any:
    """Some or all of its clauses; the less is known, the fewer."""
    clauses = re.split(r"(?<=[.;:,])\s+", str(text))
    kept = [one for one in clauses if chance.random() < (0.93 if right else 0.45)] or clauses[:1]
    return chance.choice(HEDGES) + " ".join(kept).rstrip(",;:")


def _weights(value: Any, right: bool, chance: random.Random) -> Any:
    """The same function with hidden units swapped and scaled; or, when it is to be wrong, one weight changed."""
    try:
        weights = {name: _numbers(value[name]) for name in ("W1", "b1", "W2", "b2")}
    except (KeyError, TypeError, ValueError):
        return value
    units = list(range(len(weights["b1"])))
    chance.shuffle(units)
    by = [Fraction(chance.choice(("1", "1", "2", "3", "1/2"))) for _ in units]
    first = [[by[unit] * weight for weight in weights["W1"][unit]] for unit in units]
    bias = [by[unit] * weights["b1"][unit] for unit in units]
    last = [[row[unit] / by[unit] for unit in units] for row in weights["W2"]]
    if not right:
        chance.choice(first)[chance.randrange(2)] += chance.choice((-1, 1))
    made = {"W1": first, "b1": bias, "W2": last, "b2": weights["b2"]}
    return {**value, **{name: _written(numbers) for name, numbers in made.items()}}


def _steps(value: Any, right: bool, chance: random.Random) -> Any:
    """The lines as they are; or, when they are to be wrong, with a sign turned or a delta dropped in one of them."""
    if right or not isinstance(value, dict) or not isinstance(value.get("steps"), list):
        return value
    steps = list(value["steps"])
    places = [at for at, line in enumerate(steps) if " - " in line or "δ_ij" in line]
    if not places:
        return value
    at = chance.choice(places)
    slip = ("δ_ij ", "") if "δ_ij " in steps[at] and chance.random() < 0.5 else (" - ", " + ")
    steps[at] = steps[at].replace(*slip, 1)
    return {**value, "steps": steps}


def _numbers(value: Any) -> Any:
    return [_numbers(one) for one in value] if isinstance(value, list) else Fraction(str(value))


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return [_written(one) for one in value]
    return int(value) if value.denominator == 1 else str(value)


VARIATIONS: Mapping[str, Callable[[Any, bool, random.Random], Any]] = {
    "text": _essay,
    "network": _weights,
    "derivation": _steps,
}
