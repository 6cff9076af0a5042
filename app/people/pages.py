"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from app.people import service
from app.refusals import WrongSignIn
from app.web.access import Access, database, open_to
from app.web.cookies import browser_id, device_id, forget_browser, give_browser, give_device
from app.web.redirects import own_path

bp = Blueprint("people", __name__, template_folder="templates")


@bp.get("/sign-in")
@open_to(Access.ANYONE)
def sign_in_form() -> str | Response:
    """The form; who is signed in already goes on."""
    if g.person is not None:
        return redirect(own_path(request.args.get("next")), 303)
    return render_template("people/sign_in.html", name="", next=own_path(request.args.get("next")), problem=None)


@bp.post("/sign-in")
@open_to(Access.ANYONE)
def sign_in() -> tuple[str, int] | Response:
    """A new cookie for the right name and password; the same answer for a wrong password and an unknown name."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    wanted = own_path(request.form.get("next"))
    try:
        signed_in = service.sign_in(database(), name, password, request.remote_addr or "", device_id())
    except WrongSignIn as refused:
        return render_template("people/sign_in.html", name=name, next=wanted, problem=refused.message), 403
    service.sign_out(database(), browser_id())  # whoever was signed in before in this browser
    give_browser(signed_in.session_id)
    give_device(signed_in.device_id)
    return redirect(wanted, 303)


@bp.post("/viewing/end")
@open_to(Access.LOOKING)
def stop_viewing() -> Response:
    """Be oneself again."""
    service.stop_viewing(database(), browser_id())
    return redirect("/", 303)


@bp.post("/sign-out")
@open_to(Access.ANYONE)
def sign_out() -> Response:
    """End the sign-in here and on the server."""
    service.sign_out(database(), browser_id())
    forget_browser()
    return redirect("/", 303)
