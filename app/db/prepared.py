"""Statements of the hot path: compiled once and handed to the driver as they are.

SQLAlchemy looks a statement up, builds a context and wraps the result each time it runs one, which takes ten times as
long as SQLite does for a row. Here that is done once; what goes in and comes out is converted by the same types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert, Update

Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement of Core whose parameters all have a name and one value each."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}  # by dialect

    def rows(self, c: Connection, **values: Any) -> Sequence[Sequence[Any]]:
        """The rows that it finds or returns, as tuples."""
        compiled = self._compiled.get(c.dialect.name)
        if compiled is None:
            compiled = self._compiled[c.dialect.name] = _Compiled(self._statement, c.dialect)
        return compiled.rows(c, values)

    def row(self, c: Connection, **values: Any) -> Sequence[Any] | None:
        """The only row, or None."""
        found = self.rows(c, **values)
        return found[0] if found else None


class _Compiled:
    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        binds: Mapping[str, Any] = compiled.binds
        self._sql = compiled.string
        self._fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
        self._by_place = bool(compiled.positional)
        self._into = [
            (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in (compiled.positiontup if self._by_place else binds)
        ]
        columns = (column.type.dialect_impl(dialect) for column in statement.exported_columns)
        out: list[Convert] = [impl.result_processor(dialect, None) for impl in columns]
        self._out = out if any(out) else None
        self._errors = dialect.loaded_dbapi.Error

    def rows(self, c: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        given = {**self._fixed, **values} if self._fixed else values
        told = ((name, given[name] if convert is None else convert(given[name])) for name, convert in self._into)
        into = [value for _, value in told] if self._by_place else dict(told)
        driver: Any = c.connection.driver_connection
        try:
            cursor = driver.execute(self._sql, into)
            found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
        except self._errors as error:
            raise DBAPIError.instance(self._sql, None, error, self._errors, hide_parameters=True) from error
        if self._out is None:
            return found
        return [[one if f is None else f(one) for one, f in zip(row, self._out, strict=True)] for row in found]
