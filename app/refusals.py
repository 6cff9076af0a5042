"""Why something that was asked for is not done. The message is one sentence for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unavailable(Exception):
    """The database is busy, full or away: nothing was stored; the same request may be sent again."""


class NotThere(Refused):
    """Not there, or not yours: nobody may learn which."""

    def __init__(self, message: str = "There is nothing here.") -> None:
        super().__init__(message)


class Unreadable(Refused):
    """The request itself makes no sense: an unknown field, an answer that is too long."""


class Closed(Refused):
    """Not open yet, or over."""


class NoTriesLeft(Refused):
    """All tries of a field are used."""


class Conflict(Refused):
    """Something else came first; what is stored stays."""


class WrongSignIn(Refused):
    """The name or the password is not right; nobody learns which."""

    def __init__(self) -> None:
        super().__init__("That name and password do not belong together.")


class Throttled(Refused):
    """Too many failed sign-ins; `seconds` from now it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("Too many failed sign-ins. Please wait a little and try again.")
        self.seconds = seconds


class StaleDraft(Conflict):
    """Another window saved a newer draft, which is `stored`."""

    def __init__(self, stored: object) -> None:
        super().__init__("A newer draft was saved from another window; it is kept.")
        self.stored = stored
