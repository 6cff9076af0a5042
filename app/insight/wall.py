"""The wall: what every student's network computes, those that are alike up to symmetry together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import lru_cache

import numpy as np

from app.db import Database
from app.insight.given import given
from app.insight.marks import marks
from app.ledger.meanings import Meant
from app.ledger.values import decoded
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from graders.fingerprint import Fingerprint
from graders.grouping import groups
from graders.network_model import Network, Weights, fit, run
from graders.networks import ACTIVATIONS
from graders.symmetry import canonical
from graders.unreadable import Unreadable
from graders.weights import read_weights
from questions.question import Field

GRID = 21  # values along a side
ROOM = 0.5  # beyond the inputs of the table, as a share of their spread
MOST = 40  # classes that are drawn

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Alike:
    """A class of networks: who gave one, how they were judged, one of them as it was typed, and its surface, row by row
    from the lowest second input."""

    attempts: Sequence[tuple[int, str]]
    outcome: str
    units: int
    sample: str
    surface: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Wall:
    """A field whose answers are networks of two inputs; `x` and `y` are the ranges that are drawn, `spots` the points
    of its table with their targets, `low` and `high` the scale of all surfaces."""

    slug: str
    label: str
    classes: Sequence[Alike]
    more: int
    unread: int
    x: Range
    y: Range
    spots: Sequence[tuple[float, float, float]]
    low: float
    high: float


def walls(db: Database, quiz: QuizView) -> Sequence[Wall]:
    """A wall for each field of a quiz that asks for a network of two inputs and one output."""
    found = marks(db, quiz)
    with db.read() as c:
        fields = [
            (placed, field)
            for placed in quizzes.placed_questions(c, quiz.id)
            for field in quizzes.question(c, placed.version).fields.values()
            if _is_plane(field)
        ]
        answers = [given(c, found, (placed.id, field.name)) for placed, field in fields]
        names = people.names_of(c, sorted({one.user_id for some in answers for one in some}))
    return [_wall(placed.slug, field, some, names) for (placed, field), some in zip(fields, answers, strict=True)]


def _is_plane(field: Field) -> bool:
    network = field.prepared
    return isinstance(network, Network) and len(network.inputs) == 2 and len(network.targets) == 1


def _wall(slug: str, field: Field, answers: Sequence[Meant], names: Mapping[int, str]) -> Wall:
    network: Network = field.prepared
    read: dict[int, tuple[Weights, Fingerprint]] = {}
    for one in answers:
        if found := _read(_Given(field.setting.version, field.name, one.value, network)):
            read[one.answer_id] = found
    by_id = {one.answer_id: one for one in answers}
    alike = groups({id: form for id, (_, form) in read.items()})
    x, y = (_range(column) for column in network.inputs)
    low, high = _range(network.targets[0])
    classes = []
    for members in alike[:MOST]:
        some, weights = [by_id[id] for id in members], read[members[0]][0]
        ((outcome, _),) = Counter(one.outcome for one in some).most_common(1)
        classes.append(
            Alike(
                attempts=sorted(((one.attempt_id, names[one.user_id]) for one in some), key=lambda one: one[1]),
                outcome=outcome,
                units=len(weights[network.layers[0].weight]),
                sample=_typed(some[0].value),
                surface=_surface(network, weights, x, y),
            )
        )
    spots = list(zip(*network.inputs, network.targets[0], strict=True))
    unread = len(answers) - len(read)
    return Wall(slug, field.label, classes, max(0, len(alike) - MOST), unread, x, y, spots, low, high)


@dataclass(frozen=True)
class _Given:
    """An answer to a field of a version of a question; what it is worth there never changes."""

    version: str
    name: str
    value: str
    network: Network = dataclass_field(compare=False)


@lru_cache(maxsize=1 << 14)
def _read(one: _Given) -> tuple[Weights, Fingerprint] | None:
    """The weights and their canonical form; None where they cannot be read or do not fit."""
    try:
        weights = fit(one.network, read_weights(decoded(one.value), one.network.names))
    except Unreadable:
        return None
    return weights, canonical(one.network, weights) or _as_given(weights)


def _as_given(weights: Weights) -> Fingerprint:
    return Fingerprint("as given", tuple(np.concatenate([np.ravel(one) for one in weights.values()]).tolist()))


def _range(column: Sequence[float]) -> Range:
    low, high = min(column), max(column)
    room = ROOM * (high - low) or 1.0
    return low - room, high + room


def _surface(network: Network, weights: Weights, x: Range, y: Range) -> list[list[float]]:
    across, up = np.linspace(*x, GRID), np.linspace(*y, GRID)
    plane = replace(network, inputs=([np.tile(across, GRID)], [np.repeat(up, GRID)]))
    with np.errstate(all="ignore"):
        (unit,) = run(plane, weights, ACTIVATIONS)
    found: list[list[float]] = np.broadcast_to(unit[0], GRID * GRID).reshape(GRID, GRID).tolist()
    return found


def _typed(value: str) -> str:
    found = decoded(value)
    return found if isinstance(found, str) else ", ".join(f"{name} = {entry}" for name, entry in found.items())
