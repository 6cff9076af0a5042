"""What the database itself refuses, whoever asks: the rules behind the triggers, in words both dialects share.

`SQLITE` and `POSTGRESQL` in the modules beside this one say the same in each dialect.
"""

from __future__ import annotations

from collections.abc import Mapping

# Append-only tables, and by what a row is known: a second one must not replace the first.
APPEND_ONLY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "question_versions": (("hash",),),
    "items": (("id",), ("attempt_id", "question_id", "field")),
    "submissions": (("id",), ("attempt_id", "question_id", "idempotency_key"), ("attempt_id", "question_id", "seq")),
    "answers": (("id",), ("item_id", "seq"), ("submission_id", "item_id")),
    "grade_events": (("id",), ("attempt_id", "seq")),
    "audit_log": (("id",),),
    "regrade_messages": (("id",),),
}

ATTEMPT_NEVER_CHANGES = ("id", "quiz_id", "user_id", "number", "seed", "started_at", "key_id", "genesis")

# What an attempt stands on: by what each row is known, and which column of the ledger names it.
UNDER_ATTEMPTS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "users": (("name_key",), "attempts", "user_id"),
    "quizzes": (("course_id", "slug"), "attempts", "quiz_id"),
    "quiz_questions": (("quiz_id", "slug"), "items", "question_id"),
}

# Each is true of a row NEW that must be refused.
SUBMISSION_NOT_OPEN = """NOT EXISTS (
    SELECT 1 FROM attempts t JOIN quiz_questions q ON q.quiz_id = t.quiz_id
    WHERE t.id = NEW.attempt_id AND t.quiz_id = NEW.quiz_id AND q.id = NEW.question_id
      AND t.finished_at IS NULL AND NEW.received_at >= t.started_at
      AND (t.due_at IS NULL OR NEW.received_at <= t.due_at))"""

# The end of an index, however many there are. Not the last of the quiz: a draft is handed in as of its own due time.
SUBMISSION_BACKDATED = """NEW.received_at < (
    SELECT max(s.received_at) FROM submissions s WHERE s.attempt_id = NEW.attempt_id)"""

ANSWER_OF_OTHERS = """NOT EXISTS (
    SELECT 1 FROM submissions s JOIN items i ON i.attempt_id = s.attempt_id AND i.question_id = s.question_id
    WHERE s.id = NEW.submission_id AND s.seq = NEW.seq AND i.id = NEW.item_id)"""

# An answer is a try unless its grade says that it could not be read or not be decided; one not graded yet is a try.
# Where tries are not limited none are counted: CASE alone is sure not to look.
ANSWER_SURPLUS = """(
    SELECT CASE WHEN COALESCE(q.tries, z.tries) IS NOT NULL THEN COALESCE(q.tries, z.tries) <= (
        SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
            SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
            WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE)) END
    FROM items i JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id
    WHERE i.id = NEW.item_id)"""

EVENT_NOT_NEXT = """NEW.seq <> 1 + COALESCE((
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.attempt_id), 0)
  OR NEW.previous <> COALESCE(
    (SELECT e.mac FROM grade_events e WHERE e.attempt_id = NEW.attempt_id AND e.seq = NEW.seq - 1),
    (SELECT t.genesis FROM attempts t WHERE t.id = NEW.attempt_id))"""

EVENT_OF_OTHERS = """NOT EXISTS (SELECT 1 FROM items i WHERE i.id = NEW.item_id AND i.attempt_id = NEW.attempt_id)
  OR NEW.answer_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM answers a WHERE a.id = NEW.answer_id AND a.item_id = NEW.item_id)"""

ATTEMPT_NOT_FRESH = "NEW.chain_length <> 0 OR NEW.finished_at IS NOT NULL"

ATTEMPT_DUE_SHRINKS = "OLD.due_at IS NULL AND NEW.due_at IS NOT NULL OR NEW.due_at < OLD.due_at"

# The head moves with the chain, or with the end of the attempt, which it seals too.
ATTEMPT_CHAIN_CUT = """NEW.chain_length < OLD.chain_length
  OR NEW.chain_length > OLD.chain_length AND NEW.chain_length IS DISTINCT FROM (
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.id)
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head
    AND NEW.due_at IS NOT DISTINCT FROM OLD.due_at AND NEW.finished_at IS NOT DISTINCT FROM OLD.finished_at"""

# Which event is an item's grade: an override, else the best or the last try, but never an unreadable one before a
# readable one.
CURRENT_GRADES = """CREATE VIEW current_grades AS
SELECT attempt_id, item_id, event_id, answer_id, outcome, points, tag
FROM (
    SELECT e.attempt_id, e.item_id, e.id AS event_id, e.answer_id, e.outcome, e.points, e.tag,
        row_number() OVER (
            PARTITION BY e.attempt_id, e.item_id
            ORDER BY CASE WHEN e.answer_id IS NULL THEN 0 ELSE 1 END,
                CASE WHEN e.outcome = 'invalid' THEN 1 ELSE 0 END,
                CASE WHEN i.counts = 'best' THEN e.points ELSE 0 END DESC,
                COALESCE(a.seq, 0) DESC) AS place
    FROM grade_events e
    JOIN items i ON i.id = e.item_id
    LEFT JOIN answers a ON a.id = e.answer_id
    WHERE NOT EXISTS (
        SELECT 1 FROM grade_events later
        WHERE later.attempt_id = e.attempt_id AND later.item_id = e.item_id AND later.seq > e.seq
          AND COALESCE(later.answer_id, 0) = COALESCE(e.answer_id, 0))
) ranked
WHERE place = 1"""
