"""How many wrong passwords are too many.

A browser that has signed in to the account before is counted by itself; all others share one count by account, so
that whoever guesses cannot lock out the owner. A sign-in counts as failed while it is being checked, so that guessing
in parallel gains nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from app.people.tables import FailedSignIn
from app.refusals import Throttled

WINDOW = timedelta(minutes=15)
BY_ACCOUNT = 10
BY_ADDRESS = 300  # a lecture hall may share one


def reserve(c: Connection, name_key: str, address: str, device: str, now: datetime) -> int:
    """Count one more; raises Throttled. The id is for `forgive`."""
    c.execute(delete(FailedSignIn).where(FailedSignIn.at <= now - WINDOW))
    _alone(c, f"account {name_key}", f"address {address}")
    recent = FailedSignIn.at > now - WINDOW
    count = select(func.count(), func.min(FailedSignIn.at)).where(recent)
    by_account = count.where(FailedSignIn.name_key == name_key, FailedSignIn.device == device)
    by_address = count.where(FailedSignIn.address == address)
    for query, most in ((by_account, BY_ACCOUNT), (by_address, BY_ADDRESS)):
        failed, oldest = c.execute(query).one()
        if failed >= most:
            raise Throttled(max(1, round((oldest + WINDOW - now).total_seconds())))
    row = insert(FailedSignIn).values(name_key=name_key[:200], address=address, device=device, at=now)
    return int(c.execute(row.returning(FailedSignIn.id)).scalar_one())


def _alone(c: Connection, *counted: str) -> None:
    """Whoever counts the same waits: PostgreSQL's writers would else all count before any of them is counted."""
    if c.dialect.name == "postgresql":
        for one in counted:  # always the account first, so that no two wait for each other
            c.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(one, 0))))


def forgive(c: Connection, reserved: int) -> None:
    """It was right after all."""
    c.execute(delete(FailedSignIn).where(FailedSignIn.id == reserved))
