"""A roster as CSV, read: lines that can be understood, faults, and names that look like others.

The first line names the columns: `name`, and if wanted `role` and `labels` (several separated by `;`).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.people.passwords import check_name, name_key
from app.people.roster import checked_labels
from app.people.views import Role
from app.refusals import Refused, Unreadable
from app.sheets import FORMULA

LONGEST, MOST_ROWS = 50_000, 1_000  # characters, lines
COLUMNS = ("name", "role", "labels")
# Letters of other alphabets, and digits, that are drawn like Latin letters.
ALIKE = str.maketrans("аеорсухіјѕԁһԛԝαορχνικмтвн01", "aeopcyxijsdhqwaopxvikmtbhol")


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be understood; None leaves what is there."""

    line: int
    name: str
    role: Role | None
    labels: Sequence[str] | None


@dataclass
class Read:
    """What a file says, what is wrong with it, and what is worth a look."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(text: str) -> Read:
    """The lines of a file; raises Unreadable where its first line does not name columns, or it is too long."""
    if len(text) > LONGEST:
        raise Unreadable(f"A roster has at most {LONGEST:,} characters: import it in parts.")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = lines.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        cells = [[cell.strip(" ") for cell in row] for row in csv.reader(io.StringIO(lines), delimiter=mark)]
    except csv.Error as error:
        raise Unreadable(f"This is no CSV that can be read: {error}.") from None
    names = [cell.strip().casefold() for cell in cells[0]] if cells else []
    if "name" not in names:
        raise Unreadable("The first line names the columns: name, and if you like role and labels.")
    if twice := sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        raise Unreadable(f"There are two columns named {twice[0]}: keep one of them.")
    if len(cells) - 1 > MOST_ROWS:
        raise Unreadable(f"A roster has at most {MOST_ROWS:,} lines: import it in parts.")
    said = Read()
    if unknown := [cell for cell, name in zip(cells[0], names, strict=True) if name and name not in COLUMNS]:
        said.remarks.append(f"Not read, because there are no such columns: {', '.join(unknown)}.")
    lines_of: dict[str, int] = {}
    for number, row in enumerate(cells[1:], 2):
        if not any(row):
            continue
        try:
            found = _row(number, dict(zip(names, row, strict=False)))
        except Refused as refused:
            said.faults.append(f"Line {number}: {refused.message}")
            continue
        key = name_key(found.name)
        if key in lines_of:
            said.faults.append(f"Line {number}: {found.name} is on line {lines_of[key]} already.")
            continue
        lines_of[key] = number
        said.rows.append(found)
    if not said.rows and not said.faults:
        raise Unreadable("There is nobody in this roster: write a line for each person under the first one.")
    return said


def _row(number: int, cells: Mapping[str, str]) -> Row:
    for name in COLUMNS:
        if cells.get(name, "").startswith(FORMULA):
            raise Unreadable(f"“{cells[name][:40]}” begins like a formula. Take away its first sign.")
    role = cells.get("role", "").strip().casefold()
    if role not in ("", *Role):
        raise Unreadable(f"there is no role “{role[:40]}”: it is student, assistant or instructor.")
    labels = None
    if "labels" in cells:
        labels = checked_labels([word for word in re.split(r"[,;|]", cells["labels"]) if word.strip()])
    return Row(number, check_name(cells["name"]), Role(role) if role else None, labels)


def alike(rows: Sequence[Row], others: Collection[str]) -> Iterator[str]:
    """Names that look like another one: two spellings of a person, or somebody who poses as another."""
    names = {name_key(name): name for name in (*(row.name for row in rows), *others)}
    by_look: dict[str, list[str]] = {}
    for name in names.values():
        by_look.setdefault(_look(name), []).append(name)
    for row in rows:
        same = [name for name in by_look[_look(row.name)] if name_key(name) != name_key(row.name)]
        if same:
            yield f"Line {row.line}: {row.name} looks like {', '.join(same[:3])}, and is spelled otherwise."


def _look(name: str) -> str:
    """What a name looks like: without accents, spaces and marks, letters of other alphabets as those they resemble."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LNS")
    return letters.translate(ALIKE).replace("rn", "m").replace("i", "l")
