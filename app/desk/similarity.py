"""Which texts use the same words: a suggestion to whoever reads them, never a judgement.

Two texts are as alike as the share of words they have in common: of `m` and `n` different words, `k` in both, it is
k / √(m n), the cosine between the sets (Ochiai 1957; Salton & McGill, Introduction to Modern Information Retrieval,
1983). Words are not weighted by how rare they are: in answers to one question of a few words each, the one rare word of
a text would outweigh all that it shares with the others. Order, grammar and meaning are not seen: "it grows, not
shrinks" and "it shrinks, not grows" are the same to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.6  # from here on a text is shown beside another
SAME = 0.8  # from here on texts are counted as one group
MOST = 3  # texts shown beside one
MOST_WORDS = 1000  # of a text that are compared
VOCABULARY = 4096  # words that are compared, the commonest first; all of them count in a text's length
ROWS = 256  # of the matrix at a time

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """By text: those most like it as (place, cosine), the nearest first, and the group it is in."""

    neighbours: Sequence[Sequence[tuple[int, float]]]
    groups: Sequence[int]


def words(text: str) -> list[str]:
    """The words of a text, letters of either case alike; digits and names such as `x_i` are words too."""
    return _WORD.findall(text.casefold())[:MOST_WORDS]


@lru_cache(maxsize=32)
def likeness(texts: tuple[str, ...]) -> Likeness:
    """How alike these texts are; kept for texts seen before. A text without words is like none."""
    vectors = _vectors([set(words(text)) for text in texts])
    parent = list(range(len(texts)))
    neighbours: list[list[tuple[int, float]]] = []
    for first in range(0, len(texts), ROWS):
        cosines = np.minimum(vectors[first : first + ROWS] @ vectors.T, 1.0)
        for row, found in enumerate(cosines, first):
            found[row] = 0.0
            near = np.flatnonzero(found >= ALIKE)
            nearest = near[np.argsort(-found[near], kind="stable")][:MOST]
            neighbours.append([(int(place), float(found[place])) for place in nearest])
            for place in near[found[near] >= SAME]:
                parent[_root(parent, int(place))] = _root(parent, row)
    return Likeness(neighbours, [_root(parent, place) for place in range(len(texts))])


def _vectors(sets: Sequence[set[str]]) -> NDArray[np.float32]:
    """One row of length 1 a text, of the words that two texts share at least: only these make texts alike."""
    texts_with = Counter(word for one in sets for word in one)
    shared = [word for word, often in texts_with.most_common(VOCABULARY) if often > 1]
    column = {word: place for place, word in enumerate(shared)}
    rows = np.zeros((len(sets), len(shared)), dtype=np.float32)
    for row, one in enumerate(sets):
        rows[row, [column[word] for word in one if word in column]] = 1 / np.sqrt(max(1, len(one)))
    return rows


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
