"""Numerator layout: the shape of a Jacobian is the shape of the output, then the shape of the input."""

from __future__ import annotations

from graders.engine.build import Build
from graders.engine.graph import Graph, Node
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape


def numerator_shape(output: Shape, by: Shape) -> Shape:
    """The shape in which people write the derivative of an array by an array.

    A number by a column is a row, a number by a matrix has the matrix' shape, anything by a number has its own shape;
    otherwise the axes follow each other, without the axis of length 1 of columns and rows.
    """
    if is_number(by):
        return output
    if is_number(output):
        return (ONE, by[0]) if is_column(by) else by
    return _vector(output) + _vector(by)


def numerator(graph: Graph, jacobian: Node, output: Shape, by: Shape) -> Node:
    """A Jacobian with every axis kept (output, then input), put into the shape people write."""
    return Build(graph).reshape(jacobian, numerator_shape(output, by))


def is_number(axes: Shape) -> bool:
    """A scalar; a 1×1 product counts as one."""
    return not dropped(axes)


def is_column(axes: Shape) -> bool:
    """A d×1 vector."""
    return len(axes) == 2 and axes[1] == ONE


def _vector(axes: Shape) -> Shape:
    return dropped(axes) if len(axes) == 2 and ONE in axes else axes
