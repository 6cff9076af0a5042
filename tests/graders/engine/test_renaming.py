"""Shapes that differ only in their letters."""

from __future__ import annotations

import pytest

from graders.engine.renaming import renamed_alike
from graders.engine.sizes import shape


@pytest.mark.parametrize(
    ("given", "target", "alike"),
    [
        (("k", "d"), ("n", "d"), True),
        (("d", "n"), ("n", "d"), True),
        (("d", "d"), ("n", "d"), False),
        (("1", "k"), ("1", "d"), True),
        (("n", "2"), ("n", "d"), False),
        (("n",), ("n", "d"), False),
    ],
)
def test_it_exchanges_letters(given, target, alike):
    assert renamed_alike(shape(*given), shape(*target), "ndk") is alike
