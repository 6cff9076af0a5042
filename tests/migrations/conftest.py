"""The same databases as the tests of the application."""

from tests.databases import furnished, store

__all__ = ["furnished", "store"]
