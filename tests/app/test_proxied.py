"""Trusted proxies are believed about addresses; nobody else is."""

from __future__ import annotations

from typing import Any

import pytest

from app.proxied import HERE, BehindProxy, trusted
from app.refusals import Refused


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "made, up, 10.1.2.3", "10.1.2.3"),
        ("", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.0.0.7", "10.1.2.3", "10.1.2.3"),
        ("10.9.9.9", "10.1.2.3", "10.9.9.9"),
    ],
)
def test_the_address_is_that_of_the_browser(peer: str, forwarded: str, address: str) -> None:
    seen: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    BehindProxy(app, ("127.0.0.1", "10.0.0.7"))(
        {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, lambda *_: lambda _: None
    )
    assert seen == [address]


def test_proxies_elsewhere_are_named_by_their_addresses() -> None:
    assert trusted({}) == trusted({"TRUSTED_PROXIES": " "}) == HERE
    assert trusted({"TRUSTED_PROXIES": "10.0.0.7, 2001:DB8::0:7"}) == {"10.0.0.7", "2001:db8::7"}
    for none in ("*", "balancer", "10.0.0.0/8"):
        with pytest.raises(Refused, match="TRUSTED_PROXIES"):
            trusted({"TRUSTED_PROXIES": none})
