"""Chapters of the platform meeting: one with minutes, one in session, one tomorrow, one in writing."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.demonstration.hall import Hall
from app.demonstration.story import Stage
from app.models.policy.proposal import Proposal
from app.rules.meeting.agenda import ItemKind, MeetingForm, Reply, ResolutionKind
from app.rules.membership.membership import Standing
from app.services.filings import consents
from app.services.meeting import meetings, minutes, minutes_text, open_tasks
from app.services.policy import proposals

VISITOR = "鳥取県民生児童委員協議会"
"""The member of the demonstration's executive account, which finds something left to do."""
SAID = "幹事団体から、地域の事例の紹介と、連絡の取り方についての意見があった。"
PROPOSED = {
    "name": "移動の足の確保",
    "reason": "通院や買い物の足がなく、人と会う機会を失う人がいる。",
    "proposed": "乗合の仕組みを地域でつくる団体への支援を求める。",
    "activity_fields": ["outreach", "community"],
}


def past(stage: Stage) -> Iterator[datetime]:
    """Two months ago: closed, with records, confirmed minutes and a task."""
    yield stage.ago(76)
    begins = stage.ago(60, 13, 30)
    hall = Hall.planned(stage, starts_at=begins)
    resolution = hall.item("年度事業計画の変更")
    report = hall.item("相談窓口の連絡会の状況", ItemKind.REPORT)
    hall.notify()
    members = _others(stage)
    yield stage.ago(65)
    hall.answer(members[:8], Reply.ROOM)
    hall.delegate(members[24:28], members[0])
    yield begins
    hall.open(members[:24], chair=members[0])
    yield begins + timedelta(minutes=40)
    hall.vote(resolution, members[1:23], against=members[23:24])
    hall.close(resolution)
    hall.report(report)
    due = stage.day(20)
    open_tasks.add(stage.second, report, text="連絡会の名簿を作る", who="事務局", due_on=due)
    meetings.close_meeting(stage.second, hall.id)
    yield stage.ago(53)
    draft = minutes.draft(stage.second, hall.id)
    text = draft.text.replace(minutes_text.TO_FILL_IN, SAID)
    edit = {"text": text, "public_text": "", "seen": minutes.stamp(draft), "remask": True}
    seen = minutes.stamp(minutes.revise(stage.second, hall.id, **edit))
    minutes.confirm(stage.officer, hall.id, seen=seen, looked=True)


def in_session(stage: Stage) -> Iterator[datetime]:
    """Now: one resolution passed, the next in the vote; the visitor's member has not voted."""
    yield stage.ago(18)
    begins = stage.minutes_ago(50).replace(second=0, microsecond=0)
    begins -= timedelta(minutes=begins.minute % 10)
    hall = Hall.planned(stage, starts_at=begins)
    first, second = hall.item("分科会の運営要領の制定"), hall.item("つながり月間の共同実施")
    hall.item("見守り協定の締結状況", ItemKind.REPORT)
    hall.notify()
    members, visitor = _others(stage), stage.member(VISITOR)
    yield stage.ago(6)
    hall.answer((*members[:10], visitor), Reply.ROOM)
    hall.delegate(members[22:25], members[0])
    yield begins
    hall.open((visitor, *members[:22]), chair=members[1])
    yield begins + timedelta(minutes=15)
    hall.vote(first, (visitor, *members[2:22]))
    hall.close(first)
    yield begins + timedelta(minutes=25)
    hall.vote(second, members[2:13], against=members[13:14])


def tomorrow(stage: Stage) -> Iterator[datetime]:
    """Answers come in: who comes, who delegates, who votes by mail. A proposal is to be decided."""
    yield stage.ago(15)
    online = {"online_url": "https://meet.example.jp/kaigi", "online_access": "会議番号 000 0000"}
    hall = Hall.planned(stage, starts_at=stage.at(stage.day(1), 13, 30), **online)
    item = hall.item("来年度の事業計画")
    drawn = PROPOSED | {"organisation_id": stage.member("鳥取県弁護士会").id}
    proposal = proposals.add(stage.second, Proposal, drawn)
    proposals.submit(stage.second, proposal.public_id)
    hall.item("政策提言「移動の足の確保」", effect=proposals.EFFECT, subject=proposal.public_id)
    hall.item("研修の実施状況", ItemKind.REPORT)
    hall.notify()
    members = _others(stage)
    yield stage.ago(9, 11)
    hall.answer(members[:8], Reply.ROOM)
    yield stage.ago(5, 11)
    hall.answer(members[8:13], Reply.ONLINE)
    yield stage.ago(3, 16)
    hall.delegate(members[13:16], members[0])
    yield stage.minutes_ago(45)
    hall.state(item, members[16:18])
    hall.answer(members[18:19], Reply.ABSENT)


def written(stage: Stage) -> Iterator[datetime]:
    """A written resolution that lacks one assent: the visitor's makes a member an executive one."""
    yield stage.ago(9, 14)
    member = stage.member("特定非営利活動法人湖畔フリースペースなぎ")
    filed = consents.file(stage.person(member), "若い世代の居場所の立場から、会議に加わります。")
    plan: dict[str, Any] = {"form": MeetingForm.WRITTEN, "place": ""}
    ends = stage.at(stage.day(6), 17)
    hall = Hall.planned(stage, title="幹事団体の選出（書面決議）", starts_at=ends, **plan)
    kind = {"resolution_kind": ResolutionKind.SELECTION, "consent_id": filed.id}
    item = hall.item("幹事団体の選出", **kind)
    hall.notify()
    members: Sequence[Any] = _others(stage)
    for days, some in ((6, members[:9]), (4, members[9:17]), (2, members[17:22])):
        yield stage.ago(days, 15)
        hall.state(item, some)


def _others(stage: Stage) -> list[Any]:
    """Return the executive members without the visitor's, which has not answered yet."""
    return [each for each in stage.members(Standing.EXECUTIVE) if each.name != VISITOR]
