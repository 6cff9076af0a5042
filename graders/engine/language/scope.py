"""What may be named in an answer: declared symbols, definitions and sizes, nothing else.

`Scope.from_question({"X": "n x d", "w": "d", "i": "index"}, {"x_i": "X[i,:]^T"})`. A scope never changes; the tables
the parser asks are made once with it, so that one scope serves every answer to a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from graders.engine.language.declarations import Definition, Symbol, definition, symbol
from graders.engine.language.errors import ScopeError
from graders.engine.language.names import canonical
from graders.engine.sizes import ONE
from graders.engine.syntax import Tree

if TYPE_CHECKING:
    from graders.engine.language.words import Word

_WORD = re.compile(r"[^\W\d_]+(?:_?[0-9]+)?")
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, eq=False)
class Scope:
    """The names of one question. `free` are names that an answer itself introduced (a derivation's u, v, R)."""

    symbols: Mapping[str, Symbol]
    definitions: Mapping[str, Definition]
    free: frozenset[str] = frozenset()
    spare: tuple[str, ...] = ()  # letters that an answer may have for sizes besides those that are declared
    trees: dict[str, Tree] = field(default_factory=dict, repr=False)  # definitions as read, filled on first use
    words: dict[str, Word] = field(default_factory=dict, repr=False)  # words as understood, filled on first use

    @classmethod
    def from_question(cls, symbols: Mapping[str, str], definitions: Mapping[str, str] = NO_NAMES) -> Scope:
        """The scope of a question as its author declares it; raises ScopeError where a declaration says nothing."""
        scope = cls(
            {name: symbol(name, declared) for name, declared in symbols.items()},
            {made.name: made for made in (definition(key, text) for key, text in definitions.items())},
        )
        scope._refuse_double_names()
        return scope

    def extended(self, definitions: Mapping[str, str] = NO_NAMES, free: Iterable[str] = ()) -> Scope:
        """This scope with further definitions, or with names an answer introduced without a declared shape."""
        more = {made.name: made for made in (definition(key, text) for key, text in definitions.items())}
        return Scope(self.symbols, {**self.definitions, **more}, self.free | frozenset(free), self.spare)

    @cached_property
    def sizes(self) -> tuple[str, ...]:
        """The size letters, in the order of their first use."""
        letters: dict[str, None] = {}
        for declared in self.symbols.values():
            letters.update((letter, None) for axis in declared.shape for letter in axis.letters)
            if declared.runs_over and declared.runs_over.isalpha():
                letters[declared.runs_over] = None
        return tuple(letters)

    @cached_property
    def lengths(self) -> tuple[str, ...]:
        """The letters that may stand for the length of an axis."""
        return (*self.sizes, *self.spare)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name that stands alone, by its canonical spelling: symbols, definitions, free names, sizes."""
        declared = [*self.sizes, *self.free, *self.definitions, *self.symbols]
        return {canonical(name): name for name in declared}

    @cached_property
    def families(self) -> Mapping[str, Definition]:
        """Definitions that need an index (`x_i`), by the canonical spelling of their base."""
        return {canonical(name): made for name, made in self.definitions.items() if made.indices}

    @cached_property
    def scalar(self) -> str | None:
        """The one declared scalar, of which a bare σ is taken."""
        scalars = [name for name, declared in self.symbols.items() if not declared.shape and not declared.is_index]
        return scalars[0] if len(scalars) == 1 else None

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The names that stand for a single number: symbols, and what is defined where there are no others."""
        found = frozenset(name for name, declared in self.symbols.items() if not declared.shape)
        return found | self.definitions.keys() if len(found) == len(self.symbols) else found

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """How many indices an entry of a declared symbol takes: 1 for columns, 2 for matrices, 0 for scalars."""
        return {
            name: 1 if len(made.shape) == 2 and ONE in made.shape else len(made.shape)
            for name, made in self.symbols.items()
        }

    @cached_property
    def mentioned(self) -> Mapping[str, frozenset[str]]:
        """The symbols that a definition's text mentions, so that `s(z)` can be read as s where s = softmax(z)."""
        return {name: self._mentions(name) for name in self.definitions}

    def _mentions(self, name: str) -> frozenset[str]:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            text = self.definitions[waiting.pop()].text
            found = {self.names.get(canonical(word), "") for word in _WORD.findall(text)} - reached
            reached |= found
            waiting += found & self.definitions.keys()
        return frozenset(reached & self.symbols.keys())

    def _refuse_double_names(self) -> None:
        seen: dict[str, str] = {}
        for name in [*self.sizes, *self.symbols, *self.definitions]:
            if (other := seen.setdefault(canonical(name), name)) != name or (
                name in self.definitions and (name in self.symbols or name in self.sizes)
            ):
                raise ScopeError(f"{name} and {other} are spelt alike: each name can be declared once")
            if name in self.sizes and name in self.symbols:
                raise ScopeError(f"{name} is both a size and a symbol")
