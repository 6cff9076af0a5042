"""The kinds of fields, found by their folders."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from questions.kind import Kind


@cache
def kinds() -> Mapping[str, Kind[Any, Any]]:
    """Every kind by its name, which is its folder's."""
    found: dict[str, Kind[Any, Any]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            kind = importlib.import_module(f"{__name__}.{module.name}").KIND
            found[kind.name] = kind
    return found
