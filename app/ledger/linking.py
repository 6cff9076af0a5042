"""An attempt's chain while judgements are put at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from app.keys import Keys
from app.ledger import chain
from app.ledger.values import encoded
from app.ledger.views import NewEvent

SEALED = (
    "attempt_id",
    "seq",
    "item_id",
    "answer_id",
    "at",
    "source",
    "grader_id",
    "outcome",
    "points",
    "tag",
    "result",
    "build",
    "version",
    "key_id",
    "previous",
)


@cache
def build() -> str:
    """Which build of the graders judges."""
    return f"chainrule {version('chainrule')}"


@dataclass(slots=True)
class Chain:
    """How long a chain is, the mac of its last event (None where there is none), and when the attempt ends."""

    attempt_id: int
    genesis: str
    length: int
    last: str | None
    due_at: datetime | None
    finished_at: datetime | None

    def link(self, keys: Keys, event: NewEvent, answer: Sequence[Any], now: datetime) -> dict[str, Any]:
        """Put a judgement at the end: its columns but the id. `answer` is what is stored of what it judges."""
        self.length += 1
        row = {
            "attempt_id": self.attempt_id,
            "seq": self.length,
            "item_id": event.item_id,
            "answer_id": event.answer_id,
            "at": now,
            "source": event.source,
            "grader_id": event.grader_id,
            "outcome": event.outcome,
            "points": event.points,
            "tag": event.tag,
            "result": encoded(event.result),
            "build": build(),
            "version": event.version,
            "key_id": chain.key_id(keys.ledger),
            "previous": self.last or self.genesis,
        }
        row["mac"] = self.last = chain.event_mac(keys.ledger, (row[name] for name in SEALED), answer)
        return row

    def head(self, keys: Keys) -> Mapping[str, Any]:
        """The attempt's columns that say how long the chain is and where it ends."""
        last = self.last or self.genesis
        head = chain.head(keys.ledger, self.genesis, self.length, last, self.due_at, self.finished_at)
        return {"id": self.attempt_id, "chain_length": self.length, "chain_head": head}
