"""A bank into the database: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from app.db import Database
from app.people.service import audit, course_named
from app.quizzes.tables import QuestionText, QuestionVersion, Quiz, QuizQuestion
from app.quizzes.views import Loaded
from questions.question import Bank, Question, Settings
from questions.question import Quiz as BankQuiz


def load(db: Database, bank: Bank) -> Loaded:
    """Bring a bank into the database: courses, quizzes, new question versions.

    Of a quiz that is there already only those settings and questions change that changed in its file, so that what
    instructors set and published in the web stays. A question that is gone from its file is withdrawn; what was
    answered stays.
    """

    def work(c: Connection) -> Loaded:
        now = db.now()
        new = sum(add_version(c, question, now) for _, question in bank)
        done = [_load_quiz(c, quiz) for quiz in bank.quizzes.values()]
        withdrawn = sum(one.withdrawn for one in done)
        kept, replaced = ([slug for one in done for slug in getattr(one, name)] for name in ("kept", "replaced"))
        for course in dict.fromkeys(quiz.course for quiz in bank.quizzes.values()):
            here = [quiz.id for quiz in bank.quizzes.values() if quiz.course == course]
            detail = {"new_versions": new, "withdrawn": withdrawn, "kept": kept, "replaced": replaced}
            said = {name: value for name, value in detail.items() if value}
            audit(c, now, None, course_named(c, course), "load", ", ".join(here), **said)
        return Loaded(len(bank.quizzes), sum(1 for _ in bank), new, withdrawn, kept, replaced)

    return db.write(work)


def add_version(c: Connection, question: Question, now: datetime) -> int:
    """Keep a version of a question; 0 when it is there already, else 1."""
    if c.execute(select(QuestionVersion.hash).where(QuestionVersion.hash == question.version)).first():
        return 0
    c.execute(insert(QuestionVersion).values(hash=question.version, content=question.content, created_at=now))
    return 1


@dataclass
class _Done:
    """What happened to the questions of a quiz; see `Loaded`."""

    withdrawn: int = 0
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


def _load_quiz(c: Connection, quiz: BankQuiz) -> _Done:
    quiz_id = _load_settings(c, quiz)
    texts = select(QuestionText.question_id, QuestionText.loaded)
    loaded: Mapping[int, str] = dict(c.execute(texts).all())
    placed = select(QuizQuestion.slug, QuizQuestion.id, QuizQuestion.version).where(QuizQuestion.quiz_id == quiz_id)
    there = {row.slug: row for row in c.execute(placed)}
    done = _Done()
    for position, question in enumerate(quiz.questions.values()):
        text = quiz.texts.get(question.id, "")
        if question.id not in there:
            _place(c, quiz_id, position, question, text)
            continue
        row = there[question.id]
        before = loaded.get(row.id, row.version)
        own = row.version != before
        if own and before == question.version:
            done.kept.append(f"{quiz.id}/{question.id}")
            c.execute(update(QuizQuestion).where(QuizQuestion.id == row.id).values(position=position, withdrawn=False))
            continue
        if own and row.version != question.version:
            done.replaced.append(f"{quiz.id}/{question.id}")
        _replace(c, row.id, position, question, text)
    gone = [row.id for slug, row in there.items() if slug not in quiz.questions]
    left = update(QuizQuestion).where(QuizQuestion.id.in_(gone), QuizQuestion.withdrawn.is_(False))
    done.withdrawn = c.execute(left.values(withdrawn=True)).rowcount if gone else 0
    return done


def _place(c: Connection, quiz_id: int, position: int, question: Question, text: str) -> None:
    """A question that is new in its quiz."""
    place = {"position": position, "version": question.version, "tries": question.tries, "withdrawn": False}
    row = insert(QuizQuestion).values(quiz_id=quiz_id, slug=question.id, **place).returning(QuizQuestion.id)
    keep_text(c, c.execute(row).scalar_one(), text, question.version)


def _replace(c: Connection, question_id: int, position: int, question: Question, text: str) -> None:
    """What its file says now of a question that is there."""
    place = {"position": position, "version": question.version, "tries": question.tries, "withdrawn": False}
    c.execute(update(QuizQuestion).where(QuizQuestion.id == question_id).values(place))
    keep_text(c, question_id, text, question.version)


def keep_text(c: Connection, question_id: int, text: str, loaded: str) -> None:
    """Keep what the author wrote of a question, and the version that its bank file had when it was loaded last."""
    values = {"text": text, "loaded": loaded}
    kept = c.execute(update(QuestionText).where(QuestionText.question_id == question_id).values(values))
    if not kept.rowcount:
        c.execute(insert(QuestionText).values(question_id=question_id, **values))


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
