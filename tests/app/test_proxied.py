"""A proxy on this machine is believed about addresses; nobody else is."""

from __future__ import annotations

from typing import Any

import pytest

from app.proxied import BehindProxy


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "made, up, 10.1.2.3", "10.1.2.3"),
        ("", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.9.9.9", "10.1.2.3", "10.9.9.9"),
    ],
)
def test_the_address_is_that_of_the_browser(peer: str, forwarded: str, address: str) -> None:
    seen: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    BehindProxy(app)({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, lambda *_: lambda _: None)
    assert seen == [address]
