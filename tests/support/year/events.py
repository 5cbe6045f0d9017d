"""An event: planned by a member, published, registered for by the public, held, reported."""

import re
from datetime import date
from typing import Any

from tests.support.accounts import csrf_token
from tests.support.events import PLAIN
from tests.support.year.office import Office
from tests.support.year.world import send

NAME = "つながるフォーラム"


def forum(office: Office, member: int, day: date, guests: int) -> str:
    """Hold a forum with so many registered guests, one of whom stays away; return its page."""
    world = office.world
    organiser = world.client(member)
    said: dict[str, Any] = {
        **{key: str(getattr(value, "value", value)) for key, value in PLAIN.items()},
        **{"starts_at": "13:30", "ends_at": "16:00", "day": day.isoformat(), "needs": []},
    }
    page = send(organiser, "/events/new", said)
    send(office.desk, page, form="/publish")
    world.wait(3)
    for number in range(guests):
        person = {"name": f"因幡　{number}", "email": f"guest{number}@example.jp", "body": ""}
        send(world.visitor(), f"{page}/register", person)
    codes = []
    for number in range(guests):
        body = world.letter("event_registered", f"guest{number}@example.jp")
        codes.append(re.findall(r"\b[0-9A-Z]{4}-?[0-9A-Z]{4}\b", body)[0])
    world.go_to(day, 13)
    world.hold_at(13, 40)
    organiser = world.client(member)
    for code in codes[1:]:
        data = {"code": code, "csrf_token": csrf_token(organiser)}
        told = organiser.post(f"{page}/door", data=data, headers={"Accept": "application/json"})
        assert told.status_code == 200, told.text
        world.counted["came"] += 1
    world.wait(1)
    organiser = world.client(member)
    for part in ("people", "report"):
        assert organiser.get(f"{page}/{part}").status_code == 200
    for number in range(1, guests):
        own = world.link("event_questionnaire", f"guest{number}@example.jp", "questionnaire")
        answers = {"overall": "5", "connected": "yes", "useful": "yes"}
        send(world.visitor(), own, answers)
    assert organiser.get(f"{page}/report").status_code == 200
    world.counted["events"] += 1
    return page
