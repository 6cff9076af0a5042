"""Items matched with choices: points are shared equally among the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graders.verdict import Outcome, Verdict, correct, invalid, wrong


def grade(value: object, key: Mapping[str, str], choices: Sequence[str]) -> Verdict:
    """Judge `{item: choice}`; each item matched right earns its share, an item left out earns nothing."""
    if not isinstance(value, Mapping) or not all(isinstance(choice, str) for choice in value.values()):
        return invalid("unparsable", "Give one choice for each item.")
    if not value:
        return invalid("empty", "Nothing is matched yet.")
    by_letter = {choice.casefold(): choice for choice in choices}
    given: dict[str, str] = {}
    for item, choice in value.items():
        if item not in key:
            return invalid("unparsable", f"There is no item “{str(item)[:20]}” here.")
        known = by_letter.get(choice.strip().casefold())
        if known is None:
            return invalid("unparsable", f"“{choice[:20]}” is none of the choices: they are {', '.join(choices)}.")
        given[item] = known
    right = sum(given.get(item) == choice for item, choice in key.items())
    reading = r",\quad ".join(rf"\text{{{item}}} \mapsto \text{{{choice}}}" for item, choice in given.items())
    if right == len(key):
        return correct(reading=reading)
    if right == 0:
        return wrong("mismatched", "None of these belong together yet.", reading=reading)
    said = f"{right} of {len(key)} are matched right."
    return Verdict(Outcome.PARTIAL, right / len(key), "mismatched", said, reading=reading)
