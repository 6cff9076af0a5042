"""How far two graders agree who judged the same answers, neither seeing the other's judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 10  # pairs, below which a figure would say more about chance than about graders


@dataclass(frozen=True, slots=True)
class Agreement:
    """`share` of the pairs are equal; `kappa` is None where it cannot be said, which `why` then tells in words."""

    pairs: int
    share: float | None
    kappa: float | None
    why: str = ""


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """The agreement of the first and the second grader's points, in thousandths.

    `kappa` is Cohen's with quadratic weights (Cohen 1968): 1 less the mean squared difference of the pairs over that of
    all first points with all second points, which is what graders with the same habits would have by chance.
    """
    count = len(pairs)
    if count == 0:
        return Agreement(0, None, None, "No answer has been looked at twice yet.")
    share = sum(first == second for first, second in pairs) / count
    if count < FEWEST:
        return Agreement(count, share, None, f"Fewer than {FEWEST} answers: too few for kappa.")
    firsts, seconds = [first for first, _ in pairs], [second for _, second in pairs]
    squares = sum(points * points for points in (*firsts, *seconds))
    by_chance = count * squares - 2 * sum(firsts) * sum(seconds)  # of every first with every second, multiplied out
    if by_chance == 0:
        return Agreement(count, share, None, "Everybody was given the same, so that kappa says nothing.")
    apart = sum((first - second) ** 2 for first, second in pairs)
    return Agreement(count, share, 1 - count * apart / by_chance)
