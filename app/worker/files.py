"""How many files and connections a process may have open."""

from __future__ import annotations

import resource
from contextlib import suppress


def grant(wanted: int) -> int:
    """Let this process, and those it makes, open so many files, or as many as the system allows; how many that are."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    possible = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if now != resource.RLIM_INFINITY and now < possible:
        with suppress(OSError, ValueError):  # a system may allow less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (possible, most))
    now, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if now == resource.RLIM_INFINITY else now
