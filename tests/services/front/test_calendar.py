"""The calendar: who sees what, and the feed as a third-party parser reads it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app import clock
from app.errors import NotFound
from app.models.accounts.user import Account
from app.models.policy.advisory import AdvisorySession
from app.rules.events.event import EventAudience
from app.rules.policy.advice import Openness
from app.security.identity import viewer_for
from app.security.viewer import PUBLIC, SYSTEM
from app.services.events import events
from app.services.front import calendars
from tests import factories
from tests.support import meetings as hall
from tests.support import register_samples
from tests.support.desk import LINKS, officer
from tests.support.events import change, proposed, published


def titles(actor: Any) -> set[str]:
    today = clock.today()
    found = calendars.between(actor, today - timedelta(days=60), today + timedelta(days=60))
    return {item.title for item in found}


def test_each_sees_what_is_theirs(session: Any) -> None:
    published(name="公開の会")
    published(name="会員の会", access=EventAudience.MEMBERS)
    proposed(name="提案の会")
    for openness in (Openness.OPEN, Openness.CLOSED):
        register_samples.entry(
            AdvisorySession,
            name=f"審議会{openness.value}",
            openness=openness,
            held_on=clock.today(),
        )
    meeting, _item = hall.in_session()
    assert titles(PUBLIC) == {"公開の会", "審議会open"}
    general = viewer_for(factories.account(organisation=factories.member()))
    assert titles(general) == {"公開の会", "会員の会", "審議会open"}
    executive = viewer_for(factories.account(organisation=factories.founding_member()))
    assert meeting.full_title in titles(executive)
    assert "提案の会" not in titles(officer())


def entries(content: bytes) -> dict[str, Any]:
    found = Calendar.from_ical(content)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    return {str(each["summary"]): each for each in found.walk("VEVENT")}


def test_feed_keeps_uid_raises_sequence_and_says_cancelled(session: Any) -> None:
    event = published(name="公開の会")
    register_samples.entry(
        AdvisorySession, name="審議会", openness=Openness.OPEN, held_on=clock.today()
    )
    before = entries(calendars.public_feed(officer(), LINKS))
    change(event, place="別の会場")
    events.cancel(SYSTEM, event.public_id, "台風", links=LINKS)
    after = entries(calendars.public_feed(officer(), LINKS))
    assert before["公開の会"]["uid"] == after["公開の会"]["uid"]
    assert (int(before["公開の会"]["sequence"]), int(after["公開の会"]["sequence"])) == (0, 2)
    assert str(after["公開の会"]["status"]) == "CANCELLED"
    assert after["公開の会"]["dtstart"].params["TZID"] == "Asia/Tokyo"
    day = after["審議会"]["dtstart"].dt
    assert isinstance(day, date) and not isinstance(day, datetime)


def test_cancelled_stays_ninety_days(session: Any, at: Any) -> None:
    event = published(name="公開の会")
    events.cancel(SYSTEM, event.public_id, "台風", links=LINKS)
    at(event.day + timedelta(days=90))
    assert "公開の会" in entries(calendars.public_feed(PUBLIC, LINKS))


def test_personal_feed_shows_what_members_see_until_its_address_is_renewed(session: Any) -> None:
    published(name="会員の会", access=EventAudience.MEMBERS)
    account: Account = factories.account(organisation=factories.member())
    actor = viewer_for(account)
    assert calendars.address(actor, LINKS) == ""
    row = calendars.renew(actor)
    nonce = row.nonce
    assert "会員の会" in entries(calendars.personal_feed(PUBLIC, account.id, nonce, LINKS))
    calendars.renew(actor)
    with pytest.raises(NotFound):
        calendars.personal_feed(PUBLIC, account.id, nonce, LINKS)
    account.active = False
    with pytest.raises(NotFound):
        calendars.personal_feed(PUBLIC, account.id, row.nonce, LINKS)
