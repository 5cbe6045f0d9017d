"""Calendar entries: one format, with details for a meeting and without details for a conference."""

from datetime import UTC, datetime

from app.documents.common import calendar_event, confidential_calendar

AT = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)


def test_plain_entry_is_reproduced_byte_for_byte() -> None:
    entry = confidential_calendar.ics(
        "conference-1", AT, is_cancelled=False, host="kodoku.example.jp", stamped_at=AT
    )
    assert entry.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tottori//kodoku-platform//JA",
        "BEGIN:VEVENT",
        "UID:conference-1@kodoku.example.jp",
        "DTSTAMP:20261210T050000Z",
        "DTSTART:20261210T050000Z",
        "SUMMARY:会議",
        "CLASS:PRIVATE",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_long_lines_are_folded_and_special_characters_escaped() -> None:
    said = calendar_event.text("県庁, 第3;会議室\\\n" * 9)
    entry = calendar_event.event(
        "meeting-1", AT, f"LOCATION:{said}", is_cancelled=True, stamped_at=AT
    )
    lines = entry.decode().split("\r\n")
    assert all(len(line.encode()) <= calendar_event.LINE for line in lines)
    whole = entry.decode().replace("\r\n ", "")
    assert "LOCATION:" + "県庁\\, 第3\\;会議室\\\\\\n" * 9 in whole
    assert "STATUS:CANCELLED" in whole
