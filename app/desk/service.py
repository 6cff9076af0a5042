"""The instructor's desk. Whoever calls has checked the role in the quiz's course."""

from app.desk.attempts import attempt
from app.desk.comments import drop_comment, keep_comment
from app.desk.overriding import override
from app.desk.queue import waiting
from app.desk.requests import reply, requests
from app.desk.tasks import grade, next_answer, task

__all__ = [
    "attempt",
    "drop_comment",
    "grade",
    "keep_comment",
    "next_answer",
    "override",
    "reply",
    "requests",
    "task",
    "waiting",
]
