"""`/metrics`: figures for Prometheus.

What is stored is counted in the database, so that it is the same for every worker and survives a restart; requests and
grading times are counted in memory that the workers share (`app.counting`), from the start of the server. Files under
/static are not counted: they never reach the application.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from flask import Blueprint, Flask, Response, request

from app import counting
from app.ledger import service as ledger
from app.taking import service as taking
from app.web.access import Access, database, open_to

bp = Blueprint("metrics", __name__)

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATUSES = (200, 201, 302, 303, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
REQUESTS = "chainrule_requests_total"
NOWHERE = "none"  # what no route matches

A = TypeVar("A", bound=Response)


def init_app(app: Flask) -> None:
    """Count every request; called after all routes are there."""
    routes = {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD"}
    }
    names = sorted(_name(route, status) for route in (*routes, NOWHERE) for status in STATUSES)
    counting.lay_out(names)
    app.after_request(count)


def count(response: A) -> A:
    """One more of its route and status."""
    method = "GET" if request.method == "HEAD" else request.method
    route = f"{method} {request.url_rule.rule}" if request.url_rule else NOWHERE
    counting.add(_name(route, response.status_code))
    return response


@bp.get("/metrics")
@open_to(Access.OPERATOR)
def metrics() -> Response:
    """Everything in the text format."""
    return Response("".join(f"{line}\n" for line in _lines()), content_type=MEDIA_TYPE)


def _lines() -> Iterator[str]:
    db = database()
    with db.read() as c:
        stored, drafts = ledger.figures(c), taking.count_drafts(c)
    judgements = [
        (f'{{source="{source}",outcome="{outcome}"}}', number)
        for (source, outcome), number in sorted(stored.judgements.items())
    ]
    waiting = [(f'{{outcome="{outcome}"}}', number) for outcome, number in stored.waiting.items()]
    yield from _family("submissions_total", "counter", "Submissions on disk.", [("", stored.submissions)])
    yield from _family("judgements_total", "counter", "Judgements on fields, by outcome.", judgements)
    yield from _family("answers_waiting", "gauge", "Answers that wait for a person, by why.", waiting)
    yield from _family("answers_pending", "gauge", "Answers that nothing has judged yet.", [("", stored.pending)])
    yield from _family("attempts_running", "gauge", "Attempts that were not handed in.", [("", stored.running)])
    yield from _family("drafts", "gauge", "Drafts kept.", [("", drafts)])
    totals = counting.totals()
    grading = [(name.removeprefix(counting.GRADING), totals[name]) for name in counting.HISTOGRAM]
    yield from _family("grading_seconds", "histogram", "How long grading a submission took.", grading)
    requests = [(name.removeprefix(REQUESTS), number) for name, number in totals.items() if name.startswith(REQUESTS)]
    seen = [(labels, number) for labels, number in requests if number]
    yield from _family("requests_total", "counter", "Requests, by route and status.", seen)


def _family(name: str, kind: str, meaning: str, samples: Iterable[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP chainrule_{name} {meaning}"
    yield f"# TYPE chainrule_{name} {kind}"
    for labels, number in samples:
        yield f"chainrule_{name}{labels} {number:.17g}"


def _name(route: str, status: int) -> str:
    return f'{REQUESTS}{{route="{route}",status="{status}"}}'
