"""A closed meeting with all contents of its records and minutes."""

from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting, Observer
from app.models.meeting.minutes import Minutes
from app.models.meeting.open_task import OpenTask
from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting.agenda import ItemKind, Reply
from app.rules.meeting.roll import Choice
from app.services.meeting import (
    agendas,
    answers,
    attendance,
    closing,
    meetings,
    minutes,
    minutes_text,
    open_tasks,
    resolution_records,
    votes,
)
from tests.support import meetings as hall
from tests.support.desk import officer

PERSON = "=課長 山田 太郎"
OBSERVER = "因幡 次郎"


def closed() -> Meeting:
    """Create a closed meeting of 23 out of 34 members, with every kind of attendance.

    A resolution was passed and a late one withdrawn; a report was given.
    """
    meeting = hall.planned()
    item = hall.resolution(meeting)
    report = agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "=1+1 予算の報告"})
    hall.notified(meeting)
    people = hall.executives()
    answers.answer(
        officer(), meeting.id, people[0], Reply.ROOM, way=hall.AnswerWay.PAPER, attendee=PERSON
    )
    hall.say(meeting, item, people[21:23])
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    hall.arrive(meeting, *people[:10])
    hall.arrive(meeting, *people[10:15], online=True)
    for principal in people[15:21]:
        hall.delegate(meeting, principal, people[0])
    meeting.observers.append(Observer(name=OBSERVER, attended=True))
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, people[:13])
    hall.raise_hands(item, people[13:14], Choice.AGAINST)
    votes.cast_all(hall.voter(people[0]), item.id, {people[15]: Choice.FOR})
    closing.close(officer(), item.id)
    votes.open_item(officer(), report.id)
    votes.end_item(officer(), report.id)
    late = hall.resolution(meeting)
    agendas.withdraw(officer(), late.id, "資料の不備")
    attendance.depart(officer(), meeting.id, people[14])
    return meetings.close_meeting(officer(), meeting.id)


def record() -> ResolutionRecord:
    """Create such a meeting; return the sealed record of its resolution."""
    (found,) = resolution_records.of_meeting(closed()).values()
    return found


def drafted() -> Minutes:
    """Create such a meeting with draft minutes."""
    return minutes.draft(officer(), closed().id)


def filled_in(draft: Minutes) -> str:
    """Return the draft's text with all placeholders filled in."""
    return draft.text.replace(minutes_text.TO_FILL_IN, "特になし")


def confirmed() -> Minutes:
    """Create such a meeting with confirmed minutes."""
    draft = drafted()
    minutes.revise(
        officer(),
        draft.meeting_id,
        text=filled_in(draft),
        public_text="",
        seen=minutes.stamp(draft),
        remask=True,
    )
    return minutes.confirm(officer(), draft.meeting_id, seen=minutes.stamp(draft), looked=True)


def discussed() -> AgendaItem:
    """Create such a meeting; return an item that can lead to a task."""
    found: AgendaItem = closed().items[1]
    return found


def task() -> OpenTask:
    """Create an open task."""
    return open_tasks.add(
        officer(), discussed().id, text="相談窓口の一覧を作る", who="事務局", due_on=None
    )
