"""Saves of one row by two people: one is asked, whatever the moment; forged marks; kept input."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from app.models.common.audit import AuditEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.open_task import OpenTask
from tests.support import closed_meetings, platform_meetings
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.concurrent_forms import FormPost, send_concurrently
from tests.support.edits import opened
from tests.support.forms import read_forms

ROUNDS = 3


@pytest.mark.both_databases
def test_of_two_simultaneous_saves_one_is_asked(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    officers = [client_as("secretariat"), client_as("secretariat")]
    meeting = hall.planned()
    path = f"/meetings/{meeting.id}/edit"
    for number in range(ROUNDS):
        forms = [opened(officer.get(path), path).form.values for officer in officers]
        places = [f"会場{number}-{each}" for each in range(2)]
        answers = send_concurrently(
            *(
                FormPost(officer, path, {**form, "place": place})
                for officer, form, place in zip(officers, forms, places, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [303, 422]
        codes = [answer.status_code for answer in answers]
        winner, loser = codes.index(303), codes.index(422)
        assert session.get(Meeting, meeting.id).place == places[winner]
        assert places[winner] in answers[loser].text and places[loser] in answers[loser].text


def test_fields_that_only_one_changed_are_both_kept(session: Any, client_as: RoleClients) -> None:
    """The second is asked, since the two changes may contradict each other."""
    one, two = client_as("secretariat"), client_as("secretariat")
    path = f"/meetings/{(meeting := hall.planned()).id}/edit"
    first, second = (opened(officer.get(path), path).form.values for officer in (one, two))
    assert one.post(path, data={**first, "place": "米子市文化ホール"}).status_code == 303
    asked = two.post(path, data={**second, "note": "駐車場があります。"})
    assert asked.status_code == 422 and "変更なし" in asked.text
    again = opened(asked, path).form.values
    assert (again["place"], again["note"]) == (["米子市文化ホール"], ["駐車場があります。"])
    assert two.post(path, data=again).status_code == 303
    session.expire_all()
    stored = session.get(Meeting, meeting.id)
    assert (stored.place, stored.note) == ("米子市文化ホール", "駐車場があります。")


def test_equal_changes_are_no_contradiction(session: Any, client_as: RoleClients) -> None:
    one, two = client_as("secretariat"), client_as("secretariat")
    path = f"/meetings/{hall.planned().id}/edit"
    forms = [opened(officer.get(path), path).form.values for officer in (one, two)]
    for officer, form in zip((one, two), forms, strict=True):
        assert officer.post(path, data={**form, "place": "同じ会場"}).status_code == 303


@pytest.mark.parametrize(
    "forged",
    [
        *("", "[]", "{", "7", "[" * 5000, '{"text": 1}', '{"text": [1, 2]}'),
        *(
            '{"text": ["課題", "0"]}',
            r'{"text": ["\ud800", "0"]}',
            '{"due_on": ["x", "0"], "text": ["[", "0"]}',
        ),
    ],
)
def test_forged_mark_neither_breaks_nor_hides_anything(
    session: Any, desk: PlatformClient, forged: str
) -> None:
    """It asks, or it is a second save; both are in the audit trail."""
    task = closed_meetings.task()
    path = f"/open-tasks/{task.id}"
    values = opened(desk.get(path), path).form.values
    answer = desk.post(path, data={**values, "text": "<b>新しい課題</b>", "opened": forged})
    assert answer.status_code == (422 if forged else 303)
    assert "<b>新しい" not in answer.text
    session.expire_all()
    assert (session.get(OpenTask, task.id).text == "<b>新しい課題</b>") is (not forged)
    saved = session.query(AuditEntry).filter_by(action="open_task.revise", refused=False).count()
    assert saved == (0 if forged else 1)


def test_refusal_names_no_value(session: Any, client_as: RoleClients) -> None:
    one, two = client_as("secretariat"), client_as("secretariat")
    path = f"/meetings/{hall.planned().id}/edit"
    forms = [opened(officer.get(path), path).form.values for officer in (one, two)]
    one.post(path, data={**forms[0], "place": "一人目の会場"})
    two.post(path, data={**forms[1], "place": "二人目の会場"})
    (refused,) = session.query(AuditEntry).filter_by(refused=True).all()
    assert refused.action == "refused:revise"
    assert not re.search("会場", json.dumps(refused.details, ensure_ascii=False))


@pytest.mark.parametrize("part", ["proxy", "statement"])
def test_answer_of_an_organisation_is_not_wiped_by_its_second_person(
    session: Any, client_as: RoleClients, part: str
) -> None:
    one, two = client_as("executive"), client_as("executive")
    meeting = platform_meetings.to_answer()
    path = f"/meetings/{meeting.id}/answer"
    forms = [form_of(person.get(path).text, part) for person in (one, two)]
    if part == "statement":
        (field,) = {f"word_{item.id}" for item in meeting.items}
        first, second = {field: "for"}, {field: "against"}
    else:
        told = {f"told_{item.id}": "free" for item in meeting.items}
        agents = [str(member) for member in hall.executives() if member != one.organisation_id]
        first, second = ({"agent": agent, **told} for agent in agents[:2])
    assert one.post(path, data={**forms[0], **first}).status_code == 303
    asked = two.post(path, data={**forms[1], **second})
    assert asked.status_code == 422 and "いまの登録" in asked.text
    assert two.post(path, data={**form_of(asked.text, part), **second}).status_code == 303


def form_of(page: str, part: str) -> dict[str, list[str]]:
    """Return the values of one of the forms of an answer sheet."""
    return next(form.values for form in read_forms(page) if form.values.get("part") == [part])
