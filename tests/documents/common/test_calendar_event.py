"""Calendar entries: one format, with details for a meeting and without details for a conference."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from app.documents.common import confidential_calendar
from app.documents.common.calendar_event import CalendarEntry, Method, ics
from app.documents.meeting import calendar as meeting_calendar
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.meeting.meeting import MeetingState

AT = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)


def read(file: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    whole = icalendar.Calendar.from_ical(file)
    (event,) = whole.walk("VEVENT")
    return whole, event


def meeting(**values: object) -> Meeting:
    return Meeting(
        **{
            "id": 7,
            "number": 5,
            "title": "会議",
            "form": MeetingForm.BOTH,
            "starts_at": AT,
            "place": "県庁, 第3;会議室",
            "online_url": "",
            "online_access": "",
            "note": "",
            "revision": 0,
            "state": MeetingState.NOTIFIED,
            **values,
        }
    )


def test_entry_of_a_conference_tells_the_time_only() -> None:
    entry = confidential_calendar.ics(
        "x1", AT, is_cancelled=False, host="kodoku.example.jp", stamped_at=AT
    )
    _whole, event = read(entry)
    assert set(event) == {
        *("UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"),
        *("SEQUENCE", "STATUS", "CLASS"),
    }
    assert (event["UID"], event["SUMMARY"], event["CLASS"]) == (
        "x1@kodoku.example.jp",
        "会議",
        "PRIVATE",
    )


def test_entry_of_a_meeting_is_in_japans_time_zone_and_has_an_end() -> None:
    file = meeting_calendar.ics(meeting(), host="h", stamped_at=AT, url="https://h/meetings/7")
    whole, event = read(file)
    assert whole.walk("VTIMEZONE")[0]["TZID"] == "Asia/Tokyo"
    assert b"DTSTART;TZID=Asia/Tokyo:20261210T140000" in file
    assert event["DTEND"].dt - event["DTSTART"].dt == meeting_calendar.USUAL_LENGTH
    assert (event["URL"], event["LOCATION"]) == ("https://h/meetings/7", "県庁, 第3;会議室")
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert "METHOD" not in whole


def test_changed_and_cancelled_meeting_replaces_its_entry() -> None:
    changed = meeting(revision=2, state=MeetingState.CANCELLED, ends_at=AT + timedelta(minutes=90))
    file = meeting_calendar.ics(changed, host="h", stamped_at=AT, method=Method.CANCEL)
    whole, event = read(file)
    assert (whole["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
    assert event["UID"] == "meeting-7@h"


@pytest.mark.parametrize("typed", ["a\\b;c,d", "行\n行", "x" * 300, "会議" * 60, '"quoted": yes'])
def test_typed_text_survives(typed: str) -> None:
    file = ics(CalendarEntry("u", typed, AT, AT + timedelta(hours=1), AT, description=typed))
    _whole, event = read(file)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (typed, typed)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
