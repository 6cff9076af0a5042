"""What an answer means, as far as answers that mean the same can be told from others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`label` says what kind of thing the answer is (a shape, the letters ticked); `values` what it is worth at the
    question's secret points. They are compared with a tolerance and never shown to students."""

    label: str
    values: tuple[float, ...] = ()
