"""Years of a platform, day by day, through the services and the real sweeps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.common.draft import Draft
from app.models.meeting.meeting import Meeting
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import MeetingForm
from app.rules.membership.membership import ContactKind, EndCause, ReceivedBy
from app.security.viewer import SYSTEM, Role
from app.services.common import clock_gaps, drafts, heartbeats
from app.services.filings import withdrawals
from app.services.membership import contacts, memberships
from app.tasks.front.timers import purge, sweep
from tests import factories
from tests.support import meetings as hall
from tests.support.concurrency import run_concurrently
from tests.support.desk import officer
from tests.support.years_oracle import DAY, Hall, Member, Plan, Reading, held, japan

HOUR = timedelta(hours=1)
AHEAD = timedelta(days=3 * 365)


def readings(
    first: date, days: int, outage: range, jump: int, every: int = 1
) -> tuple[list[Reading], dict[int, datetime]]:
    """Return a reading a day at ten in Japan, but none in the outage; the clock leaps on some days.

    On every 50th day it goes an hour ahead and an hour back. On day `jump` it stands three years
    ahead once. A person releases what waits on the day after. every: of the other days only so many
    are read; for the rest the second value tells, by the place of the next reading, when the clock was
    last seen by a sweep that had nothing to do.
    """
    found: list[tuple[datetime, bool | None]] = []
    released: list[int] = []
    for number in range(days):
        at = japan(first + number * DAY, 10)
        if number in outage:
            continue
        is_special = number in (outage.stop, outage.stop + 1, jump, jump + 1)
        if number % every and number % 50 != 20 and not is_special:
            found.append((at, None))
            continue
        if number in (outage.stop + 1, jump + 1):
            released.append(len(found))
        found.append((at, True))
        if number % 50 == 20:
            found += [(at + HOUR, False), (at - HOUR, False)]
        if number == jump:
            found += [(at + AHEAD, False), (at + HOUR, False)]
    waits = held([at for at, _is_day in found], released)
    shown = [
        Reading(at, is_day, wait)
        for (at, is_day), wait in zip(found, waits, strict=True)
        if is_day is not None
    ]
    idle: dict[int, datetime] = {}
    place = 0
    for at, is_day in found:
        if is_day is None:
            idle[place] = at
        else:
            place += 1
    return shown, idle


def plan(first: date, shown: Sequence[Reading], members: int, seed: int) -> Plan:
    """Draw what people do on the days that are read."""
    chance = Random(seed)
    days = [each.today for each in shown if each.is_day]
    lives = []
    for number in range(members):
        life = Member(f"団体{number:04}", first)
        pause = chance.choice((120, 300, 345, 400))
        day = first
        while (day := day + chance.randint(pause // 2, pause) * DAY) <= days[-1]:
            if day in set(days) and chance.random() < 0.7:
                life.contacts.add(day)
        if number % 7 == 3:
            filed = chance.choice(days[1:-40])
            life.leaves = filed, filed + chance.randint(1, 120) * DAY
        elif number % 7 == 5:
            life.expelled = chance.choice(days[1 : max(2, len(days) // 4)])
        last = life.expelled or (life.leaves and life.leaves[1])
        life.contacts = {
            day
            for day in life.contacts
            if (last is None or day < last) and (life.leaves is None or day < life.leaves[0])
        }
        lives.append(life)
    halls = [
        Hall(f"会議{place}", day, day + chance.randint(16, 40) * DAY, place % 2 == 1)
        for place, day in enumerate(days[len(days) // 14 : -len(days) // 7 : len(days) // 5])
    ]
    return Plan(lives, halls, [chance.choice(days) for _ in range(members // 2)], shown)


def play(
    app: Flask,
    at: Callable[[datetime], None],
    wanted: Plan,
    *,
    twice: int,
    idle: Mapping[int, datetime],
) -> dict[str, list[tuple[object, ...]]]:
    """Play the plan, and return what happened. twice: every so many readings two sweeps run at once.

    idle: place of a reading → when the clock was seen before it.
    """
    at(wanted.readings[0].at - HOUR)
    ids = _begin(wanted)
    was_held = False
    for place, reading in enumerate(wanted.readings):
        if was_held and not reading.held:
            at(wanted.readings[place - 1].at)
            _release()
        was_held = reading.held
        if place in idle:
            heartbeats.beat(SYSTEM, clock_gaps.SEEN, idle[place])
        at(reading.at)
        if reading.is_day:
            _work(wanted, reading.today, ids)
            db.session.commit()
        if place % twice == 0:
            run_concurrently(app, [sweep, sweep])
        else:
            sweep()
        purge()
    return _happened(ids)


def _begin(wanted: Plan) -> dict[str, int]:
    for other in db.session.scalars(select(Organisation)):
        other.next_question_on = None
    factories.account(Role.SECRETARIAT, email="desk@example.jp")
    ids = {}
    for each in wanted.members:
        ids[each.name] = factories.member(since=each.joined, name=each.name).id
    db.session.commit()
    return ids


def _release() -> None:
    gap = clock_gaps.present()
    assert gap is not None
    clock_gaps.settle(officer(), gap.id)
    db.session.commit()


def _work(wanted: Plan, today: date, ids: dict[str, int]) -> None:
    for each in wanted.members:
        if today in each.contacts:
            contacts.record_contact(SYSTEM, ids[each.name], ContactKind.CALL)
        if each.leaves and each.leaves[0] == today:
            withdrawals.enter(
                officer(),
                ids[each.name],
                received_by=ReceivedBy.PAPER,
                effective_on=each.leaves[1],
                reason="",
                no_scan="原本を保管",
            )
        if each.expelled == today:
            organisation = memberships.locked(ids[each.name])
            memberships.end(SYSTEM, organisation, EndCause.EXPULSION, on=today)
    for place, day in enumerate(wanted.drafts):
        if day == today:
            drafts.save(SYSTEM, "apply", f"token {place}", {"name": ["つづき"]})
    for each in wanted.halls:
        if each.notified == today:
            form = MeetingForm.WRITTEN if each.is_written else MeetingForm.BOTH
            meeting = hall.planned(
                form, title=each.title, starts_at=japan(each.day, 10), answers_by=each.day
            )
            hall.resolution(meeting)
            hall.notified(meeting)


def _happened(ids: dict[str, int]) -> dict[str, list[tuple[object, ...]]]:
    names = {number: name for name, number in ids.items()}
    titles: dict[int, str] = {each.id: each.title for each in db.session.scalars(select(Meeting))}
    ends = db.session.execute(
        select(AuditEntry.at, AuditEntry.subject_id).where(AuditEntry.action == "membership.end")
    ).all()
    over = select(Membership).where(Membership.ended_on.is_not(None))
    days = {each.organisation_id: each.ended_on for each in db.session.scalars(over)}
    return {
        "question": sorted(
            (each.created_at, names[each.organisation_id or 0], each.period)
            for each in _letters("contact_question")
        ),
        "end": sorted((at, names[int(key)], days[int(key)]) for at, key in ends),
        "readmission": _to_one(_letters("readmission_possible"), names),
        "reminder": sorted(
            {(each.created_at, titles[_subject(each)]) for each in _letters("meeting_reminder")}
        ),
        "answers": _to_one(_letters("answers_due"), titles),
        "drafts": [(db.session.scalar(select(func.count()).select_from(Draft)) or 0,)],
    }


def _letters(purpose: str) -> Sequence[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.purpose == purpose)
    return db.session.scalars(wanted.order_by(OutboxMessage.id)).all()


def _to_one(letters: Iterable[OutboxMessage], names: Any) -> list[tuple[object, ...]]:
    """Return the letters to the one officer who was there from the beginning."""
    return sorted(
        (each.created_at, names[_subject(each)])
        for each in letters
        if each.recipient == "desk@example.jp"
    )


def _subject(letter: OutboxMessage) -> int:
    return int(letter.dedupe_key.split(":")[1])
