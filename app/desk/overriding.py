"""Setting the grade of one item, whatever the answers to it earn. The judgements that were there stay in the record."""

from __future__ import annotations

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.views import NewEvent
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import Conflict, NotThere, Unreadable

LONGEST_REASON = 1000


def override(
    db: Database, actor: Person, quiz: QuizView, item_id: int, points: int | None, reason: str, last_event: int
) -> int:
    """Set an item's grade to `points` (thousandths) for a reason that its student reads; audited. The attempt's id.

    Raises NotThere, Unreadable for points there are not or without a reason, and Conflict when the item was judged
    since `last_event` (0 for never).
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Unreadable(f"Say why, in at most {LONGEST_REASON} characters: the student reads it beside the grade.")

    def work(c: Connection) -> int:
        item = ledger.item(c, item_id)
        placed = next((one for one in quizzes.every_placed_question(c, quiz.id) if one.id == item.question_id), None)
        if placed is None:
            raise NotThere
        if points is None or not 0 <= points <= item.points:
            raise Unreadable(f"This field is worth between 0 and {item.points / 1000:g} points; say how many of them.")
        ledger.attempt(c, item.attempt_id, lock=True)
        events = ledger.events_of(c, items=[item_id])
        if last_event != max((event.id for event in events), default=0):
            raise Conflict("Somebody judged this in the meantime. Look at what they gave, then set the points.")
        grade = ledger.grades(c, [item.attempt_id]).get(item_id)
        now = ledger.ledger_now(c, db.now(), quiz.id)
        outcome = ledger.outcome_of(points, item.points).value
        score = points / item.points if item.points else 0.0
        result = {"outcome": outcome, "score": score, "tag": None, "feedback": "", "because": reason}
        event = NewEvent(item.id, None, "override", outcome, points, None, result, item.version, actor.id)
        ledger.append(c, db.keys, item.attempt_id, [event], now)
        subject = f"{quiz.slug}/{placed.slug} {item.field}, attempt {item.attempt_id}"
        told = {"points": [grade.points if grade else None, points], "reason": reason}
        people.audit(c, now, actor, quiz.course_id, "override", subject, **told)
        return item.attempt_id

    return db.write(work)
