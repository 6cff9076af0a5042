"""Columns as migrations write them; these never change, for released migrations use them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def id() -> sa.Column[Any]:
    """The primary key."""
    return sa.Column("id", sa.Integer, primary_key=True)


def text(name: str, **rest: Any) -> sa.Column[Any]:
    """A text."""
    return sa.Column(name, sa.String, **{"nullable": False, **rest})


def number(name: str, **rest: Any) -> sa.Column[Any]:
    """A whole number."""
    return sa.Column(name, sa.Integer, **{"nullable": False, **rest})


def flag(name: str) -> sa.Column[Any]:
    """True or false."""
    return sa.Column(name, sa.Boolean, nullable=False)


def moment(name: str, **rest: Any) -> sa.Column[Any]:
    """A moment, always UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **rest})


def of(name: str, target: str, **rest: Any) -> sa.Column[Any]:
    """The row of another table that this one belongs to."""
    kind = sa.String if target.endswith(".hash") else sa.Integer
    return sa.Column(name, kind, sa.ForeignKey(target), **{"nullable": False, **rest})
