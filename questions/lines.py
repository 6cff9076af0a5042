"""On which line of a TOML file a table or a key stands; the parser of the standard library does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_ARRAY = re.compile(r"\s*\[\[\s*([A-Za-z_][\w.\-]*)\s*\]\]\s*(?:#.*)?$")
_TABLE = re.compile(r"\s*\[\s*([A-Za-z_][\w.\-]*)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w\-]+))\s*=""")


class Lines:
    """Looks up lines (from 1) by paths such as `("question", 3, "field", 0, "points")`."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._last: dict[Path, int] = {}
        table: Path = ()
        for number, line in _outside_strings(text):
            if header := _ARRAY.match(line):
                table = self._resolve(header[1], appended=True)
                self._lines[table] = number
            elif header := _TABLE.match(line):
                table = self._resolve(header[1], appended=False)
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*table, key[1] or key[2] or key[3]), number)

    def __getitem__(self, path: Path) -> int:
        """The line of the path or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def count(self, name: str) -> int:
        """How many tables of this name the file has at its outermost."""
        return self._last.get((name,), -1) + 1

    def _resolve(self, dotted: str, appended: bool) -> Path:
        *outer, name = dotted.split(".")
        path: Path = ()
        for part in outer:
            path = (*path, part)
            if path in self._last:
                path = (*path, self._last[path])
        path = (*path, name)
        if not appended:
            return path
        self._last[path] = self._last.get(path, -1) + 1
        return (*path, self._last[path])


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not begin inside a string of several lines."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not fence:
            yield number, line
        rest = line
        while marks := re.search(re.escape(fence) if fence else "'''|\"\"\"", rest):
            fence = "" if fence else marks[0]
            rest = rest[marks.end() :]
