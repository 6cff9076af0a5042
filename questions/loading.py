"""Bank files to questions: `<bank>/<course>/<quiz>.toml`. Faults name the file and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from questions.faults import BankError, Fault, Source
from questions.lines import Lines
from questions.question import Bank, Place, Question, Quiz, Settings
from questions.reading import read_question

BANK = Path(__file__).parent / "bank"
MOST_QUESTIONS = 1000
_PART = r"""(?:[^\s."'=,#{}\[\]]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"""(?<![^\s."'=,#{{}}\[\]]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{50}}""")


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    quiz: dict[str, Any] = {}
    question: list[dict[str, Any]] = []


def load_bank(directory: Path = BANK) -> Bank:
    """Every quiz below the directory; raises BankError with all faults of all files."""
    if not directory.is_dir():
        raise BankError(Fault(None, f"{directory} is no directory"))
    quizzes: dict[str, Quiz] = {}
    faults: list[Fault] = []
    for path in sorted(directory.glob("*/*.toml")):
        try:
            quiz = load_quiz(path)
        except BankError as error:
            faults.extend(error.faults)
            continue
        if twin := quizzes.get(quiz.id):
            faults.append(Fault(Place(path, 1), f"there is a quiz `{quiz.id}` in {twin.path}; a quiz is named once"))
        quizzes[quiz.id] = quiz
    if faults:
        raise BankError(*faults)
    return Bank(quizzes)


def load_quiz(path: Path) -> Quiz:
    """One bank file; raises BankError with all its faults."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError:
        raise BankError(Fault(Place(path, 1), "the file is not UTF-8")) from None
    source = Source(path, Lines(text))
    file = source.convert(_parsed(text, path), _File)
    settings = source.below("quiz").convert(file.quiz, Settings)
    faults = list(_settings_faults(settings, source.below("quiz")))
    questions: dict[str, Question] = {}
    for number, content in enumerate(file.question):
        at = source.below("question", number)
        try:
            question = read_question(content, at)
        except BankError as error:
            faults.extend(error.faults)
            continue
        if not question.id:
            faults.append(at.fault("a question of a quiz has an id"))
        elif question.id in questions:
            faults.append(at.below("id").fault(f"there is a question `{question.id}` already"))
        questions[question.id] = question
    faults.extend(sharing_faults(questions))
    if len(file.question) > MOST_QUESTIONS:
        faults.append(source.fault(f"a quiz has at most {MOST_QUESTIONS} questions"))
    if faults:
        raise BankError(*faults)
    return Quiz(path.stem, path.parent.name, settings, questions, path, _texts(text, list(questions)))


def read_text(text: str, path: Path) -> Question:
    """The question in a text such as a bank file has of one, `[[question]]` and what belongs to it; raises BankError.

    Faults say where in the text they are; `path` is what the text is called there.
    """
    source = Source(path, Lines(text))
    file = source.convert(_parsed(text, path), _File)
    if file.quiz:
        raise BankError(source.below("quiz").fault("settings of the quiz do not belong to a question"))
    if len(file.question) != 1:
        raise BankError(source.below("question", 1).fault("give one question, which begins with [[question]]"))
    return read_question(file.question[0], source.below("question", 0))


def _parsed(text: str, path: Path) -> dict[str, Any]:
    if too_long := _LONG_KEY.search(text):  # reading one takes the square of its parts
        line = text.count("\n", 0, too_long.start()) + 1
        raise BankError(Fault(Place(path, line), "a key has more than fifty parts"))
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BankError(Fault(Place(path, 1), "lists and tables are nested too deeply")) from None
    except ValueError as error:  # also of a number with too many digits
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1  # the parser says "at end of document"
        raise BankError(Fault(Place(path, line), str(error))) from None


def _texts(text: str, ids: Sequence[str]) -> Mapping[str, str]:
    """What the file says of each question, without the remarks that stand before the next one; nothing where it does
    not say `[[question]]` before each."""
    lines, places = text.splitlines(keepends=True), Lines(text)
    first = [places["question", n] for n in range(places.count("question"))]
    if not first or len(first) != len(ids):
        return {}
    pieces = []
    for begin, end in zip(first, [*first[1:], len(lines) + 1], strict=True):
        piece = lines[begin - 1 : end - 1]
        while not piece[-1].strip() or piece[-1].startswith("#"):
            piece.pop()
        pieces.append("".join(piece))
    return dict(zip(ids, pieces, strict=True))


def sharing_faults(questions: Mapping[str, Question]) -> Iterator[Fault]:
    """Questions that draw with another share its values only where both have the same ones by a name."""
    for question in questions.values():
        if question.draws_with is None:
            continue
        other = questions.get(question.draws_with)
        theirs = other.variants.parameters.drawn if other and other.variants and not other.draws_with else {}
        ours = question.variants.parameters.drawn if question.variants else {}
        both = ours.keys() & theirs.keys()
        if not both or any(ours[name] != theirs[name] for name in both):
            shared = "`draws_with` names a question of this quiz with parameters of the same names and values"
            yield Fault(question.place, shared)


def _settings_faults(settings: Settings, source: Source) -> Iterator[Fault]:
    for name in ("opens_at", "due_at"):
        moment = getattr(settings, name)
        if moment is not None and moment.tzinfo is None:
            yield source.below(name).fault("give the time with its offset, such as 2026-05-01T22:00:00Z")
    for name in ("minutes", "tries"):
        number = getattr(settings, name)
        if number is not None and number < 1:
            yield source.below(name).fault("this is at least 1")
