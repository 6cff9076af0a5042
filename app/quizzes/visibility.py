"""What may be shown when. Nothing else decides this."""

from __future__ import annotations

from datetime import datetime

from app.quizzes.views import QuizView, Visible, When


def visibility(quiz: QuizView, due_at: datetime | None, now: datetime) -> Visible:
    """What of a judged answer its student may be shown now.

    `due_at` is that student's own due time; "due" waits for the quiz's and for theirs, and without any due time it
    waits for the release. Of an exam nothing is shown before its release, whatever is set.
    """
    dues = [due for due in (quiz.due_at, due_at) if due is not None]
    released = quiz.released_at is not None and quiz.released_at <= now
    over = released if quiz.due_at is None else now > max(dues)

    def shown(when: When) -> bool:
        moment = {"never": False, "check": True, "due": over, "release": released}[when]
        return moment and (released or quiz.mode != "exam")

    return Visible(shown(quiz.show_score), shown(quiz.show_reason), shown(quiz.show_reading), shown(quiz.show_solution))
