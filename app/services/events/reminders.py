"""Timers of events: offers and release days, the reminder, the day after."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.events import event_letters as letters
from app.models.common.timer import Timer
from app.models.events.event import Event
from app.rules.common.timer_kinds import Effect, TimerKind
from app.rules.states.events.event import EventStage, SeatState
from app.security.viewer import Viewer
from app.services.common import timers
from app.services.common.due_work import Timed
from app.services.common.links import Links
from app.services.events import events, seats


def settle(actor: Viewer, timer: Timer, links: Links) -> None:
    """End offers nobody answered, and offer what is free."""
    seats.settle(actor, seats.hold(timer.subject_id), links)


def remind(actor: Viewer, timer: Timer, links: Links) -> None:
    """Remind those who have a seat."""
    event = seats.hold(timer.subject_id)
    if event.stage is EventStage.PUBLISHED and event.begins > clock.now():
        for row in seats.told(event, [SeatState.REGISTERED]):
            letter = letters.reminder(event, row, seats.link(row, links))
            seats.send(actor, letter, event, row, period=event.day.isoformat())


def end(actor: Viewer, timer: Timer, links: Links) -> None:
    """Count an event as held on the day after, and send the questionnaire."""
    event = seats.hold(timer.subject_id)
    if event.stage is EventStage.PUBLISHED and event.ends <= clock.now():
        events.hold(actor, event, links)


def names(ids: Collection[int]) -> Mapping[int, str]:
    """Return the events' names by their ids."""
    found = db.session.execute(select(Event.id, Event.name).where(Event.id.in_(ids)))
    return {key: name for key, name in found}


def _published(event_id: int) -> Event | None:
    event = db.session.get(Event, event_id)
    return event if event is not None and event.stage is EventStage.PUBLISHED else None


def seat_moments(event_id: int) -> Collection[datetime]:
    """Return when seats change by themselves."""
    event = _published(event_id)
    return () if event is None else events.seat_moments(event)


def reminder_moments(event_id: int) -> Collection[datetime]:
    """Return when those registered are reminded."""
    event = _published(event_id)
    return () if event is None else events.reminder_moments(event)


def after_moments(event_id: int) -> Collection[datetime]:
    """Return the morning after the event."""
    event = _published(event_id)
    return () if event is None else (events.after_moment(event),)


TIMED = (
    Timed(
        TimerKind(
            timers.EVENT_SEATS,
            "行事の空席の案内と、案内の期限",
            basis="行事の定員とキャンセル待ち",
            effect=Effect.IRREVERSIBLE,
            reason="期限を過ぎた案内が終わり、次の人に席が渡る",
        ),
        settle,
        names=names,
        moments=seat_moments,
    ),
    Timed(
        TimerKind(
            timers.EVENT_REMINDER,
            "行事の前のお知らせ",
            basis="開催の2日前の朝",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけ",
        ),
        remind,
        names=names,
        moments=reminder_moments,
    ),
    Timed(
        TimerKind(
            timers.EVENT_AFTER,
            "行事の開催の記録と、アンケートの案内",
            basis="開催の翌日の朝",
            effect=Effect.REVERSIBLE,
            reason="お知らせだけで、参加の記録は後からも入力できる",
        ),
        end,
        names=names,
        moments=after_moments,
    ),
)
