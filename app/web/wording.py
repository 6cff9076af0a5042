"""How points, moments and outcomes are written on every page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from markupsafe import Markup, escape

FRACTIONS = {0: "", 250: "¼", 500: "½", 750: "¾"}
MARKS = {"correct": "✓", "partial": "½", "wrong": "✗", "invalid": "?", "undecided": "…", "ungraded": "…"}
OUTCOMES = {
    "correct": "Correct",
    "partial": "Partly right",
    "wrong": "Not right",
    "invalid": "Could not be read",
    "undecided": "Your instructor will look at it",
    "ungraded": "A person will grade it",
}
RECEIVED_MARK, RECEIVED = "●", "Received"
_TYPED = re.compile(r"`([^`]+)`")


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        points=points,
        moment=moment,
        utc=utc,
        clock=clock,
        span=span,
        mark=mark,
        outcome=outcome,
        inline=inline,
        plural=plural,
        worth=worth,
    )


def points(thousandths: int) -> str:
    """`1500` is written 1½, `1333` 1.33."""
    whole, rest = divmod(thousandths, 1000)
    if rest in FRACTIONS:
        return f"{whole or ''}{FRACTIONS[rest]}" or "0"
    return f"{thousandths / 1000:.2f}".rstrip("0")


def worth(thousandths: int) -> str:
    """`3 points`, `1 point`, `½ point`."""
    return f"{points(thousandths)} {plural(1 if 0 < thousandths <= 1000 else 2, 'point')}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """The word for so many."""
    return one if count == 1 else many or one + "s"


def moment(at: datetime) -> Markup:
    """A moment by the server's clock; a script, where there is one, shows it in the reader's own time zone."""
    at = at.astimezone(UTC)
    return Markup('<time datetime="{}">{}</time>').format(
        at.isoformat(timespec="seconds"), at.strftime("%a %-d %b, %H:%M UTC")
    )


def utc(at: datetime) -> str:
    """A moment in UTC, for where times are set; no script changes it."""
    return at.astimezone(UTC).strftime("%a %-d %b %Y, %H:%M UTC")


def clock(at: datetime) -> Markup:
    """The time of day, to the second."""
    at = at.astimezone(UTC)
    return Markup('<time datetime="{}" data-clock>{}</time>').format(
        at.isoformat(timespec="seconds"), at.strftime("%H:%M:%S UTC")
    )


def span(length: timedelta) -> str:
    """How long something takes, in the largest units that matter."""
    minutes = max(0, int(length.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days >= 2:
        return f"{days} days"
    hours += days * 24
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def mark(outcome: str | None) -> str:
    """The sign of an outcome; None has been received and is not shown yet."""
    return MARKS.get(outcome, "·") if outcome else RECEIVED_MARK


def outcome(name: str | None) -> str:
    """The words of an outcome."""
    return OUTCOMES.get(name, name) if name else RECEIVED


def inline(sentence: str) -> Markup:
    """A sentence with what is between backticks in the face of typed text."""
    return Markup(_TYPED.sub(r"<code>\1</code>", str(escape(sentence))))  # noqa: S704 (escaped before)
