"""Meetings for the secretariat's pages: one in each state, with the URL values of their routes."""

import json
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting, MeetingTemplate
from app.rules.meeting.agenda import MeetingForm, ResolutionKind
from app.rules.meeting.roll import Choice
from app.rules.regulations.regulation_text import parsed, written
from app.rules.states.meeting.meeting import MeetingState
from app.services.meeting import agendas, notices, observers, proxies, statements, votes
from tests.support import meetings as hall
from tests.support import register_samples
from tests.support.desk import officer

DATA = Path(__file__).parents[2] / "app/data/regulations"
PDF = b"%PDF-1.7 body"
_number = count(1)


def guideline(old: str = "個人での入会は認めない", new: str = "個人での入会は認める") -> str:
    """Return the text of the guideline with one change."""
    text = json.loads((DATA / "guideline.json").read_text(encoding="utf-8"))
    return written(text).replace(old, new)


def amendment(meeting: Meeting) -> AgendaItem:
    """Add a resolution to amend the guideline."""
    before = json.loads((DATA / "guideline.json").read_text(encoding="utf-8"))
    return hall.resolution(
        meeting,
        ResolutionKind.REGULATION,
        regulation_slug="guideline",
        regulation_text=parsed(guideline(), before),
        in_force_from=clock.today() + timedelta(days=60),
    )


def prepared() -> dict[str, Any]:
    """Create a meeting in preparation; return URL values with its item, paper and observer."""
    meeting = hall.planned()
    item = amendment(meeting)
    paper = agendas.add_paper(officer(), item.id, title="資料", name="a.pdf", content=PDF)
    someone = observers.add(officer(), meeting.id, name="専門家", reason="説明")
    return {
        "pk": meeting.id,
        "item_id": item.id,
        "paper_id": paper.id,
        "observer_id": someone.id,
        "member_id": hall.executives()[0],
    }


def submitted() -> dict[str, Any]:
    """Create a meeting whose notice awaits approval; return its URL values."""
    meeting = hall.planned()
    hall.resolution(meeting)
    notices.submit(officer(), meeting.id)
    return {"pk": meeting.id}


def notified() -> dict[str, Any]:
    """Create a meeting whose notice has been sent, with a proxy on paper; return its URL values."""
    meeting = hall.planned()
    item = amendment(meeting)
    paper = agendas.add_paper(officer(), item.id, title="資料", name="a.pdf", content=PDF)
    hall.notified(meeting)
    members = hall.executives()
    proxy = proxies.enter(
        officer(),
        meeting.id,
        members[0],
        members[1],
        hall.paper(name="委任状.pdf", copy=PDF),
        covers_all=True,
        instructions={},
    )
    return {
        "pk": meeting.id,
        "item_id": item.id,
        "paper_id": paper.id,
        "member_id": members[2],
        "proxy_id": proxy.id,
    }


def stated_on_paper() -> dict[str, Any]:
    """Create a notified meeting with a statement on paper; return its URL values."""
    found = notified()
    (word,) = statements.enter(
        officer(),
        found["pk"],
        found["member_id"],
        {found["item_id"]: Choice.FOR},
        hall.paper(name="回答書.pdf", copy=PDF),
    )
    return found | {"paper_id": word.paper_id}


def in_session() -> dict[str, Any]:
    """Create a meeting in session with an open item; return its URL values.

    Two members are present.
    """
    meeting, item = hall.in_session()
    someone = observers.add(officer(), meeting.id, name="専門家")
    members = hall.executives()
    hall.arrive(meeting, *members[:2])
    hall.delegate(meeting, members[3], members[4])
    votes.open_item(officer(), item.id)
    return {
        "pk": meeting.id,
        "item_id": item.id,
        "member_id": members[2],
        "observer_id": someone.id,
    }


def asked_for() -> dict[str, Any]:
    """Create a meeting requested by an executive member; return its URL values."""
    meeting = hall.planned()
    meeting.state, meeting.number = MeetingState.REQUESTED, None
    db.session.flush()
    return {"pk": meeting.id}


def template() -> MeetingTemplate:
    """Create a template for recurring meetings."""
    found: MeetingTemplate = register_samples.entry(
        MeetingTemplate,
        form=MeetingForm.BOTH,
        place="県庁",
        lead_days=21,
        agenda="活動の報告\n意見交換",
    )
    return found


def named(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the values with these names only."""
    return {name: values[name] for name in names}
