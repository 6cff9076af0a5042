"""Where a page may send the browser next: within this site only."""

from __future__ import annotations

import re

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


def own_path(wanted: str | None, otherwise: str = "/") -> str:
    """`wanted` when it is a path of this site, else `otherwise`. Browsers read `//host` and `/\\host` as another site
    and drop tabs and newlines before they look, so a path with any of these is not one."""
    return wanted if wanted and _OWN_PATH.fullmatch(wanted) else otherwise
