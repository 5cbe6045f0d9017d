"""行事報告書: how many came to an event and what they said of it, in figures alone."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.documents.common import typesetting
from app.models.events.event import Event
from app.rules.common.era import era_date, weekday

Counts = Sequence[tuple[str, int | None]]
"""Label and number of people; None for a small number, which is not shown."""
FEW = "少数"
NOTE = "5人未満の人数と、引き算で求められる人数は「少数」としています。"


def pdf(event: Event, tables: Mapping[str, Counts], texts: Sequence[str], today: date) -> bytes:
    """Return the report on A4. tables: by heading; texts: free answers. Raises TypesettingFailed."""
    until = f"〜{event.ends_at:%H:%M}" if event.ends_at else ""
    when = f"{era_date(event.day)}{weekday(event.day)}{event.starts_at:%H:%M}{until}"
    facts = [
        ("行事", event.name),
        ("種類", event.kind.label),
        ("日時", when),
        ("会場・開催方法", f"{event.place}　{event.way.label}".strip()),
        ("主催", event.organiser),
        ("概要", event.summary),
        ("プログラム", event.programme),
    ]
    data = {
        "facts": [list(each) for each in facts if each[1]],
        "tables": [
            [heading, [[label, FEW if n is None else f"{n:,}人"] for label, n in counts]]
            for heading, counts in tables.items()
            if counts
        ],
        "texts": list(texts),
        "foot": f"{NOTE}　集計日　{era_date(today)}",
    }
    return typesetting.pdf("event_report", data, title=f"行事報告書　{event.name}", dated=today)
