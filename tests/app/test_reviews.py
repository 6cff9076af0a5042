"""Whatever was stored can be shown, by every kind."""

from __future__ import annotations

from typing import Any

import pytest

from app import kinds as pages
from questions.kinds import kinds

House = Any  # see conftest
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_any_stored_value_can_be_read_and_stays_text(house: House, kind: str) -> None:
    values = [None, True, 7, 1.5, [], {}, HOSTILE, [HOSTILE], {HOSTILE: HOSTILE}, {"a": [HOSTILE]}, {"steps": 3}]
    with house.site.test_request_context():
        for value in values:
            assert "<script" not in pages.shown_value(kind, "it", {}, value)
