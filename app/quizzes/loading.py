"""A bank into the database: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from app.db import Database
from app.people.service import audit, course_named
from app.quizzes.tables import QuestionVersion, Quiz, QuizQuestion
from app.quizzes.views import Loaded
from questions.question import Bank, Settings
from questions.question import Quiz as BankQuiz


def load(db: Database, bank: Bank) -> Loaded:
    """Bring a bank into the database: courses, quizzes, new question versions.

    Of a quiz that is there already only those settings change that changed in its file, so that what instructors
    set in the web stays. A question that is gone from its file is withdrawn; what was answered stays.
    """

    def work(c: Connection) -> Loaded:
        now = db.now()
        new = sum(_add_version(c, question.version, question.content, now) for _, question in bank)
        withdrawn = sum(_load_quiz(c, quiz) for quiz in bank.quizzes.values())
        loaded = Loaded(len(bank.quizzes), sum(1 for _ in bank), new, withdrawn)
        audit(c, now, None, None, "load", ", ".join(bank.quizzes), new_versions=new, withdrawn=withdrawn)
        return loaded

    return db.write(work)


def _add_version(c: Connection, version: str, content: str, now: datetime) -> int:
    if c.execute(select(QuestionVersion.hash).where(QuestionVersion.hash == version)).first():
        return 0
    c.execute(insert(QuestionVersion).values(hash=version, content=content, created_at=now))
    return 1


def _load_quiz(c: Connection, quiz: BankQuiz) -> int:
    quiz_id = _load_settings(c, quiz)
    there = {
        row.slug: row.id
        for row in c.execute(select(QuizQuestion.slug, QuizQuestion.id).where(QuizQuestion.quiz_id == quiz_id))
    }
    for position, question in enumerate(quiz.questions.values()):
        place = {"position": position, "version": question.version, "tries": question.tries, "withdrawn": False}
        if question.id in there:
            c.execute(update(QuizQuestion).where(QuizQuestion.id == there[question.id]).values(place))
        else:
            c.execute(insert(QuizQuestion).values(quiz_id=quiz_id, slug=question.id, **place))
    gone = [id for slug, id in there.items() if slug not in quiz.questions]
    left = update(QuizQuestion).where(QuizQuestion.id.in_(gone), QuizQuestion.withdrawn.is_(False))
    return c.execute(left.values(withdrawn=True)).rowcount if gone else 0


def _load_settings(c: Connection, quiz: BankQuiz) -> int:
    course_id = course_named(c, quiz.course)
    values = _settings(quiz.settings, quiz.id)
    now = msgspec.to_builtins(values)
    loaded = json.dumps(now, sort_keys=True)
    found = c.execute(select(Quiz.id, Quiz.loaded).where(Quiz.course_id == course_id, Quiz.slug == quiz.id)).first()
    if found is None:
        row = insert(Quiz).values(course_id=course_id, slug=quiz.id, released_at=None, loaded=loaded, **values)
        return int(c.execute(row.returning(Quiz.id)).scalar_one())
    before = json.loads(found.loaded)
    changed = {name: value for name, value in values.items() if now[name] != before.get(name)}
    c.execute(update(Quiz).where(Quiz.id == found.id).values(loaded=loaded, **changed))
    return int(found.id)


def _settings(settings: Settings, slug: str) -> Mapping[str, Any]:
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    title = settings.title or slug.replace("-", " ").capitalize()
    return {**values, "title": title, "sections": json.dumps(settings.sections)}
