"""The ledger's rules as SQLite triggers.

INSERT OR REPLACE removes the row it replaces without firing delete triggers, so a row that is there already is refused
before the insert. Foreign keys can be switched off, so that what an attempt stands on is kept by triggers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.ledger import rules


def _refuse(name: str, when: str, table: str, condition: str | None, message: str) -> tuple[str, str]:
    guard = f"\nWHEN {condition}" if condition else ""
    body = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return name, f"CREATE TRIGGER {name} {when} ON {table}{guard}\n{body}"


def _there(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} WHERE " + "\n  OR ".join(same) + ")"  # noqa: S608 (our names)


def _append_only() -> Iterator[tuple[str, str]]:
    for table, keys in rules.APPEND_ONLY.items():
        yield _refuse(f"{table}_no_update", "BEFORE UPDATE", table, None, f"{table}: append-only")
        yield _refuse(f"{table}_no_delete", "BEFORE DELETE", table, None, f"{table}: append-only")
        yield _refuse(f"{table}_no_replace", "BEFORE INSERT", table, _there(table, keys), f"{table}: there already")


def _attempts() -> Iterator[tuple[str, str]]:
    keys = (("id",), ("quiz_id", "user_id", "number"))
    changed = "\n  OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in rules.ATTEMPT_NEVER_CHANGES)
    reopened = "OLD.finished_at IS NOT NULL AND NEW.finished_at IS NOT OLD.finished_at"
    on = "attempts"
    yield _refuse("attempts_no_delete", "BEFORE DELETE", on, None, "attempts: never deleted")
    yield _refuse("attempts_no_replace", "BEFORE INSERT", on, _there(on, keys), "attempts: there already")
    yield _refuse("attempts_fresh", "BEFORE INSERT", on, rules.ATTEMPT_NOT_FRESH, "attempts: begins empty")
    yield _refuse("attempts_no_change", "BEFORE UPDATE", on, changed, "attempts: this never changes")
    yield _refuse("attempts_due_grows", "BEFORE UPDATE", on, rules.ATTEMPT_DUE_SHRINKS, "attempts: due_at only grows")
    yield _refuse("attempts_stay_closed", "BEFORE UPDATE", on, reopened, "attempts: handed in once")
    cut = rules.ATTEMPT_CHAIN_CUT.replace("IS DISTINCT FROM", "IS NOT").replace("IS NOT DISTINCT FROM", "IS")
    yield _refuse("attempts_chain_grows", "BEFORE UPDATE", on, cut, "attempts: the chain only grows")


def _appended() -> Iterator[tuple[str, str]]:
    before = "BEFORE INSERT"
    submissions, answers, events = "submissions", "answers", "grade_events"
    yield _refuse("submissions_open", before, submissions, rules.SUBMISSION_NOT_OPEN, "submissions: not open")
    yield _refuse("submissions_in_order", before, submissions, rules.SUBMISSION_BACKDATED, "submissions: backdated")
    yield _refuse("answers_belong", before, answers, rules.ANSWER_OF_OTHERS, "answers: not of this submission")
    yield _refuse("answers_no_surplus", before, answers, rules.ANSWER_SURPLUS, "answers: no tries left")
    yield _refuse("grade_events_next", before, events, rules.EVENT_NOT_NEXT, "grade_events: not the next of its chain")
    yield _refuse("grade_events_belong", before, events, rules.EVENT_OF_OTHERS, "grade_events: not of this attempt")


def _under_attempts() -> Iterator[tuple[str, str]]:
    for table, (key, of, column) in rules.UNDER_ATTEMPTS.items():
        because = f"{table}: attempts stand on it"
        used = f"EXISTS (SELECT 1 FROM {of} WHERE {column} IN (OLD.id, NEW.id))"  # noqa: S608 (our names)
        gone = used.replace("IN (OLD.id, NEW.id)", "= OLD.id")
        same = " AND ".join(f"u.{name} = NEW.{name}" for name in key)
        other = f"EXISTS (SELECT 1 FROM {table} u JOIN {of} o ON o.{column} = u.id"  # noqa: S608 (our names)
        taken = f"{other}\n    WHERE {same} AND u.id <> NEW.id)"
        yield _refuse(f"{table}_stay", "BEFORE DELETE", table, gone, because)
        yield _refuse(f"{table}_same_id", "BEFORE UPDATE OF id", table, f"NEW.id <> OLD.id AND {used}", because)
        yield _refuse(f"{table}_no_replace", "BEFORE INSERT", table, taken, because)
        yield _refuse(f"{table}_no_takeover", f"BEFORE UPDATE OF {', '.join(key)}", table, taken, because)


TRIGGERS: Mapping[str, str] = dict((*_append_only(), *_attempts(), *_appended(), *_under_attempts()))
