"""参加者名簿: those who come to an event, to be printed for the door."""

from collections.abc import Sequence
from datetime import date

from app.documents.common import typesetting
from app.models.events.event import Event
from app.rules.common.era import era_date, weekday


def pdf(event: Event, lines: Sequence[Sequence[str]], today: date) -> bytes:
    """Return the list on A4. lines: code, name, organisation, group, needs, a box. Raises TypesettingFailed."""
    when = f"{era_date(event.day)}{weekday(event.day)}{event.starts_at:%H:%M}"
    data = {
        "facts": [
            ["行事", event.name],
            ["日時・会場", f"{when}　{event.place or event.way.label}"],
            ["人数", f"{len(lines)}人"],
            ["取扱い", "個人情報です。行事の後は、主催者が定めた期限までに廃棄してください。"],
        ],
        "lines": [list(line) for line in lines],
    }
    return typesetting.pdf("name_list", data, title=f"参加者名簿　{event.name}", dated=today)
