"""How a database is opened: which driver, which settings, how many connections."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

BUSY_SECONDS = 10
CONNECTIONS = 10  # of a worker, of which few compute at a time; PostgreSQL grants 97 unless told otherwise

# A machine that loses its power, or its network, says no farewell. The service gives up a server of which it hears
# nothing, and the server a service that holds locks and does nothing. Where the server has not counted its rows lately,
# it takes the triggers for long work and would compile them, for 200 ms. What the address says comes first.
PATIENCE = {
    "connect_timeout": "3",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "options": f"-c lock_timeout={2 * BUSY_SECONDS}s -c idle_in_transaction_session_timeout=60s -c jit=off",
}
PLANS_LAST = 60  # seconds that a connection is used: plans it made for few rows read whole tables when they have grown
KEPT = "kept"  # the execution option of connections whose transactions are begun and ended on the driver itself


def engine(url: URL) -> Engine:
    """The engine of an address. Errors go to the log, and answers and tokens do not: parameters are left out."""
    if url.get_backend_name() != "sqlite":
        return _server(url)
    patience = {"timeout": BUSY_SECONDS}
    made = create_engine(url, hide_parameters=True, connect_args=patience, pool_size=64, max_overflow=64)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _server(url: URL) -> Engine:
    """PostgreSQL. A connection is asked whether it lives before it is used, so that all work again as soon as the
    server does. Threads that find none free wait for one."""
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    ours = {name: value for name, value in PATIENCE.items() if name not in url.query}
    most = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": 2 * BUSY_SECONDS, "pool_recycle": PLANS_LAST}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=ours, **most)


def snapshots(of: Engine) -> Engine:
    """The same connections to PostgreSQL, for transactions that read: by its default each statement would see what
    was committed since the one before, and grades without the submissions they are for."""
    return of.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def kept(of: Engine) -> tuple[Connection, Any]:
    """A connection to an SQLite file that is kept open, and its driver's, on which transactions are begun and ended:
    SQLAlchemy takes ten times as long for that."""
    connection = of.connect().execution_options(**{KEPT: True})
    connection.begin()
    return connection, connection.connection.driver_connection


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # the driver would begin transactions by itself, and deferred ones
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Set WAL mode. On a new file this needs it alone, and SQLite then fails at once instead of waiting its turn."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(KEPT):
        connection.exec_driver_sql("BEGIN")
