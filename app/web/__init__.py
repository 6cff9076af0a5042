"""What every page shares: headers, forgery checks, limits, cookies, assets and error pages."""

from __future__ import annotations

from flask import Flask

from app.config import LARGEST_BODY
from app.web import addresses, assets, errors, forgery, sent, wording
from app.web.headers import SecurityHeaders
from app.web.last_resort import LastResort


def init_app(app: Flask) -> None:
    """Put the application behind its guards; called once by the factory, before the rooms are registered."""
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, MAX_FORM_MEMORY_SIZE=LARGEST_BODY, MAX_FORM_PARTS=1000)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False  # no other site's script has anything to ask here
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.merge_slashes = False  # a redirect made of what was asked for is one redirect too many
    sent.init_app(app)
    addresses.init_app(app)
    forgery.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    wording.init_app(app)
    app.wsgi_app = SecurityHeaders(LastResort(app.wsgi_app))  # type: ignore[method-assign]
