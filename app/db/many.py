"""Statements about as many rows as there are, run at once.

The rows go in as one JSON text. Each call of a driver gives the interpreter to another thread, or goes over the
network, which takes longer than the database needs for a row, all with locks held: so the calls are few, however many
rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    ScalarSelect,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.functions import FunctionElement

from app.db.prepared import Convert, Prepared


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array, as a table with the column `value`."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _elements_on_sqlite(element: _Elements, compiler: Any, **rest: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **rest)})"


@compiles(_Elements, "postgresql")
def _elements_on_postgresql(element: _Elements, compiler: Any, **rest: Any) -> str:
    return f"json_array_elements(CAST({compiler.process(element.clauses, **rest)} AS JSON))"


class _Part(FunctionElement[Any]):
    """What stands at a place in a JSON array, as a value for a column. The type of a column that refers to another is
    not known before all tables are."""

    name = "part"
    inherit_cache = True

    def __init__(self, array: ColumnElement[Any], place: int, column: Column[Any]) -> None:
        super().__init__(array, literal_column(str(place), Integer))
        self.column = column


@compiles(_Part, "sqlite")
def _part_on_sqlite(part: _Part, compiler: Any, **rest: Any) -> str:
    array, place = part.clauses
    return f"json_extract({compiler.process(array, **rest)}, '$[{compiler.process(place, **rest)}]')"


@compiles(_Part, "postgresql")
def _part_on_postgresql(part: _Part, compiler: Any, **rest: Any) -> str:
    array, place = part.clauses
    text = f"{compiler.process(array, **rest)} ->> {compiler.process(place, **rest)}"
    if isinstance(part.column.type, String):
        return f"({text})"  # a cast would cut what is too long
    return f"CAST({text} AS {compiler.dialect.type_compiler_instance.process(part.column.type)})"


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether a column is one of the numbers in the parameter of this name, which `listed` makes."""
    return column.in_(select(*_parts([column], _each(name))))


def listed(numbers: Collection[int]) -> str:
    """Numbers as a parameter of `among`."""
    return json.dumps([[number] for number in numbers])


def next_ids(c: Connection, table: Table, count: int) -> Sequence[int]:
    """The ids of so many rows that are to be inserted. In SQLite nobody else writes until this transaction ends."""
    if c.dialect.name == "sqlite":
        ((last,),) = _last_id(table).rows(c)
        return range(last + 1, last + 1 + count)
    return [id for (id,) in _next_ids(table).rows(c, count=count)]


class Many:
    """A statement that is run for each of many rows at once."""

    def __init__(self, statement: Insert | Update, columns: Sequence[Column[Any]]) -> None:
        self._statement, self._columns = Prepared(statement), columns
        self._into: dict[str, Sequence[tuple[str, Convert]]] = {}  # by dialect

    def run(self, c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for these, each with all columns by name, in their order."""
        if not rows:
            return
        into = self._into.get(c.dialect.name)
        if into is None:
            impls = [(column.name, column.type.dialect_impl(c.dialect)) for column in self._columns]
            into = self._into[c.dialect.name] = [(name, impl.bind_processor(c.dialect)) for name, impl in impls]
        told = [[row[name] if f is None else f(row[name]) for name, f in into] for row in rows]
        self._statement.rows(c, rows=json.dumps(told, default=str))


def inserting(table: Table, names: Sequence[str]) -> Many:
    """Insert rows with these columns; one with the key of another is an error."""
    columns = [table.c[name] for name in names]
    return Many(insert(table).from_select(names, select(*_parts(columns, _each("rows")))), columns)


def keeping(table: Table) -> Many:
    """Insert whole rows; where there is one with the same key already, it stays as it is."""
    columns = list(table.c)
    # Without WHERE, SQLite would take ON CONFLICT for a join's.
    parts = select(*_parts(columns, _each("rows"))).where(true())
    # SQLite says it with the same words.
    return Many(postgresql.insert(table).from_select(list(table.c.keys()), parts).on_conflict_do_nothing(), columns)


def replacing(table: Table) -> Many:
    """Insert whole rows; where there is one with the same key already, its other columns become these."""
    columns = list(table.c)
    new = postgresql.insert(table).from_select(
        list(table.c.keys()), select(*_parts(columns, _each("rows"))).where(true())
    )
    rest = {column.name: new.excluded[column.name] for column in columns if not column.primary_key}
    return Many(new.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest), columns)


def updating(table: Table, names: Sequence[str]) -> Many:
    """Set these columns of the rows whose `id` comes with them."""
    columns = [table.c.id, *(table.c[name] for name in names)]
    id, *parts = _parts(columns, _each("rows"))
    return Many(update(table).where(table.c.id == id).values(dict(zip(names, parts, strict=True))), columns)


class Lookup:
    """One value for each of many rows."""

    def __init__(
        self, value: Callable[[Sequence[ColumnElement[Any]]], ScalarSelect[Any]], columns: Sequence[Column[Any]]
    ):
        rows = _each("rows")
        self._statement = Prepared(select(value(_parts(columns, rows))).select_from(rows))

    def values(self, c: Connection, rows: Sequence[Sequence[int]]) -> Sequence[Any]:
        """What there is for each of these, in their order."""
        return [value for (value,) in self._statement.rows(c, rows=json.dumps(rows))]


def _each(parameter: str) -> FromClause:
    return _Elements(bindparam(parameter, type_=String)).table_valued("value")


def _parts(columns: Sequence[Column[Any]], rows: FromClause) -> Sequence[ColumnElement[Any]]:
    """The columns as they stand in each of the rows, which are JSON arrays."""
    return [_Part(rows.c.value, place, column) for place, column in enumerate(columns)]


@cache
def _last_id(table: Table) -> Prepared:
    return Prepared(select(func.coalesce(func.max(table.c.id), 0)))


@cache
def _next_ids(table: Table) -> Prepared:
    sequence = func.pg_get_serial_sequence(table.name, "id")
    count = bindparam("count", type_=Integer)
    return Prepared(select(func.nextval(sequence, type_=Integer)).select_from(func.generate_series(1, count)))
