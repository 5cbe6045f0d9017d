"""The pages of case conferences, for the planner and for another participant."""

import re
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.rules.cases.access import Section
from app.services.cases import conference_papers, conferences
from tests.support import cases
from tests.support.canaries import CANARY, encodings_found
from tests.support.client import PlatformClient
from tests.support.conferences import planned


@pytest.fixture
def both(app: Flask, session: Any) -> tuple[PlatformClient, PlatformClient, str]:
    """Return the clients of the case manager and of a reader of another body, and the address."""
    lead, reader = cases.person("鳥取県"), cases.person("鳥取市")
    case = cases.new_case(lead)
    cases.add_participant(case, reader, Section.CONFERENCE)
    address = f"/cases/{case.id}/conferences"
    return cases.client_of(app, lead), cases.client_of(app, reader), address


def test_conference_from_plan_to_confirmed_minutes(both: Any) -> None:
    lead, reader, address = both
    everyone = re.findall(r'name="members" value="(\d+)"', lead.get(f"{address}/new").text)
    assert len(everyone) == 2
    now = clock.local(clock.now())
    values = {
        "day": now.date().isoformat(),
        "at": "00:00",
        "place": f"会議室{CANARY}",
        "agenda": f"支援の方針{CANARY}",
        "members": everyone,
    }
    answer = lead.submit(f"{address}/new", values)
    assert answer.status_code == 303, answer.text
    one = answer.location
    assert CANARY in reader.get(one).text
    calendar = reader.get(f"{one}/calendar.ics")
    assert encodings_found(calendar.data) == [] and "SUMMARY:会議" in calendar.text

    paper = {"title": f"経過{CANARY}", "text": "本文"}
    assert lead.submit(f"{one}/papers/new", paper).status_code == 303
    assert lead.submit(one, form="hand-out").status_code == 303
    [mine] = re.findall(r'href="([^"]+/copies/[^"]+)"', reader.get(one).text)
    printed = reader.get(mine)
    assert printed.mimetype == "application/pdf" and encodings_found(printed.data)
    assert "attachment" in printed.headers["Content-Disposition"]
    assert encodings_found(str(printed.headers).encode()) == []

    result = {"attended": everyone, "decisions": f"決定{CANARY}", "parts-0-what": "訪問"}
    half = lead.submit(f"{one}/hold", result)
    assert half.status_code == 422 and "決定" in half.text
    [body, *_] = re.findall(r'<option value="(\d+)"', half.text)
    part = {"parts-0-body": body, "parts-0-by_when": "2026-12-31"}
    assert lead.submit(f"{one}/hold", result | part).status_code == 303
    assert lead.submit(f"{one}/minutes", {"text": f"議事録{CANARY}"}).status_code == 303
    assert lead.get(f"{one}/minutes.pdf").mimetype == "application/pdf"
    assert lead.submit(one, form="confirm").status_code == 303
    assert "確定" in reader.get(one).text
    assert lead.submit(f"{one}/minutes", {"text": "後から"}).status_code == 422


def test_reader_is_offered_no_forms(both: Any) -> None:
    lead, reader, address = both
    one = lead.get(address).text
    assert "会議を予定する" in one
    assert "会議を予定する" not in reader.get(address).text


def test_copy_of_another_reader_is_not_found(app: Flask, session: Any) -> None:
    lead, reader = cases.person("鳥取県"), cases.person("鳥取市")
    case, actor = cases.new_case(lead), cases.viewer_of(lead)
    conference = planned(case, actor, reader)
    place = {"case_id": case.id, "conference_id": conference.id}
    paper = conference_papers.add(actor, **place, title="題", text="文")
    made = conference_papers.hand_out(actor, **place, paper_id=paper.id)
    [theirs] = [copy.id for copy in made if copy.person_id == lead.id]
    client = cases.client_of(app, reader)
    address = f"/cases/{case.id}/conferences/{conference.id}"

    assert client.get(f"{address}/copies/{theirs}.pdf").status_code == 404
    assert client.get(f"{address}/papers/{paper.id}").status_code == 200
    assert conferences.one(case.id, conference.id)
