"""Which texts use the same words: a suggestion to whoever reads them, never a judgement.

A text is a vector of how often each word occurs, weighted by how few of the texts have it, and two texts are as alike
as the cosine of their vectors (the vector space model with TF-IDF weights: Salton & Buckley, Term-weighting approaches
in automatic text retrieval, Information Processing & Management 24, 1988; the inverse document frequency is smoothed as
ln((1 + n) / (1 + df)) + 1). Order, grammar and meaning are not seen: "it grows, not shrinks" and "it shrinks, not
grows" are the same to it.
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
    vectors = _vectors([Counter(words(text)) for text in texts])
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


def _vectors(counts: Sequence[Counter[str]]) -> NDArray[np.float32]:
    """One row of length 1 a text, of the words that two texts share at least: only these make texts alike."""
    texts_with = Counter(word for one in counts for word in one)
    rarity = {word: np.log((1 + len(counts)) / (1 + df)) + 1 for word, df in texts_with.items()}
    shared = [word for word, df in texts_with.most_common(VOCABULARY) if df > 1]
    column = {word: place for place, word in enumerate(shared)}
    rows = np.zeros((len(counts), len(shared)), dtype=np.float32)
    for row, one in enumerate(counts):
        weights = {word: often * rarity[word] for word, often in one.items()}
        length = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        for word, weight in weights.items():
            if word in column:
                rows[row, column[word]] = weight / length
    return rows


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
