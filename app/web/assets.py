"""Style, script and font: served by WhiteNoise under names that hold their content's hash, to be kept for ever."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent.parent / "static"
PREFIX = "/static/"
HASHED = re.compile(r"\.[0-9a-f]{8}\.")  # the font's file has its hash in its name, for the stylesheet to use


def init_app(app: Flask) -> None:
    """Serve the files and give templates `asset('app.css')`."""
    addresses = {name: address(name, path) for name, path in files(STATIC).items()}
    served = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, url: bool(HASHED.search(url)))
    for name, path in files(STATIC).items():
        served.add_file_to_dictionary(addresses[name], str(path), stat_cache={str(path): os.stat(path)})
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = addresses.__getitem__


def files(root: Path) -> dict[str, Path]:
    """What is served, by its name below the root."""
    return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}


def address(name: str, path: Path) -> str:
    """The path under which a file is served."""
    if HASHED.search(name):
        return PREFIX + name
    stem, dot, suffix = name.rpartition(".")
    return f"{PREFIX}{stem}.{content_hash(path)}{dot}{suffix}"


def content_hash(path: Path) -> str:
    """Eight hexadecimal digits of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
