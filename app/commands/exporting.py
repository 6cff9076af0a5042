"""`chainrule export`."""

from __future__ import annotations

import argparse
import sys

from app.commands.common import open_database
from app.insight import exports
from app.people import service as people
from app.quizzes import service as quizzes
from app.refusals import Refused


def export(args: argparse.Namespace) -> int:
    """Grades as CSV, or answers as JSON Lines, on standard output."""
    if args.canvas and args.what != "grades":
        raise Refused("--canvas is for grades: Canvas imports no answers.")
    db = open_database()
    quiz = quizzes.any_quiz(db, args.quiz)
    people.record(db, None, quiz.course_id, "export", quiz.slug, file=args.what)
    lines = exports.grades_csv(db, quiz, canvas=args.canvas) if args.what == "grades" else exports.answers(db, quiz)
    for line in lines:
        sys.stdout.write(line)
    sys.stdout.flush()
    return 0
