"""Secret random integers, reproducible for ever, and primes."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
from numpy.typing import NDArray


class Stream:
    """Random integers without end from HMAC(secret, label)."""

    def __init__(self, secret: bytes, label: str) -> None:
        self._key = hmac.new(secret, label.encode(), hashlib.sha256).digest()
        self._drawn = 0

    def integers(self, count: int) -> NDArray[np.uint64]:
        """The next `count` integers below 2^64."""
        self._drawn += 1
        block = hashlib.shake_256(self._key + self._drawn.to_bytes(4, "big")).digest(8 * count)
        return np.frombuffer(block, dtype=">u8").astype(np.uint64)

    def prime(self) -> int:
        """A random prime between 2^30 and 2^31."""
        return next_prime(2**30 + int(self.integers(1)[0]) % (2**30 - 2**10))


def next_prime(start: int) -> int:
    """The first prime from `start` on, for numbers below 3,215,031,751."""
    candidate = start | 1
    while not _is_prime(candidate):
        candidate += 2
    return candidate


def _is_prime(n: int) -> bool:
    """Miller and Rabin's test, exact with these bases in this range (Pomerance, Selfridge, Wagstaff 1980)."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(n, base, odd, twos) for base in (2, 3, 5, 7))


def _passes(n: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, n)
    if power in (1, n - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % n
        if power == n - 1:
            return True
    return False
