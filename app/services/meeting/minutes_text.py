"""Draft of the minutes in official style (議事録), from the record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from app import clock
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules.common import articles
from app.rules.common.era import era_date, weekday
from app.rules.meeting.agenda import ItemKind
from app.rules.states.meeting.meeting import ItemState, Outcome
from app.services.meeting.attendance_summary import MemberAttendance, Way

TO_FILL_IN = "（発言の要旨を記入する。なかったときは「特になし」とする。）"
"""Placeholder for the secretary; minutes that contain it cannot be confirmed."""
Records = Mapping[int, ResolutionRecord]


def draft(meeting: Meeting, attended: Sequence[MemberAttendance], records: Records) -> str:
    """Return the whole text, its title on the first line."""
    sections = _written(meeting) if meeting.is_written else _gathered(meeting, attended, records)
    sections.append(_business(meeting, records))
    if not meeting.is_written and meeting.closed_at is not None:
        sections.append(["閉会", f"　{_time(meeting.closed_at)}"])
    lines = [f"{meeting.full_title}　議事録"]
    for number, (heading, *rest) in enumerate(sections, 1):
        lines += ["", f"{_wide(number)}　{heading}", *rest]
    return "\n".join(lines)


def day(moment: datetime) -> str:
    """Return the day as 令和8年12月10日（木）."""
    on = clock.local(moment).date()
    return f"{era_date(on)}{weekday(on)}"


def _gathered(
    meeting: Meeting, attended: Sequence[MemberAttendance], records: Records
) -> list[list[str]]:
    begun = meeting.opened_at or meeting.starts_at
    until = f"から{_time(meeting.closed_at)}まで" if meeting.closed_at else "から"
    sections = [["開催日時", f"　{day(begun)}　{_time(begun)}{until}", *_other_day(meeting)]]
    place = meeting.place or "（記載なし）"
    sections.append(["場所", f"　{place}（{meeting.form.label}）"])
    sections.append(["出席者", *_people(meeting, attended)])
    sections.append(["議長", f"　{_chair(meeting, records)}"])
    return sections


def _other_day(meeting: Meeting) -> Iterator[str]:
    if meeting.opening_reason:
        yield f"　（{day(meeting.starts_at)}の予定を変えて開会した。理由　{meeting.opening_reason}）"


def _written(meeting: Meeting) -> list[list[str]]:
    return [
        ["件名", f"　{meeting.title}（書面決議、{articles.DEEMED_RESOLUTION}）"],
        ["通知の日", f"　{day(meeting.notified_at)}" if meeting.notified_at else "　"],
        ["回答の期限", f"　{day(meeting.starts_at)}　24時"],
    ]


def _people(meeting: Meeting, attended: Sequence[MemberAttendance]) -> Iterator[str]:
    if not attended:
        yield "　（記録なし）"
        return
    count = Counter(each.way for each in attended)
    there = len(attended) - count[Way.ABSENT]
    yield f"　幹事団体{len(attended)}団体のうち{there}団体"
    for number, way in enumerate(Way, 1):
        yield f"（{_wide(number)}）{way.label}　{count[way]}団体"
        yield from (f"　　{_person(each)}" for each in attended if each.way is way)
    observers = [observer for observer in meeting.observers if observer.attended]
    if observers:
        yield f"（{_wide(len(Way) + 1)}）幹事団体以外の出席者（{articles.OBSERVERS}）"
        yield from (f"　　{observer.name}" for observer in observers)


def _person(each: MemberAttendance) -> str:
    notes = [each.person] if each.person else []
    if each.agent:
        notes.append(f"代理人 {each.agent}")
    stays = [f"{arrived}から{left}まで" for arrived, left in each.stays if left]
    return f"{each.name}（{'、'.join([*notes, *stays])}）" if notes or stays else each.name


def _chair(meeting: Meeting, records: Records) -> str:
    if meeting.chair is not None:
        return f"{meeting.chair.name}（出席者の互選による。{articles.CHAIR}）"
    for record in reversed(list(records.values())):
        if record.content["chair"] is not None:
            chair = record.content["chair"]
            return str(record.content["members"].get(chair, ""))
    return f"選出しなかった（{articles.CHAIR}）。"


def _business(meeting: Meeting, records: Records) -> list[str]:
    lines = ["議事"]
    if meeting.summary:
        lines += [f"　{line}" for line in meeting.summary.splitlines()]
    for item in meeting.items:
        lines += _item(item, records.get(item.id))
    return lines


def _item(item: AgendaItem, record: ResolutionRecord | None) -> Iterator[str]:
    power = f"（{item.resolution_kind.article}）" if item.resolution_kind else ""
    yield ""
    yield f"【{item.label}】{item.title}{power}"
    yield from (f"　{line}" for line in item.text.splitlines())
    if item.state is ItemState.WITHDRAWN:
        yield f"　取下げ（{item.withdrawal_reason}）"
        return
    if item.addition:
        yield f"　{item.addition}"
    begun = item.state is not ItemState.UNFINISHED or item.opened_at is not None
    if not item.meeting.is_written and begun:
        yield "　［質疑・意見］"
        yield f"　{TO_FILL_IN}"
    if item.state is ItemState.UNFINISHED:
        yield f"　{ItemState.UNFINISHED.label}"
    if item.kind is ItemKind.RESOLUTION and record is not None:
        yield f"　［議決］{record.outcome.label}（{record.article}）"
        yield f"　{record.reason}"
        yield from _excluded(record)
        if record.outcome is not Outcome.NO_QUORUM and record.effect:
            yield f"　{record.effect}"


def _excluded(record: ResolutionRecord) -> Iterator[str]:
    """Yield who did not vote for an interest of its own; why is in the sealed record only."""
    members, excluded = record.content["members"], record.content["item"]["excluded"]
    names = [members[member] for member in excluded if member in members]
    if names and not record.item.meeting.is_written:
        yield f"　議決から除いた団体　{'、'.join(names)}"


def _time(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H時%M分}" if moment else ""


def _wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
