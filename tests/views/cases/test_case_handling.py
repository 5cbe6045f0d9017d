"""The course of a case on its pages, from intake to closing and reopening."""

from datetime import timedelta
from typing import Any

from flask import Flask

from app import clock
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section, Urgency
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseState
from app.services.cases import records as case_records
from tests.support.cases import add_participant, client_of, filled, new_case, person, viewer_of

CLOSING = {"reason": "目標の達成", "text": "落ち着いて暮らしている。"}


def test_case_from_intake_to_closing_and_reopening(app: Flask, session: Any) -> None:
    writer = person("鳥取県")
    case = new_case(writer)
    path, client = f"/cases/{case.id}", client_of(app, writer)
    client.submit(path, form="/accept")
    assert case.state is CaseState.INTAKE  # the intake record is not written yet
    case_records.write(viewer_of(writer), case.id, RecordKind.INTAKE, filled(RecordKind.INTAKE))
    client.submit(path, form="/accept")
    day = clock.today() + timedelta(days=14)
    client.submit(f"{path}/revise", {"urgency": "immediate", "review_on": day.isoformat()})
    session.expire_all()
    assert (case.state, case.urgency, case.review_on) == (
        CaseState.OPEN,
        Urgency.IMMEDIATE,
        day,
    )
    assert "通常 → 緊急" in client.get(path).text
    case_records.write(viewer_of(writer), case.id, RecordKind.PART, filled(RecordKind.PART))
    left = client.get(f"{path}/close").text.partition("終わっていないこと")[2]
    assert "支援の分担" in left and "ケースの見直し" in left
    assert client.submit(f"{path}/close", {"text": "x"}).status_code == 422
    client.submit(f"{path}/close", CLOSING)
    assert "終結" in client.get(path).text
    assert CLOSING["text"] in client.get(f"{path}/sections/basic").text
    assert client.get(f"{path}/close").status_code == 409
    client.submit(f"{path}/reopen", {"text": "状況が変わった。"})
    session.expire_all()
    assert case.state is CaseState.OPEN


def test_non_manager_cannot_close_reopen_or_revise(app: Flask, session: Any) -> None:
    case, other = new_case(person("鳥取県")), person("鳥取市")
    add_participant(case, other, *(set(Section) - {Section.MANAGEMENT}), level=Level.WRITE)
    client, path = client_of(app, other), f"/cases/{case.id}"
    assert "/accept" not in client.get(path).text
    answers = [client.get(f"{path}/{part}").status_code for part in ("close", "reopen", "revise")]
    assert answers == [404, 404, 404]
    assert session.get(SupportCase, case.id).state is CaseState.INTAKE
