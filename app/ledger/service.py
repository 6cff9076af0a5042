"""The ledger's door. Its functions take a connection: they are part of the transaction of a room above."""

from app.ledger.attempts import (
    attempt,
    attempts_of,
    extend,
    finish,
    item,
    items,
    latest_attempt,
    ledger_now,
    past_due,
    start,
    students_of,
)
from app.ledger.counting import attempt_heads, attempt_marks, attempt_times
from app.ledger.events import append, build, events_of, grades, items_for_people
from app.ledger.figures import figures
from app.ledger.meanings import keep_meanings, meant, unread
from app.ledger.messages import items_spoken_of, said, say
from app.ledger.standing import standing
from app.ledger.submissions import (
    answer,
    answers_in,
    answers_to,
    last_seqs,
    last_submissions,
    results_of,
    store,
    submission,
    submissions_of,
    tries_used,
    ungraded_submissions,
)
from app.ledger.verifying import verify

__all__ = [
    "answer",
    "answers_in",
    "answers_to",
    "append",
    "attempt",
    "attempt_heads",
    "attempt_marks",
    "attempt_times",
    "attempts_of",
    "build",
    "events_of",
    "extend",
    "figures",
    "finish",
    "grades",
    "item",
    "items",
    "items_for_people",
    "items_spoken_of",
    "keep_meanings",
    "last_seqs",
    "last_submissions",
    "latest_attempt",
    "ledger_now",
    "meant",
    "past_due",
    "results_of",
    "said",
    "say",
    "standing",
    "start",
    "store",
    "students_of",
    "submission",
    "submissions_of",
    "tries_used",
    "ungraded_submissions",
    "unread",
    "verify",
]
