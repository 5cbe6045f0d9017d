"""Chapters of the events: one held, one full with a waiting list, one open, one proposed, one cancelled."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from app.demonstration.members import ROSTER
from app.demonstration.story import Stage, name
from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.events.event import EventAudience, EventKind, EventWay
from app.rules.membership.membership import Standing
from app.security.viewer import PUBLIC, Viewer
from app.services.events import door, events, registrations, seats

PLAIN: dict[str, Any] = {
    **{"starts_at": time(13, 30), "ends_at": time(16, 0), "way": EventWay.PLACE},
    **{"place": "県民ふれあい会館（見本）", "organiser": "事務局", "contact": "0857-00-0098"},
    **{"access": EventAudience.PUBLIC, "retention_months": 3, "municipality": "312011"},
}
ONLINE = {
    **{"way": EventWay.ONLINE, "place": "", "access": EventAudience.SHOWN, "capacity": 80},
    "meeting_url": "https://meet.example.jp/kensyu",
}
K = EventKind
WORKSHOP = ("つながりを考えるワークショップ", K.WORKSHOP, "県内の居場所の事例から、地域でできることを話し合います。")  # fmt: skip
FORUM = ("居場所づくりフォーラム", K.FORUM, "居場所を続ける工夫を、三つの団体が語ります。")
WALK = ("秋の交流ウォーク", K.OTHER, "砂丘の周りを、話しながら歩きます。")
TRAINING = ("相談を受ける人の研修", K.TRAINING, "話を聴くときの基本を学びます。")
NIGHT = ("夜カフェのひらき方を学ぶ会", K.WORKSHOP, "夜に開く居場所の始め方を話します。")


def hold(stage: Stage) -> Iterator[datetime]:
    """Events of the secretariat, and at last one that a member proposes."""
    yield stage.ago(48)
    workshop = _publish(stage, WORKSHOP, -21)
    yield stage.ago(30)
    guests = [_register(stage, workshop, number) for number in range(1, 13)]
    forum, walk = _publish(stage, FORUM, 12, capacity=8), _publish(stage, WALK, 20)
    yield stage.at(workshop.day, 14)
    for each in guests[:9]:
        door.mark(stage.second, workshop.public_id, each.code)
    door.walk_in(stage.second, workshop.public_id, "当日　あおい", "")
    yield stage.at(workshop.day, 18)
    events.hold(stage.second, seats.hold(workshop.id), stage.links)
    for number in range(20, 31):
        _register(stage, forum, number)
    yield stage.ago(7)
    _register(stage, walk, 40)
    reason = "道の工事が終わらないため"
    events.cancel(stage.second, walk.public_id, reason, links=stage.links)
    _publish(stage, TRAINING, 27, **ONLINE)
    yield stage.ago(2)
    _propose(stage, stage.person(stage.members(Standing.GENERAL)[18]), NIGHT, 25)


def _propose(
    stage: Stage, actor: Viewer, said: tuple[str, EventKind, str], days: int, **more: Any
) -> Event:
    values = {**dict(zip(("name", "kind", "summary"), said, strict=True)), "day": stage.day(days)}
    owner = {"organisation_id": actor.organisation_id}
    return events.add(actor, Event, PLAIN | values | owner | more)


def _publish(stage: Stage, said: tuple[str, EventKind, str], days: int, **more: Any) -> Event:
    proposed = _propose(stage, stage.second, said, days, **more)
    return events.publish(stage.second, proposed.public_id, links=stage.links)


def _register(stage: Stage, event: Event, number: int) -> EventRegistration:
    body = ROSTER[number % len(ROSTER)][1] if number % 2 else ""
    given = {"name": "　".join(name(number).values()), "email": f"guest{number}@example.jp"}
    given |= {"body": body, "wish": ""}
    row = {**given, "needs": []}
    return registrations.register(PUBLIC, event.public_id, row, links=stage.links)
