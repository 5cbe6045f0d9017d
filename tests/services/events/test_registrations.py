"""Registrations: seats, waiting list, offers, change, cancelling, twice from one address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app import clock
from app.errors import NotFound, RuleViolation
from app.models.post.outbox import OutboxAttachment
from app.rules.events.event import EventAudience
from app.rules.states.events.event import SeatState
from app.security.identity import viewer_for
from app.security.viewer import PUBLIC, SYSTEM
from app.services.events import events, registrations, reminders, seats
from app.services.post import attachments
from tests import factories
from tests.support.desk import LINKS
from tests.support.events import cancel, change, fresh, guest, letters, published, sent

At = Callable[[Any], None]
S = SeatState


def test_seat_then_waiting_list_with_place_and_reason(session: Any) -> None:
    event = published(capacity=1)
    first, second, third = guest(event), guest(event), guest(event)
    assert [row.state for row in (first, second, third)] == [S.REGISTERED, S.WAITING, S.WAITING]
    told = letters("event_waiting")
    assert "1番目" in told[0].body and "2番目" in told[1].body and "満席です" in told[0].body
    [seat] = letters("event_registered")
    assert "/registrations/" in seat.body and seat.secret and first.code in seat.body


def test_confirmation_carries_the_calendar_entry_but_not_to_lgwan(session: Any) -> None:
    event = published()
    guest(event)
    guest(event, email="city@city.tottori.lg.jp")
    seat, city = letters("event_registered")
    [file] = attachments.of(seat)
    [entry] = Calendar.from_ical(file.content).walk("VEVENT")
    assert str(entry["uid"]).startswith(f"event-{event.public_id}@")
    assert str(entry["dtstart"].dt.tzinfo) == "Asia/Tokyo"
    assert not session.query(OutboxAttachment).filter_by(message_id=city.id).count()


def test_same_address_twice_is_answered_by_mail_alone(session: Any) -> None:
    event = published()
    first = guest(event, email="Same@example.jp")
    assert guest(event, email="same@example.jp", name="別人") is first
    assert first.name != "別人"
    [again] = letters("event_again")
    assert again.recipient == "Same@example.jp" and "すでに" in again.body


def test_online_address_goes_to_those_with_a_seat_alone(session: Any) -> None:
    event = published(capacity=1, meeting_url="https://meet.example.jp/old")
    first, second = guest(event), guest(event)
    change(event, meeting_url="https://meet.example.jp/new", place="別の会場")
    seat, waits = letters("event_changed")
    assert (seat.recipient, waits.recipient) == (first.email, second.email)
    assert "meet.example.jp" in seat.body and first.code in seat.body
    assert "meet.example.jp" not in waits.body and second.code not in waits.body


@pytest.mark.both_databases
def test_a_freed_seat_is_offered_accepted_declined_or_lapses(session: Any, at: At) -> None:
    at(clock.now())
    event = published(capacity=1)
    rows = [guest(event) for _ in range(4)]
    cancel(rows[0])
    assert [row.state for row in rows] == [S.CANCELLED, S.OFFERED, S.WAITING, S.WAITING]
    assert rows[1].offered_until == clock.now() + timedelta(days=2)
    registrations.decline(PUBLIC, rows[1].id, rows[1].nonce, links=LINKS)
    assert (rows[1].state, rows[2].state) == (S.DECLINED, S.OFFERED)
    until = rows[2].offered_until
    at(until)
    with pytest.raises(RuleViolation, match="期限"):
        registrations.accept(PUBLIC, rows[2].id, rows[2].nonce, links=LINKS)
    seats.settle(SYSTEM, seats.hold(event.id), LINKS)
    assert (rows[2].state, rows[3].state) == (S.LAPSED, S.OFFERED)
    registrations.accept(PUBLIC, rows[3].id, rows[3].nonce, links=LINKS)
    assert rows[3].state is S.REGISTERED
    assert len(letters("event_offered")) == 3 and len(letters("event_lapsed")) == 1
    assert len(letters("event_registered")) == 2


def test_no_offer_after_the_deadline_and_who_waits_is_told(session: Any, at: At) -> None:
    event = published(capacity=1, deadline=clock.today() + timedelta(days=7))
    first, second = guest(event), guest(event)
    at(event.closes_at)
    seats.settle(SYSTEM, seats.hold(event.id), LINKS)
    assert second.state is S.LAPSED and "締め切りました" in letters("event_lapsed")[0].body
    cancel(first)
    assert letters("event_offered") == []
    with pytest.raises(RuleViolation, match="受付は終わりました"):
        guest(event)


def test_offers_are_timers_that_the_rule_knows(session: Any) -> None:
    event = published(capacity=1, kept_seats=1, kept_until=clock.today() + timedelta(days=3))
    moments = reminders.seat_moments(event.id)
    assert event.closes_at in moments and len(moments) == 2


def test_kept_seats_are_for_members_there_until_the_release_day(session: Any, at: At) -> None:
    event = published(
        capacity=2,
        kept_seats=1,
        kept_for=["312029"],
        kept_until=clock.today() + timedelta(days=3),
    )
    guest(event)
    second = guest(event)
    assert second.state is S.WAITING and "取り置いて" in letters("event_waiting")[0].body
    member = factories.member(municipality_code="312029")
    local = viewer_for(factories.account(organisation=member))
    kept = guest(event, local)
    assert (kept.state, kept.member_id, kept.municipality) == (S.REGISTERED, member.id, "312029")
    cancel(kept)
    assert second.state is S.WAITING
    at(event.kept_until + timedelta(days=1))
    seats.settle(SYSTEM, seats.hold(event.id), LINKS)
    assert second.state is S.OFFERED


def test_more_seats_are_offered_and_fewer_than_held_refused(session: Any) -> None:
    event = published(capacity=1)
    _first, second = guest(event), guest(event)
    with pytest.raises(RuleViolation, match="すでに1人"):
        change(event, capacity=0)
    change(event, capacity=3)
    assert second.state is S.OFFERED


def test_change_of_group_where_there_is_room(session: Any) -> None:
    event = published(groups="居場所：1\n研修")
    first, second = guest(event, wish="居場所"), guest(event, wish="研修")
    waiting = guest(event, wish="居場所")
    given = {"name": "新", "body": "会", "needs": ["sign"], "wish": "居場所"}
    assert waiting.state is S.WAITING and "組が満員" in letters("event_waiting")[0].body
    with pytest.raises(RuleViolation, match="満員"):
        registrations.change(PUBLIC, second.id, second.nonce, given, links=LINKS)
    given["wish"] = "研修"
    registrations.change(PUBLIC, first.id, first.nonce, given, links=LINKS)
    assert (first.name, first.wish, waiting.state) == ("新", "研修", S.OFFERED)


@pytest.mark.parametrize(
    ("access", "who", "words"),
    [
        (EventAudience.OPEN, "member", "申込みなし"),
        (EventAudience.SHOWN, "public", "会員だけ"),
        (EventAudience.SHOWN, "member", ""),
    ],
)
def test_who_may_register(session: Any, access: EventAudience, who: str, words: str) -> None:
    event = published(access=access)
    member = viewer_for(factories.account(organisation=factories.member()))
    assert words in registrations.why_not(member if who == "member" else PUBLIC, event)
    assert bool(registrations.why_not(member if who == "member" else PUBLIC, event)) is bool(words)


def test_another_persons_link_and_a_members_event_are_like_none(session: Any) -> None:
    event = published(access=EventAudience.MEMBERS)
    with pytest.raises(NotFound):
        registrations.register(PUBLIC, event.public_id, sent(), links=LINKS)
    row = guest(published())
    with pytest.raises(NotFound):
        registrations.by_link(PUBLIC, row.id, "another")
    events.cancel(SYSTEM, fresh(row_event(row)).public_id, "台風", links=LINKS)
    with pytest.raises(RuleViolation):
        registrations.cancel(PUBLIC, row.id, row.nonce, links=LINKS)


def row_event(row: Any) -> Any:
    return seats.hold(row.event_id)
