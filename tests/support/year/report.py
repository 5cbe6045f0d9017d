"""March: the annual report; and what must hold at the end of the year."""

import json
import re
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.services.common import trail
from tests.support.year.office import Office
from tests.support.year.world import World, press, send

LEFT_OVER = re.compile(r"\bNone\b|\bnull\b|undefined|[{}]|%\(|%s|<[a-z/]+>|&(?:lt|gt|amp);")


def annual_report(office: Office, year: int) -> dict[str, Any]:
    """Draft and publish the report; return its figures by key."""
    said = {
        "title": f"令和{year - 2018}年度の事業報告",
        "fiscal_year": str(year),
        "foreword": "一年の活動です。",
    }
    page = send(office.desk, "/annual-reports/new", said)
    press(office.desk, f"{page}/publish")
    guest = office.world.visitor()
    assert "一年の活動です。" in guest.get(page).text
    return dict(json.loads(guest.get(f"{page}/content.json").data))


def left_over(world: World) -> list[str]:
    """Return the letters with an unfilled place."""
    return [
        f"{each['purpose']}: {found[0]}"
        for each in world.letters
        if (found := LEFT_OVER.search(each["subject"] + "\n" + each["body"]))
    ]


def not_sent() -> list[str]:
    """Return the letters that failed or about which somebody has to decide."""
    bad = (OutboxState.FAILED, OutboxState.UNCERTAIN)
    wanted = select(OutboxMessage).where(OutboxMessage.state.in_(bad))
    return [f"{each.purpose} {each.state}" for each in db.session.scalars(wanted)]


def is_whole() -> bool:
    """Whether the audit trail is whole."""
    return list(trail.verify()) == []
