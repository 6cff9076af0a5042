"""Statements about as many rows as there are, run at once.

On SQLite the rows go in as one JSON text. Each call of the driver gives the interpreter to another thread, and getting
it back takes longer than SQLite needs for a row, all with the write lock held: so the calls are few, however many rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    cast,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.functions import FunctionElement

from app.prepared import Convert, Prepared


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array, as a table with the column `value`."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _on_sqlite(element: _Elements, compiler: Any, **rest: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **rest)})"


@compiles(_Elements, "postgresql")
def _on_postgresql(element: _Elements, compiler: Any, **rest: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **rest)} AS JSON))"


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a column is one of the numbers in the parameter of this name, which `listed` makes."""
    return column.in_(select(cast(_each(name).c.value, column.type)))


def listed(numbers: Collection[int]) -> str:
    """Numbers as a parameter of `among`."""
    return json.dumps(list(numbers))


def next_ids(c: Connection, table: Table, count: int) -> Sequence[int]:
    """The ids of so many rows that are to be inserted. In SQLite nobody else writes until this transaction ends."""
    if c.dialect.name == "sqlite":
        ((last,),) = _last_id(table).rows(c)
        return range(last + 1, last + 1 + count)
    return list(c.execute(_next_ids(table), {"count": count}).scalars())


class Many:
    """A statement that is run for each of many rows: on SQLite at once, elsewhere one after the other."""

    def __init__(self, at_once: Insert | Update, each: Insert | Update, columns: Sequence[Column[Any]]) -> None:
        self._at_once, self._each, self._columns = Prepared(at_once), each, columns
        self._into: Sequence[tuple[str, Convert]] | None = None

    def run(self, c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for these, each with all columns by name, in their order."""
        if not rows:
            return
        if c.dialect.name != "sqlite":
            c.execute(self._each, [{_new(column): row[column.name] for column in self._columns} for row in rows])
            return
        if self._into is None:
            impls = [(column.name, column.type.dialect_impl(c.dialect)) for column in self._columns]
            self._into = [(name, impl.bind_processor(c.dialect)) for name, impl in impls]
        told = [[row[name] if f is None else f(row[name]) for name, f in self._into] for row in rows]
        self._at_once.rows(c, rows=json.dumps(told))


def inserting(table: Table, names: Sequence[str]) -> Many:
    """Insert rows with these columns; one with the key of another is an error."""
    columns = [table.c[name] for name in names]
    return Many(
        sqlite.insert(table).from_select(names, select(*_parts(columns, _each("rows")))),
        insert(table).values(_values(columns)),
        columns,
    )


def keeping(table: Table) -> Many:
    """Insert whole rows; where there is one with the same key already, it stays as it is."""
    columns = list(table.c)
    # Without WHERE, SQLite would take ON CONFLICT for a join's.
    parts = select(*_parts(columns, _each("rows"))).where(true())
    at_once = sqlite.insert(table).from_select(list(table.c.keys()), parts).on_conflict_do_nothing()
    each = postgresql.insert(table).values(_values(columns)).on_conflict_do_nothing()
    return Many(at_once, each, columns)


def updating(table: Table, names: Sequence[str]) -> Many:
    """Set these columns of the rows whose `id` comes with them."""
    columns = [table.c[name] for name in names]
    id, *parts = _parts([table.c.id, *columns], _each("rows"))
    at_once = update(table).where(table.c.id == id).values(dict(zip(names, parts, strict=True)))
    each = update(table).where(table.c.id == bindparam(_new(table.c.id))).values(_values(columns))
    return Many(at_once, each, [table.c.id, *columns])


class Lookup:
    """One value for each of many rows."""

    def __init__(
        self, value: Callable[[Sequence[ColumnElement[Any]]], ScalarSelect[Any]], columns: Sequence[Column[Any]]
    ):
        rows = _each("rows")
        self._at_once = Prepared(select(value(_parts(columns, rows))).select_from(rows))
        self._each = Prepared(select(value([bindparam(_new(column), type_=column.type) for column in columns])))
        self._columns = columns

    def values(self, c: Connection, rows: Sequence[Sequence[int]]) -> Sequence[Any]:
        """What there is for each of these, in their order."""
        if c.dialect.name == "sqlite":
            return [value for (value,) in self._at_once.rows(c, rows=json.dumps(rows))]
        names = [_new(column) for column in self._columns]
        return [self._each.rows(c, **dict(zip(names, row, strict=True)))[0][0] for row in rows]


def _each(parameter: str) -> FromClause:
    return _Elements(bindparam(parameter)).table_valued("value")


def _parts(columns: Sequence[Column[Any]], rows: FromClause) -> Sequence[ColumnElement[Any]]:
    """The columns as they stand in each of the rows, which are JSON arrays."""
    row = rows.c.value
    return [func.json_extract(row, f"$[{place}]", type_=column.type) for place, column in enumerate(columns)]


def _values(columns: Sequence[Column[Any]]) -> Mapping[str, BindParameter[Any]]:
    return {column.name: bindparam(_new(column), type_=column.type) for column in columns}


def _new(column: Column[Any]) -> str:
    """The parameter for a column; SQLAlchemy keeps the names of columns for itself."""
    return f"new_{column.name}"


@cache
def _last_id(table: Table) -> Prepared:
    return Prepared(select(func.coalesce(func.max(table.c.id), 0)))


@cache
def _next_ids(table: Table) -> Select[int]:
    sequence = func.pg_get_serial_sequence(table.name, "id")
    return select(func.nextval(sequence)).select_from(func.generate_series(1, bindparam("count")))
