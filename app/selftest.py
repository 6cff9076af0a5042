"""Whether the graders grade: right, wrong and unreadable answers to questions that never change.

The questions and their truths are made once; the answers are read and judged anew each time, in a few milliseconds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from functools import cache
from time import monotonic
from typing import Any

from questions import grading
from questions.question import Question
from questions.reading import read_question

SECONDS = 5.0  # that a result is believed

QUESTIONS: Mapping[str, Any] = {
    "several": {
        "symbols": {"w": "d", "A": "n x d", "x": "scalar"},
        "field": [
            {"name": "jacobian", "kind": "expression", "jacobian_of": "norm2(w)^2", "wrt": "w"},
            {"name": "shape", "kind": "shape", "jacobian_of": "A * w", "wrt": "w"},
            {"name": "number", "kind": "number", "derivative_of": "x^3", "wrt": "x", "at": {"x": "2"}},
            {"name": "choice", "kind": "choice", "key": ["A"], "options": {"A": "this", "B": "that"}},
        ],
    },
    "network": {
        "field": [
            {
                "name": "xor",
                "kind": "network",
                "layers": "W2 relu(W1 x + b1) + b2",
                "table": [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]],
            }
        ]
    },
}
ANSWERS: tuple[tuple[str, Mapping[str, str], str], ...] = (
    ("several", {"jacobian": "w^T + w^T", "shape": "n x d", "number": "12", "choice": "(A)"}, "correct"),
    ("several", {"jacobian": "2w", "shape": "d x n", "number": "6", "choice": "B"}, "wrong"),
    ("several", {"jacobian": "2w^", "shape": "n d", "number": "two", "choice": "A and B"}, "invalid"),
    ("network", {"xor": "W1=[[1,1],[1,1]]; b1=[0,-1]; W2=[[1,-2]]; b2=0"}, "correct"),
    ("network", {"xor": "W1=[[1,1],[1,1]]; b1=[0,-1]; W2=[[1,-1]]; b2=0"}, "wrong"),
    ("network", {"xor": "W1=[[1,1],[1,1]; b1="}, "invalid"),
)

_LOG = logging.getLogger(__name__)
_testing = threading.Lock()
_last: tuple[float, bool] | None = None


def works() -> bool:
    """Whether every answer gets what it deserves; found out anew when the last time was some seconds ago."""
    global _last
    with _testing:
        now = monotonic()
        if _last is None or now - _last[0] > SECONDS:
            _last = (now, _run())
        return _last[1]


def _run() -> bool:
    try:
        for name, answer, deserved in ANSWERS:
            fields = grading.grade(_question(name), dict(answer))["fields"]
            if found := {field for field, result in fields.items() if result["outcome"] != deserved}:
                _LOG.error("the graders' self-test failed: %s should be %s", ", ".join(sorted(found)), deserved)
                return False
    except Exception:  # whatever is wrong with them, the answer is no
        _LOG.exception("the graders' self-test failed")
        return False
    return True


@cache
def _question(name: str) -> Question:
    return read_question(QUESTIONS[name])
