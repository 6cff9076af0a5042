"""Puts the application together; only wires."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app import config, guard, health, kinds, metrics, upgrading, web
from app.db import Database, durability
from app.desk.audit_pages import bp as course_audit
from app.desk.grading_pages import bp as grading
from app.desk.import_pages import bp as course_import
from app.desk.pages import bp as desk
from app.desk.people_pages import bp as course_people
from app.desk.question_pages import bp as question_pages
from app.desk.regrade_pages import bp as regrade_pages
from app.desk.ruling_pages import bp as rulings
from app.desk.second_pages import bp as second_looks
from app.desk.settings_pages import bp as settings_pages
from app.insight.api import bp as insight_api
from app.insight.gradebook_pages import bp as gradebook
from app.insight.live_pages import bp as live
from app.insight.pages import bp as insight
from app.people.pages import bp as people
from app.proxied import BehindProxy
from app.taking.api import bp as taking_api
from app.taking.pages import bp as taking
from app.web import openapi
from app.web.access import DATABASE
from app.web.tracing import Traced


def create_app(settings: config.Config | None = None, **overrides: Any) -> Flask:
    """The application, on a database that has this build's schema; raises Refused when it is newer."""
    settings = settings or config.read()
    app = Flask(__name__, static_folder=None)
    # Not as Flask's SECRET_KEY, with which it would look for a session of its own in every request.
    app.config.update(FORM_KEY=settings.secret_key, TRUSTED_HOSTS=list(settings.trusted_hosts), **overrides)
    db = Database(settings.database_url, settings.keys)
    upgrading.refuse_newer(db)
    durability.refuse_forgetful(db)
    app.extensions[DATABASE] = db
    web.init_app(app)
    guard.init_app(app)
    kinds.init_app(app)
    for room in (
        health.bp,
        people,
        taking,
        taking_api,
        desk,
        grading,
        second_looks,
        settings_pages,
        question_pages,
        course_people,
        course_audit,
        course_import,
        regrade_pages,
        rulings,
        insight,
        gradebook,
        live,
        insight_api,
        openapi.bp,
        metrics.bp,
    ):
        app.register_blueprint(room)
    metrics.init_app(app)
    proxies = settings.trusted_proxies
    app.wsgi_app = Traced(BehindProxy(app.wsgi_app, proxies), proxies)  # type: ignore[method-assign]
    return app
