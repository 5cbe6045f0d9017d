"""March: the annual report; and what must hold at the end of the year."""

import json
import re
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.common.timer import Timer
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.services.common import trail
from tests.support.year.office import Office
from tests.support.year.world import Visitor, World, press, send

PAGE = re.compile(r'href="(/(?!static|logout|lang)[^"#?]*)"')
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
    guest.get(f"{page}/report.pdf")
    return dict(json.loads(guest.get(f"{page}/content.json").data))


def figures(content: dict[str, Any]) -> dict[str, Any]:
    """Return the sums of the published figures by key."""
    found = [each for group in content["groups"] for each in group["figures"]]
    return {each["key"]: each["total"] for each in found}


def wanted(world: World, executives: int) -> dict[str, int]:
    """Return the same sums as the chapters counted them."""
    done = world.counted
    return {
        "members.joined": done["accepted"],
        "members.left": done["left"],
        "members.by_kind": executives + done["accepted"] - done["left"],
        "proposals.decided": done["proposals"],
        "proposals.answers": done["proposals"],
        "events.held": done["events"],
        "events.came": done["came"],
        "grants.applied": done["grants"],
        "grants.decided": done["grants"],
        "grants.amount": done["paid"],
        "grants.paid": done["paid"],
        "meetings.held": done["meetings"] + done["written"],
        "meetings.resolutions": done["resolutions"],
        "meetings.attendance": done["attended"] * 100 // (executives * done["meetings"]),
    }


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


def failed_timers() -> list[str]:
    """Return the timers whose handler failed."""
    wanted = select(Timer).where(Timer.error != "")
    return [f"{each.kind}: {each.error}" for each in db.session.scalars(wanted)]


def look_around(client: Visitor) -> None:
    """Open every page that the person's home page links to."""
    for path in sorted(set(PAGE.findall(client.get("/").text))):
        status = client.get(path, follow_redirects=True).status_code
        assert status == 200, f"{path} answered {status}"
