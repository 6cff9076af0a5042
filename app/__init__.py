"""How people meet the questions: the web application and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Config


def create_app(settings: Config | None = None, **overrides: Any) -> Flask:
    """The application, on a database that has this build's schema; raises Refused when it is newer."""
    from app.factory import create_app  # here, so that commands without a web server start at once

    return create_app(settings, **overrides)
