"""Sessions and the throttle are in the database: no host knows anything about them that the other does not."""

from __future__ import annotations

import pytest

from app.people import throttle
from tests.hosts.house import Browser, Hosts


@pytest.mark.parametrize("out", [0, 1])
def test_who_is_signed_in_at_one_is_so_at_both_and_who_signs_out_at_either_is_out(hosts: Hosts, out: int) -> None:
    browser = Browser()
    assert browser.sign_in(hosts.here, next(hosts.students).name)[0] == 303
    kept = list(browser.cookies)
    assert [browser.is_signed_in(host) for host in hosts.both] == [True, True]
    assert browser.send(hosts.both[out], "/", "/sign-out")[0] == 303
    stolen = Browser(cookies=kept)
    assert [stolen.is_signed_in(host) for host in hosts.both] == [False, False]


def test_failures_at_both_add_up_for_an_account(hosts: Hosts) -> None:
    name = next(hosts.students).name
    for number in range(throttle.BY_ACCOUNT):
        assert Browser().sign_in(hosts.both[number % 2], name, "a wrong one")[0] == 403
    for host in hosts.both:
        status, _, headers = Browser().sign_in(host, name)
        assert status == 429
        assert 0 < int(headers["Retry-After"]) <= throttle.WINDOW.total_seconds()
    pass_by(hosts)
    for host in hosts.both:
        assert Browser().sign_in(host, name)[0] == 303


def test_failures_at_both_add_up_for_an_address(hosts: Hosts) -> None:
    address, name = "10.1.2.3", next(hosts.students).name
    before = throttle.BY_ADDRESS - 2
    at = hosts.here.database
    with at() as db:
        db.write(lambda c: [throttle.reserve(c, f"name {n}", address, "", db.now()) for n in range(before)])
    for number, host in enumerate(hosts.both):
        assert Browser(address).sign_in(host, f"nobody {number}", "a wrong one")[0] == 403
    for host in hosts.both:
        assert Browser(address).sign_in(host, name)[0] == 429
        assert Browser("10.3.2.1").sign_in(host, name)[0] == 303
    pass_by(hosts)
    for host in hosts.both:
        assert Browser(address).sign_in(host, name)[0] == 303


def pass_by(hosts: Hosts) -> None:
    """As if the failures were longer ago than the throttle remembers."""
    past = "at - interval '16 minutes'" if "postgresql" in hosts.here.url else "datetime(at, '-16 minutes')"
    hosts.run(f"UPDATE failed_sign_ins SET at = {past} RETURNING 1")
