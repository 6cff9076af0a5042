"""A quiz whose time runs out, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

BANK = """
[quiz]
title = "Against the clock"
mode = "exam"
due_at = {due_at}

[[question]]
id = "1"
title = "A slope"
[question.symbols]
z = "scalar"
[[question.field]]
name = "slope"
kind = "expression"
derivative_of = "z^2"
wrt = "z"
"""


def test_at_the_end_what_was_written_is_handed_in_by_itself(
    visit: Visit, student: str, site: Any, tmp_path: Path
) -> None:
    visitor = visit()
    page = visitor.page
    visitor.sign_in(student)
    bank = tmp_path / "deep-learning"
    bank.mkdir()
    due_at = datetime.now(UTC) + timedelta(seconds=25)
    (bank / "clock.toml").write_text(BANK.format(due_at=due_at.isoformat()))
    site.command("load", str(tmp_path))

    visitor.go("/quizzes/clock")
    page.get_by_role("button", name="Start").click()
    visitor.open_question("1")
    assert page.locator(".clock").inner_text().startswith("due in 0:")
    page.locator("[name=slope]").fill("2z")
    page.get_by_text("The time is over.").wait_for(timeout=60_000)
    assert "time is over" in page.locator(".status").inner_text()
    assert page.locator("[name=slope]").input_value() == "2z"
    page.goto(page.url.split("/questions")[0] + "/results")
    assert "Received" in page.inner_text("main")
    assert "Correct" not in page.inner_text("main")
    visitor.faults.clear()  # a save in the last second may have been refused
