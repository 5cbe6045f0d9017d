"""Figures of this wing: events held, and who came."""

from collections.abc import Mapping

from app.models.events.event import Event
from app.models.events.registration import EventRegistration
from app.rules.events.event import EventKind
from app.rules.states.events.event import EventStage
from app.services.common.figures import Figure, by_label, within

GROUP = "行事"
HELD = Event.stage == EventStage.HELD


def _held(year: int) -> Mapping[str, int]:
    return by_label(Event.kind, EventKind, HELD, within(Event.day, year))


def _came(year: int) -> Mapping[str, int]:
    return by_label(
        Event.kind,
        EventKind,
        HELD,
        within(Event.day, year),
        EventRegistration.event_id == Event.id,
        EventRegistration.came_at.is_not(None),
    )


FIGURES = (
    Figure("events.held", *(GROUP, "開いた行事（種類）", "件"), "年度内に開いた行事の数", _held),
    Figure(
        "events.came",
        *(GROUP, "行事の参加者（種類）", "人"),
        "年度内に開いた行事で受付をした人の延べ数。受付をしなかった行事の参加者は数えない",
        _came,
        of_persons=True,
    ),
)
