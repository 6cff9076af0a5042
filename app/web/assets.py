"""Style, script and font: served by WhiteNoise under names that hold their content's hash, to be kept for ever.

A kind of field may bring a `widget.js` and a `widget.css` in its folder, for the pages that ask for one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

import questions.kinds

STATIC = Path(__file__).parent.parent / "static"
KINDS = Path(questions.kinds.__path__[0])
PREFIX = "/static/"
HASHED = re.compile(r"\.[0-9a-f]{8}\.")  # the font's file has its hash in its name, for the stylesheet to use


def init_app(app: Flask) -> None:
    """Serve the files and give templates `asset('app.css')` and `widgets(kinds, '.js')`."""
    served_files = {**files(STATIC), **widgets(KINDS)}
    addresses = {name: address(name, path) for name, path in served_files.items()}
    served = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, url: bool(HASHED.search(url)))
    for name, path in served_files.items():
        served.add_file_to_dictionary(addresses[name], str(path), stat_cache={str(path): os.stat(path)})
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = addresses.__getitem__

    def of_kinds(kinds: Iterable[str], suffix: str) -> list[str]:
        names = dict.fromkeys(f"kinds/{kind}/widget{suffix}" for kind in kinds)
        return [addresses[name] for name in names if name in addresses]

    app.jinja_env.globals["widgets"] = of_kinds


def files(root: Path) -> dict[str, Path]:
    """What is served, by its name below the root."""
    return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}


def widgets(root: Path) -> dict[str, Path]:
    """What the kinds bring, by names such as `kinds/ordering/widget.js`."""
    return {f"kinds/{path.parent.name}/{path.name}": path for path in sorted(root.glob("*/widget.*"))}


def address(name: str, path: Path) -> str:
    """The path under which a file is served."""
    if HASHED.search(name):
        return PREFIX + name
    stem, dot, suffix = name.rpartition(".")
    return f"{PREFIX}{stem}.{content_hash(path)}{dot}{suffix}"


def content_hash(path: Path) -> str:
    """Eight hexadecimal digits of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
