"""The instructor's desk. Whoever calls has checked the role in the quiz's course."""

from app.desk.attempts import attempt
from app.desk.queue import waiting
from app.desk.requests import reply, requests
from app.desk.tasks import grade, next_task, task

__all__ = ["attempt", "grade", "next_task", "reply", "requests", "task", "waiting"]
