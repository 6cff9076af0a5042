"""Rosters: what a file would change, and changing it."""

from __future__ import annotations

import pytest

from app.people import service
from app.people.importing import Plan
from app.people.passwords import hash_password
from app.people.views import Role
from app.refusals import Conflict, Refused, Unreadable
from tests.app.store import NOON, Store

HASH = hash_password("a password of the tests")
FILE = "name,role,labels\nstudent,assistant,A; B\nEmmy Noether,,A\nother,student,\ninstructor,instructor,\n"


def plan(store: Store, text: str) -> Plan:
    with store.db.read() as c:
        return service.plan(c, store.instructor, 1, text)


def carry_out(store: Store, text: str, seen: str | None = None) -> Plan:
    planned = plan(store, text)
    hashes = dict.fromkeys(planned.new, HASH)
    seen = planned.seen if seen is None else seen
    return store.db.write(lambda c: service.carry_out(c, NOON, store.instructor, 1, text, seen, hashes))


def members(store: Store) -> dict[str, tuple[Role, list[str]]]:
    with store.db.read() as c:
        return {one.person.name: (one.role, list(one.labels)) for one in service.roster(c, 1)}


def test_a_plan_says_what_would_change_and_changes_nothing(store: Store) -> None:
    before = members(store)
    found = plan(store, FILE)
    assert [(one.name, one.new, one.enrols, one.role, list(one.labels[1])) for one in found.changes] == [
        ("student", False, False, (Role.STUDENT, Role.ASSISTANT), ["A", "B"]),
        ("Emmy Noether", True, False, (None, Role.STUDENT), ["A"]),
    ]
    assert (found.new, found.unchanged, found.unnamed, found.faults) == (["Emmy Noether"], 2, 0, [])
    assert members(store) == before


def test_carrying_it_out_does_what_the_plan_said_once_and_is_audited(store: Store) -> None:
    carry_out(store, FILE)
    assert members(store)["student"] == (Role.ASSISTANT, ["A", "B"])
    assert members(store)["Emmy Noether"] == (Role.STUDENT, ["A"])
    entry = service.audit_entries(store.db, 1)[0]
    assert (entry.actor, entry.action, entry.subject) == ("instructor", "import roster", "2 people")
    assert "argon2" not in entry.detail
    assert list(plan(store, FILE).changes) == []
    assert service.sign_in(store.db, "emmy noether", "a password of the tests", "127.0.0.1")


def test_columns_that_are_not_there_leave_what_is(store: Store) -> None:
    carry_out(store, FILE)
    found = plan(store, "Name;Matriculation\nstudent;12345\n")
    assert list(found.changes) == []
    assert found.remarks == ["Not read, because there are no such columns: Matriculation."]
    assert found.unnamed == 3
    assert [list(one.labels[1]) for one in plan(store, "name\tlabels\nstudent\tB").changes] == [["B"]]


def test_who_has_an_account_elsewhere_comes_into_the_course(store: Store) -> None:
    service.add_user(store.db, "Visitor", "a password of the tests")
    (change,) = plan(store, "name\nVISITOR\n").changes
    assert (change.new, change.enrols) == (False, True)
    carry_out(store, "name\nVISITOR\n")
    assert members(store)["Visitor"] == (Role.STUDENT, [])


def test_a_roster_that_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    seen = plan(store, FILE).seen
    store.run("INSERT INTO labels (enrolment_id, label) VALUES (2, 'late')")
    with pytest.raises(Conflict, match="changed since"):
        carry_out(store, FILE, seen)
    assert members(store)["student"] == (Role.STUDENT, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("ada,emperor,", "Line 2: there is no role “emperor”"),
        ("=HYPERLINK(1),,", "begins like a formula"),
        ("ada,@SUM(1),", "begins like a formula"),
        ("ada,,-1", "begins like a formula"),
        (",student,", "Line 2: A name has between"),
        ("a\u0007da,,", "no control characters"),
        (f"{'n' * 101},,", "between 1 and 100"),
        (f"ada,,{'x' * 61}", "at most 60"),
        ("ada,,\nADA ,,", "Line 3: ADA is on line 2 already"),
        ("instructor,student,", "Line 2: your own role"),
    ],
)
def test_lines_that_cannot_be_are_named_and_nothing_is_done(store: Store, line: str, fault: str) -> None:
    text = f"name,role,labels\n{line}\n"
    assert fault in plan(store, text).faults[0]
    with pytest.raises(Refused, match="Mend"):
        carry_out(store, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "first line names the columns"),
        ("ada\nalan\n", "first line names the columns"),
        ("name,name\nada,alan\n", "two columns named name"),
        ("name\n\n \n", "nobody in this roster"),
        ("name\n" + "n\n" * 1001, "at most 1,000 lines"),
        ("name\n" + "n" * 50_000, "at most 50,000 characters"),
    ],
)
def test_a_file_that_is_no_roster_is_refused(store: Store, text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        plan(store, text)


def test_too_many_new_accounts_are_for_several_files(store: Store) -> None:
    text = "name\n" + "".join(f"new {n}\n" for n in range(201))
    assert "at most 200" in plan(store, text).faults[-1]


@pytest.mark.parametrize("name", ["ѕtudent", "stúdent", "stu dent", "s-tudent"])
def test_names_that_look_alike_are_worth_a_look(store: Store, name: str) -> None:
    assert plan(store, f"name\n{name}\n").remarks == [f"Line 2: {name} looks like student, and is spelled otherwise."]
    assert plan(store, "name\nemmy\n").remarks == []


def test_quotes_and_marks_of_byte_order_are_read(store: Store) -> None:
    found = plan(store, '\ufeffname,labels\r\n"Noether, Emmy","A;B"\r\n')
    assert [(one.name, list(one.labels[1])) for one in found.changes] == [("Noether, Emmy", ["A", "B"])]
