"""Names and passwords: how they are compared, hashed and made."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.refusals import Refused

SHORTEST = 8
LONGEST = 1000

# argon2id at the cost that OWASP's cheat sheet on storing passwords recommends. The library's own is nine times that: a
# class that signs in at the same moment would keep all cores for a minute, and everybody else waiting.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# argon2 lets other threads run. More at once than there are cores would be no sooner done, and each thread that ever
# did it keeps the 19 MiB.
_hashing = ThreadPoolExecutor(os.cpu_count(), "hashing")
_WORD = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def name_key(name: str) -> str:
    """The form in which names are unique."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def check_name(name: str) -> str:
    """The name as it is shown; raises Refused."""
    shown = unicodedata.normalize("NFKC", name).strip()
    if not 1 <= len(name_key(shown)) <= 100:
        raise Refused("A name has between 1 and 100 characters.")
    if any(unicodedata.category(character)[0] in "CZ" and character != " " for character in shown):
        raise Refused("A name has no control characters.")
    return shown


def hash_password(password: str) -> str:
    """The argon2id hash; raises Refused when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(f"A password has at least {SHORTEST} and at most {LONGEST} characters.")
    return _hashing.submit(_hasher.hash, unicodedata.normalize("NFKC", password)).result()


def hash_passwords(passwords: Collection[str]) -> Mapping[str, str]:
    """Their hashes, made on all cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(passwords, pool.map(hash_password, passwords), strict=True))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long without an account as with one."""
    against = password_hash or _nobodys()
    try:
        right = _hashing.submit(_hasher.verify, against, unicodedata.normalize("NFKC", password[:LONGEST])).result()
    except VerificationError:
        return False
    return right and password_hash is not None


def renewed(password_hash: str, password: str) -> str:
    """The hash of a password that is right, at today's cost: all take equally long to compare."""
    return hash_password(password[:LONGEST]) if _hasher.check_needs_rehash(password_hash) else password_hash


def new_password() -> str:
    """A password for print: three groups of five, about 74 bits."""
    return "-".join("".join(secrets.choice(_WORD) for _ in range(5)) for _ in range(3))


def new_id() -> str:
    """A random id for a cookie or a token."""
    return secrets.token_urlsafe(32)


def id_hash(random_id: str) -> str:
    """What is stored of a random id; it has too many bits to need a slow hash."""
    return hashlib.sha256(random_id.encode("utf-8", "replace")).hexdigest()


@cache
def _nobodys() -> str:
    return _hasher.hash(new_id())
