"""Who asks when a proxy passes requests on. Nobody's word is taken for it but that of the proxies which are trusted."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from app.refusals import Refused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HERE = frozenset({"127.0.0.1", "::1"})
UNIX_SOCKET = ""  # has no address, and is on this machine


def trusted(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The addresses of TRUSTED_PROXIES; raises Refused when one is none."""
    named = environment.get("TRUSTED_PROXIES", "").split(",")
    try:
        return frozenset(str(ipaddress.ip_address(one.strip())) for one in named if one.strip()) or HERE
    except ValueError as error:
        raise Refused(f"TRUSTED_PROXIES has addresses, separated by commas: {error}.") from None


class BehindProxy:
    """Takes the last address that a trusted proxy has added to X-Forwarded-For; those before it anybody can make up."""

    def __init__(self, app: WSGIApplication, proxies: Collection[str]) -> None:
        self.app = app
        self.proxies = frozenset({*proxies, UNIX_SOCKET})

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and environ.get("REMOTE_ADDR", "") in self.proxies:
            environ["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return self.app(environ, start_response)
