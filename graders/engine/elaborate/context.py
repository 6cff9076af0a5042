"""What is known while a tree is walked: names, indices in force, sizes found out, remarks to the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from graders.engine.build import Build
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.indices import Fixed, Index, Running
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.unknowns import Unknowns, is_open
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.language.trees import walk
from graders.engine.sizes import Shape, Size
from graders.engine.syntax import Entry, Name, Span, Tree

Rule = Callable[["Context", Tree], Typed]
Kept = dict[int, tuple[Tree, Typed]]  # by the id of the tree, which the pair keeps alive

MOST_ENTRIES = 6**7  # where every size letter is 6
DEEPEST = 100  # trees from the parser are flatter; definitions within definitions might not be
MOST_NOTES = 8


class Context:
    """One walk over one tree. The rules, one a kind of tree, are in `rules.py`.

    `kept` takes the values of the parts. Without `remarks` it also gives them, from walks over trees that share parts
    with this one; otherwise each part is walked, for what is to be said about it.
    """

    def __init__(
        self,
        scope: Scope,
        graph: Graph,
        rules: Mapping[type, Rule],
        unknowns: Unknowns,
        kept: Kept | None = None,
        remarks: bool = True,
    ) -> None:
        self.scope = scope
        self.build = Build(graph)
        self.unknowns = unknowns
        self.notes: dict[str, None] = {}
        self.locals: dict[str, Typed] = {}  # names with a value of their own
        self.indices: dict[str, Index] = {}  # what letters stand for just now
        self.named: frozenset[str] = frozenset()  # the indices that name the axes of the answer
        self.whole: Tree | None = None  # the answer
        self.expected: dict[str, Size] = {}  # how far the place of the answer lets an index run
        self.ends = False  # whether the letter of an axis' size names its last place
        self.derivatives = False  # whether ∂y/∂x may be left for the engine to take
        self.pairs: list[tuple[str, str]] = []  # indices that were compared, so they are likely to run alike
        self.underway: list[str] = []  # the definitions being opened
        self.opened: dict[tuple[str, tuple[Index, ...]], Typed] = {}  # the definitions whose value is known
        self._rules = rules
        self._kept = kept
        self._remarks = remarks
        self._asked = scope  # whose names trees that are kept are made of
        self._lengths: dict[str, Size] = {}
        self._told = 0  # how often the length of an index was asked for
        self._fresh_letters = 0
        self._depth = 0

    def value(self, tree: Tree) -> Typed:
        """The value of a tree."""
        if self._kept is None or self.indices or self.ends or self.scope is not self._asked:
            return self._value(tree)
        if not self._remarks and (known := self._kept.get(id(tree))) is not None:
            value = known[1]
            for letter, length in zip(value.free, value.node.shape, strict=False):
                self.run(letter, length, tree.span)
            return value
        before = self._surroundings()
        value = self._value(tree)
        if self._surroundings() == before:
            self._kept[id(tree)] = (tree, value)
        return value

    def _surroundings(self) -> tuple[int, int, bool, int]:
        """Changes while a tree is walked whose value depends on what stands around it, or tells of that."""
        return self.unknowns.made, self._told, self.unknowns.changed, len(self.unknowns.refused)

    def _value(self, tree: Tree) -> Typed:
        self._depth += 1
        if self._depth > DEEPEST:
            raise LanguageError("this is nested too deeply to be read", tree.span, "too-long")
        try:
            value = self.settled(self._rules[type(tree)](self, tree))
        finally:
            self._depth -= 1
        if len(value.node.shape) > 1 and entries(value.node.shape) > MOST_ENTRIES:
            raise LanguageError("this is an array of too many entries to be compared", tree.span, "hostile")
        return value

    def settled(self, typed: Typed) -> Typed:
        """The value with all sizes found out by now.

        Where that changes anything this walk is only about sizes, so zeros stand in for the entries.
        """
        if not self.unknowns.changed or not any(map(is_open, typed.node.shape)):
            return typed
        return self.blank(typed.node.shape, typed.free)

    def blank(self, shape: Shape, free: tuple[str, ...] = ()) -> Typed:
        """A value of which only the shape matters in this walk."""
        return Typed(self.build.constant(0, tuple(map(self.unknowns.resolve, shape))), free)

    @property
    def noted(self) -> bool:
        """Whether there are as many remarks as anybody reads."""
        return not self._remarks or len(self.notes) >= MOST_NOTES

    def note(self, remark: str) -> None:
        """Say how something was read."""
        self.notes[remark] = None

    def length(self, letter: str) -> Size:
        """How far an index runs."""
        self._told += 1
        return self._length(letter)

    def _length(self, letter: str) -> Size:
        if letter not in self._lengths:
            self._lengths[letter] = self.expected[letter] if letter in self.expected else self.unknowns.fresh()
        return self.unknowns.resolve(self._lengths[letter])

    def run(self, letter: str, length: Size, span: Span) -> None:
        """An index runs over an axis of this length."""
        if letter not in self._lengths:
            self._lengths[letter] = length
        known = self._length(letter)
        if self.unknowns.unify(known, length):
            return
        if self.expected.get(letter) == known:
            self.unknowns.refuse(letter)
            self._lengths[letter] = length
        else:
            raise IllTyped(f"The index {shown(letter)} runs to {known} in one place and to {length} in another.", span)

    @contextmanager
    def binding(self, name: str, index: Index) -> Iterator[None]:
        """Let a letter stand for an index for a while."""
        missing = object()
        before = self.indices.get(name, missing)
        self.indices[name] = index
        try:
            yield
        finally:
            if before is missing:
                del self.indices[name]
            else:
                self.indices[name] = before  # type: ignore[assignment]

    def new_letter(self, name: str, first: int = 1) -> Running:
        """An index that is in force only within a sum or a row, apart from any other of its name."""
        self._fresh_letters += 1
        return Running(f"{name}#{self._fresh_letters}", first)

    def declares(self, name: str) -> bool:
        """Whether the question or the answer gives this name a value."""
        scope = self.scope
        return name in self.locals or name in scope.symbols or name in scope.definitions or name in scope.free

    def is_fixed(self, name: str) -> bool:
        """Whether the question declares this letter as one position."""
        return name in self.scope.symbols and self.scope.symbols[name].is_index

    def is_taken(self, name: str) -> bool:
        """Whether a letter stands for a value of the question, and nothing makes an index of it here."""
        is_index = name in self.indices or name in self.named or self.is_fixed(name)
        return name in self.scope.symbols and not is_index

    def is_subscript(self, name: str) -> bool:
        """Whether a letter stands as an index anywhere in the answer."""
        entries = (each for each in walk(self.whole) if isinstance(each, Entry)) if self.whole else ()
        return any(isinstance(place, Name) and place.name == name for each in entries for place in each.indices)

    def index(self, name: str) -> Index:
        """What a letter in an index stands for."""
        if name in self.indices:
            return self.indices[name]
        return Fixed(name) if self.is_fixed(name) else Running(name)


def entries(shape: Shape) -> int:
    """About how many entries an array has at the sizes at which answers are compared."""
    total = 1
    for length in shape:
        total *= length.coefficient * 6 ** len(length.letters)
    return total


def shown(letter: str) -> str:
    """An index as the person wrote it."""
    return letter.partition("#")[0]
