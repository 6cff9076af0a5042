"""Taking a quiz by the JSON API."""

from __future__ import annotations

import pytest

from app.people import service as people
from app.quizzes import service as quizzes
from tests.app.api.conftest import Api


def test_quizzes_are_listed_with_their_questions(api: Api) -> None:
    (small,) = api.ask("GET", "/quizzes").get_json()
    assert (small["id"], small["title"], small["questions"]) == ("small", "Small", ["1.1", "1.2", "2.1"])
    assert (small["state"], small["attempt"]) == ("open", None)
    attempt = api.begin()
    (small,) = api.ask("GET", "/quizzes").get_json()
    assert (small["state"], small["attempt"]) == ("running", attempt)


def test_an_attempt_is_begun_once_and_then_resumed(api: Api) -> None:
    first = api.ask("POST", "/quizzes/small/attempts")
    assert first.status_code == 200
    begun = first.get_json()
    assert begun["quiz"] == "small"
    assert begun["state"] == "running"
    assert begun["due_at"] is None
    assert begun["started_at"] == "2030-05-01T12:00:00+00:00"
    assert [question["id"] for question in begun["questions"]] == ["1.1", "1.2", "2.1"]
    assert begun["answers"] == {}
    assert api.ask("POST", "/quizzes/small/attempts", {}).get_json() == begun
    assert api.ask("GET", f"/attempts/{begun['id']}").get_json() == begun


def test_a_quiz_that_is_over_is_not_begun(api: Api) -> None:
    quiz = api.store.quiz()
    quizzes.change_settings(api.store.db, api.store.instructor, quiz.id, {"due_at": "2030-05-01T11:00:00+00:00"})
    refused = api.ask("POST", "/quizzes/small/attempts")
    assert (refused.status_code, refused.get_json()["detail"]) == (403, "This quiz is over.")


def test_a_draft_is_kept_and_a_stale_one_gets_the_stored_one(api: Api) -> None:
    attempt = api.begin()
    path = f"/attempts/{attempt}/answers/1.1"
    none_yet = api.ask("PUT", path, {"answer": "A", "seq": 2})
    assert (none_yet.status_code, none_yet.get_json()["seq"], "answer" in none_yet.get_json()) == (409, 0, False)
    kept = api.ask("PUT", path, {"answer": {"pick": "A"}, "seq": 1})
    draft = {"question": "1.1", "answer": {"pick": "A"}, "seq": 1, "saved_at": "2030-05-01T12:00:00+00:00"}
    assert (kept.status_code, kept.get_json()) == (200, draft)
    assert api.ask("PUT", path, {"answer": {"pick": "A"}, "seq": 1.0}).get_json() == draft
    stale = api.ask("PUT", path, {"answer": {"pick": "B"}, "seq": 1})
    assert stale.status_code == 409
    assert stale.content_type == "application/problem+json"
    assert stale.get_json().items() >= draft.items()
    assert api.ask("GET", f"/attempts/{attempt}").get_json()["answers"] == {"1.1": {"answer": {"pick": "A"}, "seq": 1}}


def test_a_submission_answers_the_object_of_grading_lines(api: Api) -> None:
    answered = api.submit(api.begin(), "1.1", {"pick": "B"})
    assert answered.status_code == 201
    body = answered.get_json()
    assert set(body) == {"submission", "score", "outcome", "fields"}
    assert (body["submission"], body["score"], body["outcome"]) == (1, 0.0, "wrong")
    names = {"outcome", "score", "tag", "feedback", "reading", "shape", "witness", "first_wrong_step"}
    assert set(body["fields"]["pick"]) == names
    assert api.store.counts() == (1, 1, 1)


def test_the_same_key_and_answer_are_stored_once(api: Api) -> None:
    attempt = api.begin()
    first, again = (api.submit(attempt, "1.1", {"pick": "B"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert api.submit(attempt, "1.1", {"pick": "A"}).status_code == 409
    assert api.store.counts() == (1, 1, 1)


def test_a_key_belongs_to_its_attempt_and_question(api: Api) -> None:
    mine, theirs = api.begin(), api.begin("other")
    assert api.submit(mine, "1.1", "A").status_code == 201
    assert api.submit(mine, "2.1", "A").status_code == 201
    assert api.submit(theirs, "1.1", "A", who="other").status_code == 201


def test_what_cannot_be_read_is_invalid_and_no_error(api: Api) -> None:
    attempt = api.begin()
    for number, answer in enumerate([None, {"pick": None}, "(" * 30_000, [["A"] * 10] * 100, 10**400, "\x00"]):
        answered = api.submit(attempt, "1.1", answer, key=f"odd {number}")
        assert (answered.status_code, answered.get_json()["outcome"]) == (201, "invalid"), answer


def test_when_the_tries_are_used_nothing_more_is_stored(api: Api) -> None:
    attempt = api.begin()
    for number in range(3):
        assert api.submit(attempt, "1.1", "B", key=f"try {number}").status_code == 201
    refused = api.submit(attempt, "1.1", "A", key="one more")
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")
    assert api.submit(attempt, "1.1", "B", key="try 2").status_code == 200


def test_a_closed_attempt_takes_no_answer_but_repeats_what_it_said(api: Api) -> None:
    attempt = api.begin()
    first = api.submit(attempt, "1.1", "A")
    finished = api.ask("POST", f"/attempts/{attempt}/finish")
    assert (finished.status_code, finished.get_json()["state"]) == (200, "finished")
    assert api.submit(attempt, "1.1", "B", key="later").status_code == 403
    assert api.ask("PUT", f"/attempts/{attempt}/answers/1.1", {"answer": "B", "seq": 1}).status_code == 403
    again = api.submit(attempt, "1.1", "A")
    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_finishing_submits_what_was_only_a_draft(api: Api) -> None:
    attempt = api.begin()
    api.ask("PUT", f"/attempts/{attempt}/answers/1.1", {"answer": {"pick": "A"}, "seq": 1})
    finished = api.ask("POST", f"/attempts/{attempt}/finish").get_json()
    assert finished["questions"][0]["outcome"] == "correct"
    assert finished["earned"] == 2.0


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "é" * 16, "with\ttabs in between", " " * 20])
def test_a_key_of_another_form_is_refused(api: Api, key: str | None) -> None:
    attempt = api.begin()
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    path = f"/attempts/{attempt}/answers/1.1/submit"
    assert api.ask("POST", path, {"answer": "A"}, headers=headers).status_code == 400
    assert api.store.counts() == (0, 0, 0)


@pytest.mark.parametrize("key", ["k" * 16, "k" * 64, "two words and more", '"a", {b}: c; \\ ~!'])
def test_a_key_is_stored_as_it_came(api: Api, key: str) -> None:
    assert api.submit(api.begin(), "1.1", "A", key=key).status_code == 201
    assert api.store.scalar("SELECT idempotency_key FROM submissions") == key


def test_what_the_quiz_hides_is_left_out(api: Api) -> None:
    hidden = {"show_score": "never", "show_reason": "never", "show_reading": "never", "show_solution": "never"}
    quizzes.change_settings(api.store.db, api.store.instructor, api.store.quiz().id, hidden)
    attempt = api.begin()
    answered = api.submit(attempt, "1.1", "B").get_json()
    assert answered == {"submission": 1, "fields": {"pick": {}}}
    unreadable = api.submit(attempt, "1.1", 7, key="unreadable").get_json()
    assert unreadable["outcome"] == "invalid"
    assert set(unreadable["fields"]["pick"]) == {"outcome", "score", "tag", "feedback", "witness", "first_wrong_step"}
    shown = api.ask("GET", f"/attempts/{attempt}").get_json()
    assert "earned" not in shown
    assert all(set(one) == {"id", "title", "extra", "points", "state"} for one in shown["questions"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/attempts/{}", None),
        ("PUT", "/attempts/{}/answers/1.1", {"answer": "A", "seq": 1}),
        ("POST", "/attempts/{}/answers/1.1/submit", {"answer": "A"}),
        ("POST", "/attempts/{}/finish", None),
    ],
)
def test_somebody_elses_attempt_is_as_one_that_is_not_there(api: Api, method: str, path: str, body: object) -> None:
    attempt = api.begin()
    theirs = api.ask(method, path.format(attempt), body, who="other", key="k")
    nowhere = api.ask(method, path.format(424242), body, who="other", key="k")
    staff = api.ask(method, path.format(attempt), body, who="instructor", key="k")
    assert {theirs.status_code, nowhere.status_code, staff.status_code} == {404}
    assert theirs.data == nowhere.data == staff.data


def test_a_question_that_is_not_there_is_not_found(api: Api) -> None:
    attempt = api.begin()
    assert api.submit(attempt, "9.9", "A").status_code == 404
    assert api.submit(attempt, "1%00", "A").status_code == 404
    assert api.ask("PUT", f"/attempts/{attempt}/answers/9.9", {"answer": "A", "seq": 1}).status_code == 404


def test_an_answer_to_fields_that_are_not_there_does_not_fit(api: Api) -> None:
    attempt = api.begin()
    for answer in ({"pick": "A", "points": 3}, {}):
        refused = api.submit(attempt, "1.1", answer)
        assert (refused.status_code, refused.content_type) == (422, "application/problem+json"), answer
    assert api.submit(attempt, "1.2", "A").status_code == 422
    assert api.store.counts() == (0, 0, 0)


def test_a_preview_has_the_same_members_for_any_value(api: Api) -> None:
    for value in ("A", "B", "nonsense", None, [[1]], 10**400):
        seen = api.ask("POST", "/preview", {"question": "small/1.1", "field": "pick", "value": value})
        assert (seen.status_code, set(seen.get_json())) == (200, {"reading", "shape", "problems"}), value
    for name, status in {"small/9.9": 404, "none/1.1": 404, "1.1": 400, "": 400, "small/\0": 400, "a/b/c": 400}.items():
        refused = api.ask("POST", "/preview", {"question": name, "field": "pick", "value": "A"})
        assert refused.status_code == status, name
    assert api.ask("POST", "/preview", {"question": "small/1.1", "field": "x", "value": "A"}).status_code == 422


def test_questions_of_an_exam_are_not_previewed_before_it_is_begun(api: Api) -> None:
    quizzes.change_settings(api.store.db, api.store.instructor, api.store.quiz().id, {"mode": "exam"})
    body = {"question": "small/1.1", "field": "pick", "value": "A"}
    assert api.ask("POST", "/preview", body).status_code == 404
    assert api.ask("POST", "/preview", body, who="instructor").status_code == 200
    api.begin()
    assert api.ask("POST", "/preview", body).status_code == 200


def test_the_gradebook_has_a_row_a_student(api: Api) -> None:
    attempt = api.begin()
    api.submit(attempt, "1.1", "A")
    api.submit(attempt, "2.1", "B")
    book = api.ask("GET", "/quizzes/small/gradebook", who="instructor")
    assert book.get_json() == [
        {"student": "other", "score": 0.0, "questions": {}},
        {"student": "student", "score": 2.0, "questions": {"1.1": 2.0, "2.1": 0.0}},
    ]
    assert api.ask("GET", "/quizzes/small/gradebook").status_code == 404


@pytest.mark.parametrize("given", [None, "Bearer", "Bearer ", "Bearer wrong", "Basic c3R1ZGVudDp4", "{token}", "\xff"])
def test_without_a_token_nobody_is_known(api: Api, given: str | None) -> None:
    value = None if given is None else given.replace("{token}", api.tokens["student"])
    refused = api.ask("GET", "/quizzes", who=None, headers={} if value is None else {"Authorization": value})
    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")
    assert refused.headers["WWW-Authenticate"] == "Bearer realm=chainrule"


def test_the_scheme_may_be_written_in_any_case(api: Api) -> None:
    headers = {"Authorization": f"bearer {people.issue_token(api.store.db, 'student')}"}
    assert api.ask("GET", "/quizzes", who=None, headers=headers).status_code == 200


def test_a_revoked_token_is_none(api: Api) -> None:
    api.store.run("UPDATE tokens SET revoked_at = created_at")
    assert api.ask("GET", "/quizzes").status_code == 401
