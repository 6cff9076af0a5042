"""What the pages get to know about quizzes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from questions.question import Question

Mode = Literal["practice", "homework", "exam"]
When = Literal["never", "check", "due", "release"]


@dataclass(frozen=True, slots=True)
class QuizView:
    """A quiz and its settings; `sections` are titles by the part of a question's id before the first dot."""

    id: int
    course_id: int
    slug: str
    title: str
    mode: Mode
    opens_at: datetime | None
    due_at: datetime | None
    minutes: int | None
    tries: int | None
    show_score: When
    show_reason: When
    show_reading: When
    show_solution: When
    released_at: datetime | None
    sections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question's place in a quiz; `version` names its content, `tries` are None when unlimited."""

    id: int
    slug: str
    position: int
    version: str
    tries: int | None


@dataclass(frozen=True, slots=True)
class Visible:
    """What of a judged answer may be shown to its student now."""

    score: bool
    reason: bool
    reading: bool
    solution: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a bank did.

    `kept` are questions whose files are unchanged since another version of them was published in the web, which
    stays; `replaced` those whose files changed, so that what was published in the web counts no longer.
    """

    quizzes: int
    questions: int
    new_versions: int
    withdrawn: int
    kept: Sequence[str] = ()
    replaced: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A question as it may be published: read and proved, with its author's text."""

    question: Question
    text: str
