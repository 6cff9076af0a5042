"""The tree of what was typed: names and notation, before anything is known of shapes.

Every node carries `span`, the (start, end) offsets into the person's own text, so that a message can point there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """An exact literal: `2`, `0.5`, `1e-3` are rationals; `text` is how it was typed."""

    value: Fraction
    text: str = field(compare=False)
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A declared symbol, a definition, an index, a size, a node, or one of the constants `e`, `pi`.

    `name` is the spelling of the declaration (`sigma_1` for a typed `σ₁`). A name that nothing declares is an index.
    """

    name: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Bold:
    """`\\mathbf{0}` or `\\mathbf{1}`: a column of zeros or ones, sized by its place."""

    digit: Literal[0, 1]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """The whole of an axis in an entry: `:` or `·` (`X[i,:]`, `X_{i·}`)."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """Entries of an array: `w_j`, `X_{ij}`, `X[i,:]`, `(A B)_{ij}`. An index is a letter, a literal or everything.

    An index may be an expression (`w_{j+1}`). The base may be a family (`x_i` where the definition is called `x_i`):
    the family's indices come first. `e_i` with e undeclared is an entry of Name("e"): the i-th unit vector.
    """

    base: Tree
    indices: tuple[Tree, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`; `primes` counts derivative marks (σ'(z)); `axis` is the keyword of softmax, sum, mean."""

    function: str
    arguments: tuple[Tree, ...]
    span: Span = field(compare=False)
    primes: int = 0
    axis: int | None = None


@dataclass(frozen=True, slots=True)
class Bare:
    """A function named without an argument (`σ`, `σ'`): applied to the one declared scalar, if there is just one."""

    function: str
    span: Span = field(compare=False)
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Unary minus."""

    operand: Tree
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Postfix:
    """`T` is the transpose (also `'` where it is not a derivative); `^{-1}` is a power instead.

    `'` is the derivative of a name that the answer itself introduced (`u'` in a derivation; `Scope.free`).
    """

    operator: Literal["T", "'"]
    operand: Tree
    span: Span = field(compare=False)


Operator = Literal["+", "-", "juxtaposed", "*", "@", "elementwise*", "/", "elementwise/", "kron", "^", "elementwise^"]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands. `*` covers * · × and \\cdot; `juxtaposed` is a product without a sign."""

    operator: Operator
    left: Tree
    right: Tree
    span: Span = field(compare=False)


Relation = Literal["=", "≠", "<", "≤", ">", "≥"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain `operands[0] relations[0] operands[1] …`."""

    operands: tuple[Tree, ...]
    relations: tuple[Relation, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """1 where the condition holds, else 0: `1[z>0]`, `\\mathbb{1}_{j=k}`, `(j==k)`; a delta is an `=` of two indices.

    Conditions, here and in Cases and Sum, are a Comparison, or a product (Binary `*`) of Indicators for `… and …`.
    """

    condition: Tree
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Cases:
    """`(value, condition)` in order; the first condition that holds gives the value.

    A condition of None is `otherwise`; a value of None is `undefined` there.
    """

    branches: tuple[tuple[Tree | None, Tree | None], ...]
    span: Span = field(compare=False)


Sign = Literal["sum", "prod", "max", "min"]


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ over `index` of `body`, over the whole axis or from `start` to `stop`, where `condition` holds if given.

    The `sign` may also be Π, or the largest or smallest of all.
    """

    index: str
    body: Tree
    span: Span = field(compare=False)
    start: Tree | None = None
    stop: Tree | None = None
    condition: Tree | None = None
    sign: Sign = "sum"


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """`…` in rows, columns and matrices."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Brackets:
    """Entries written out: rows of cells; a single row in round brackets is still a row."""

    rows: tuple[tuple[Tree, ...], ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Sized:
    """`0_{1xd}`, `1_{dxd}`, `zeros(1,d)`, `ones(d)`, `I_d`, `eye(k)`: a filled array, without axes sized by place."""

    kind: Literal["zeros", "ones", "identity"]
    axes: tuple[Tree, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Einsum:
    """`np.einsum('id,jk->ijkd', X, np.eye(k))`."""

    inputs: tuple[str, ...]
    output: str
    operands: tuple[Tree, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂y/∂x: `∂σ_i/∂z_j`, `ds_i/dz_j`, `dL/dŷ`; left to derivation steps and to prefixes.

    Its names need no declaration. In a prefix `of` may be any expression, and Name("") where `d/dw` stands alone.
    """

    of: Tree
    by: Tree
    span: Span = field(compare=False)


Tree = (
    Number
    | Name
    | Bold
    | Everything
    | Entry
    | Call
    | Bare
    | Prefix
    | Postfix
    | Binary
    | Comparison
    | Indicator
    | Cases
    | Sum
    | Ellipsis
    | Brackets
    | Sized
    | Einsum
    | Derivative
)
