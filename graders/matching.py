"""Items matched with choices: points are shared equally among the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graders.unreadable import EMPTY, UNPARSABLE, Unreadable, nothing
from graders.verdict import Outcome, Verdict, correct, wrong

MISMATCHED = "mismatched"


def read(value: object, items: Sequence[str], choices: Sequence[str]) -> dict[str, str]:
    """The choice for each item that has one, as the author spells both; raises Unreadable."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise nothing()
    if not isinstance(value, Mapping) or not all(isinstance(choice, str) for choice in value.values()):
        raise Unreadable(UNPARSABLE, "Give one choice for each item.")
    by_item = {item.casefold(): item for item in items}
    by_choice = {choice.casefold(): choice for choice in choices}
    given: dict[str, str] = {}
    for item, choice in value.items():
        if not choice.strip():
            continue
        known, chosen = by_item.get(item.strip().casefold()), by_choice.get(choice.strip().casefold())
        if known is None:
            raise Unreadable(UNPARSABLE, f"There is no item “{item[:20]}” here: they are {', '.join(items)}.")
        if chosen is None:
            raise Unreadable(UNPARSABLE, f"“{choice[:20]}” is none of the choices: they are {', '.join(choices)}.")
        if given.setdefault(known, chosen) != chosen:
            raise Unreadable("ambiguous", f"{known} is given twice: keep one.")
    if not given:
        raise Unreadable(EMPTY, "Nothing is matched yet.")
    return given


def grade(value: object, key: Mapping[str, str], choices: Sequence[str]) -> Verdict:
    """Judge `{item: choice}`; each item matched right earns its share, an item left out earns nothing."""
    try:
        given = read(value, list(key), choices)
    except Unreadable as fault:
        return fault.verdict()
    reading = to_latex(given)
    right = sum(given.get(item) == choice for item, choice in key.items())
    if right == len(key):
        return correct(reading=reading)
    if right == 0:
        return wrong(MISMATCHED, "None of these belong together yet.", reading=reading)
    left_out = len(key) - len(given)
    said = f"{right} of {len(key)} are matched right" + (f", {left_out} still open." if left_out else ".")
    return Verdict(Outcome.PARTIAL, right / len(key), MISMATCHED, said, reading=reading)


def to_latex(given: Mapping[str, str]) -> str:
    """How the matches were read."""
    return r",\quad ".join(rf"\text{{{item}}} \mapsto \text{{{choice}}}" for item, choice in given.items())
