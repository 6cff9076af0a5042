"""What was found lately, by key, in a bounded space."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

K = TypeVar("K")

SPACE: Final = 1 << 22  # bytes of each half


class Remembered(Generic[K]):
    """Texts by key. When the newer half is full it becomes the older one, and what nobody asked for since is let go."""

    def __init__(self, space: int = SPACE) -> None:
        self._space = space
        self._newer: dict[K, bytes] = {}
        self._older: dict[K, bytes] = {}
        self._used = 0

    def get(self, key: K) -> bytes | None:
        """What was kept for this key, or None."""
        found = self._newer.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self._newer[key] = found
        return found

    def keep(self, key: K, size: int, text: bytes) -> None:
        """Keep a text for a key that takes `size` bytes."""
        self._used += size + len(text)
        if self._used > self._space:
            self._older, self._newer = self._newer, {}
            self._used = size + len(text)
        self._newer[key] = text
