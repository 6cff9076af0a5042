"""The ledger's rules as PostgreSQL triggers: one function a table, and no rights that nobody needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.ledger import rules


def _raise(condition: str, message: str) -> str:
    return (
        f"  IF {condition} THEN\n    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n"
    )


def _function(name: str, body: str) -> tuple[str, str]:
    head = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
    return name, f"{head}{body}  RETURN NEW;\nEND $$"


def _functions() -> Iterator[tuple[str, str]]:
    changed = "\n    OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in rules.ATTEMPT_NEVER_CHANGES)
    reopened = "OLD.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at"
    refused = "  RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';\n"
    yield _function("ledger_refuse", refused)
    yield _function("attempts_insert", _raise(rules.ATTEMPT_NOT_FRESH, "attempts: begins empty"))
    yield _function(
        "attempts_update",
        _raise(changed, "attempts: this never changes")
        + _raise(rules.ATTEMPT_DUE_SHRINKS, "attempts: due_at only grows")
        + _raise(reopened, "attempts: handed in once")
        + _raise(rules.ATTEMPT_CHAIN_CUT, "attempts: the chain only grows"),
    )
    yield _function(
        "submissions_insert",
        _raise(rules.SUBMISSION_NOT_OPEN, "submissions: not open")
        + _raise(rules.SUBMISSION_BACKDATED, "submissions: backdated"),
    )
    yield _function(
        "answers_insert",
        _raise(rules.ANSWER_OF_OTHERS, "answers: not of this submission")
        + _raise(rules.ANSWER_SURPLUS, "answers: no tries left"),
    )
    yield _function(
        "grade_events_insert",
        _raise(rules.EVENT_NOT_NEXT, "grade_events: not the next of its chain")
        + _raise(rules.EVENT_OF_OTHERS, "grade_events: not of this attempt"),
    )


def _triggers() -> Iterator[tuple[str, str]]:
    for table in (*rules.APPEND_ONLY, "attempts"):
        events = "DELETE" if table == "attempts" else "DELETE OR UPDATE"
        yield f"{table}_kept", f"CREATE TRIGGER {table}_kept BEFORE {events} ON {table}{_row('ledger_refuse')}"
        truncate = f"BEFORE TRUNCATE ON {table}\nFOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        yield f"{table}_not_emptied", f"CREATE TRIGGER {table}_not_emptied {truncate}"
    for table in ("attempts", "submissions", "answers", "grade_events"):
        insert = f"BEFORE INSERT ON {table}{_row(f'{table}_insert')}"
        yield f"{table}_checked", f"CREATE TRIGGER {table}_checked {insert}"
    changed = f"BEFORE UPDATE ON attempts{_row('attempts_update')}"
    yield "attempts_changed", f"CREATE TRIGGER attempts_changed {changed}"


def _row(function: str) -> str:
    return f"\nFOR EACH ROW EXECUTE FUNCTION {function}()"


FUNCTIONS: Mapping[str, str] = dict(_functions())
TRIGGERS: Mapping[str, str] = dict(_triggers())
REVOKED = tuple(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC" for table in rules.APPEND_ONLY)
