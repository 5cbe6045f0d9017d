"""Workbook of the attendance and votes of a meeting (出席と表決)."""

from collections.abc import Iterator, Mapping, Sequence

from app.errors import NotFound
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.resolution import ResolutionRecord
from app.rules.states.meeting.meeting import MeetingState
from app.security.viewer import Viewer
from app.services.common import tabular
from app.services.meeting import attendance_summary, meetings, resolution_records
from app.services.meeting.attendance_summary import MemberAttendance

Records = Mapping[int, ResolutionRecord]
RESULT = (
    *("議案", "件名", "結果", "根拠", "議決に加われる団体", "賛成", "反対", "棄権", "表示なし"),
    *("書面による賛成", "効力の生じた日", "計算", "効果", "記録の通し番号", "ハッシュ"),
)
COUNTED = ("entitled", "in_favour", "against", "abstained", "silent")


def book(actor: Viewer, meeting_id: int) -> bytes:
    """Return the workbook, for secretariat and executives. Raises NotFound before the end."""
    meeting = meetings.one(actor, meeting_id)
    if meeting.state is not MeetingState.CLOSED:
        raise NotFound
    people = attendance_summary.of_meeting(meeting)
    records = resolution_records.of_meeting(meeting)
    decided = [item for item in meeting.items if item.id in records]
    return tabular.to_workbook(
        [
            tabular.Worksheet("出席", _ATTENDANCE, _attendance(people)),
            tabular.Worksheet("表決", _vote_header(decided), _votes(people, decided, records)),
            tabular.Worksheet(
                "結果", RESULT, _results(decided, records), sentences=("計算", "効果")
            ),
        ],
        title=meeting.full_title,
    )


_ATTENDANCE = ("団体名", "出席の区分", "出席者", "代理人", "入室", "退室")


def _attendance(people: Sequence[MemberAttendance]) -> Iterator[list[str]]:
    for each in people:
        yield [
            each.name,
            each.way.label,
            each.person,
            each.agent,
            "、".join(arrived for arrived, _left in each.stays),
            "、".join(left or "最後まで" for _arrived, left in each.stays),
        ]


def _vote_header(decided: Sequence[AgendaItem]) -> list[str]:
    return ["団体名", *(f"{item.label} {item.title}" for item in decided)]


def _votes(
    people: Sequence[MemberAttendance], decided: Sequence[AgendaItem], records: Records
) -> Iterator[list[str]]:
    for each in people:
        said = (
            attendance_summary.expressed(records[item.id].content, each.member_id)
            for item in decided
        )
        yield [each.name, *said]


def _results(decided: Sequence[AgendaItem], records: Records) -> Iterator[list[str | int]]:
    for item in decided:
        record = records[item.id]
        counts = record.content["counts"] or {}
        yield [
            item.label,
            item.title,
            record.outcome.label,
            record.article,
            *(counts.get(name, "") for name in COUNTED),
            record.content["deemed"]["assents"],
            record.effective_on.isoformat() if record.effective_on else "",
            record.reason,
            record.effect,
            record.sequence,
            record.hash,
        ]
