"""Minutes are drafted from the record, edited, confirmed, and masked for publication."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.meeting.minutes import MinutesState
from app.security.viewer import PUBLIC
from app.services.meeting import (
    agendas,
    attendance,
    closing,
    meetings,
    minutes,
    minutes_text,
    public_text,
    resolution_records,
    rolls,
    votes,
)
from tests import factories
from tests.support import closed_meetings, records
from tests.support import meetings as hall
from tests.support.desk import officer


def test_draft_contains_what_the_record_holds(session: Any) -> None:
    draft = closed_meetings.drafted()
    lines = draft.text.splitlines()
    meeting = draft.meeting
    assert lines[0] == f"第5回　{meeting.title}　議事録"
    sections = [line.split("　")[1] for line in lines if line and line[0] in "１２３４５６７"]
    assert sections == ["開催日時", "場所", "出席者", "議長", "議事", "閉会"]
    assert "　幹事団体34団体のうち23団体" in lines
    ways = [line for line in lines if line.startswith("（")]
    assert ways == [
        "（１）会場　10団体",
        "（２）オンライン　5団体",
        "（３）電子メール　2団体",
        "（４）委任　6団体",
        "（５）欠席　11団体",
        "（６）幹事団体以外の出席者（規約第10条第3項）",
    ]
    assert any(closed_meetings.PERSON in line for line in lines)
    assert sum("代理人 " in line for line in lines) == 6
    assert "　選出しなかった（規約第10条第2項）。" in lines
    assert "　［議決］可決（規約第12条第1項）" in lines
    (record,) = resolution_records.of_meeting(meeting).values()
    assert f"　{record.reason}" in lines
    assert "　取下げ（資料の不備）" in lines
    assert draft.text.count(minutes_text.TO_FILL_IN) == 2


def test_draft_names_who_was_excluded_but_not_why(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    agendas.exclude(officer(), item.id, members[0], "代表者の親族が委託先の役員であるため")
    hall.arrive(meeting, *members[:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[1:23])
    closing.close(officer(), item.id)
    hall.meetings.close_meeting(officer(), meeting.id)
    draft = minutes.draft(officer(), meeting.id)
    name = rolls.register(meeting).names[members[0]]
    for text in (draft.text, draft.public_text):
        assert f"　議決から除いた団体　{name}\n" in text and "親族" not in text


def test_written_resolution_has_no_attendance(session: Any) -> None:
    record = records.written()
    hall.meetings.close_meeting(officer(), record.item.meeting_id)
    draft = minutes.draft(officer(), record.item.meeting_id)
    assert record.item.meeting.form is MeetingForm.WRITTEN
    assert "回答の期限" in draft.text and "出席者" not in draft.text
    assert "［議決］みなし決議（規約第12条第5項）" in draft.text
    assert minutes_text.TO_FILL_IN not in draft.text


def test_past_meeting_can_have_minutes(session: Any) -> None:
    draft = minutes.draft(officer(), records.past_meeting().id)
    assert "令和6年3月18日（月）　10時00分から" in draft.text
    assert "【協議事項2】県の孤独・孤立対策地域協議会の設置について" in draft.text
    assert "　（記録なし）" in draft.text.splitlines()


def test_persons_are_masked_for_publication_and_members_are_not(session: Any) -> None:
    draft = closed_meetings.drafted()
    assert "山田" in draft.text and closed_meetings.OBSERVER in draft.text
    assert "山田" not in draft.public_text and "太郎" not in draft.public_text
    assert closed_meetings.OBSERVER not in draft.public_text
    assert draft.public_text.count("●●") >= 2
    assert draft.text.count("鳥取県") == draft.public_text.count("鳥取県")


def test_draft_has_no_unmasked_names_and_past_meetings_need_no_masking(session: Any) -> None:
    draft = closed_meetings.drafted()
    assert minutes.names_left(draft) == []
    assert "●●" in draft.public_text
    for meeting in session.scalars(select(Meeting).where(Meeting.summary != "")):
        past = minutes.draft(officer(), meeting.id)
        assert past.public_text == past.text


def test_unregistered_name_before_a_title_is_masked_and_reported(session: Any) -> None:
    draft = closed_meetings.drafted()
    text = closed_meetings.filled_in(draft) + "\n福祉課長と田中委員が述べた。"
    values = {"text": text, "public_text": text, "seen": minutes.stamp(draft)}
    minutes.revise(officer(), draft.meeting_id, **values, remask=True)
    assert draft.public_text.endswith("福祉課長と●●委員が述べた。")
    kept = draft.public_text.replace("●●委員", "田中委員")
    values = {"text": text, "public_text": kept, "seen": minutes.stamp(draft)}
    minutes.revise(officer(), draft.meeting_id, **values)
    assert minutes.names_left(draft) == ["田中"]
    minutes.confirm(officer(), draft.meeting_id, seen=minutes.stamp(draft), looked=True)
    assert "田中委員" in minutes.published(PUBLIC, draft.meeting_id).public_text


def test_minutes_from_draft_to_confirmation(session: Any) -> None:
    draft = closed_meetings.drafted()
    meeting_id = draft.meeting_id
    with pytest.raises(RuleViolation, match="発言の要旨"):
        minutes.confirm(officer(), meeting_id, seen=minutes.stamp(draft))
    session.refresh(draft)
    text = closed_meetings.filled_in(draft)
    seen = minutes.stamp(draft)
    minutes.revise(officer(), meeting_id, text=text, public_text=text, seen=seen)
    with pytest.raises(RuleViolation, match=r"伏せる名前が残っています（山田 太郎"):
        minutes.confirm(officer(), meeting_id, seen=minutes.stamp(draft))
    session.refresh(draft)
    minutes.revise(
        officer(), meeting_id, text=text, public_text="", seen=minutes.stamp(draft), remask=True
    )
    with pytest.raises(RuleViolation, match="伏せた箇所をすべて見て"):
        minutes.confirm(officer(), meeting_id, seen=minutes.stamp(draft))
    session.refresh(draft)
    confirmed = minutes.confirm(officer(), meeting_id, seen=minutes.stamp(draft), looked=True)
    assert confirmed.state is MinutesState.CONFIRMED
    assert confirmed.confirmed_by_id is not None
    assert minutes.published(PUBLIC, meeting_id).public_text == confirmed.public_text


def test_confirmed_minutes_cannot_be_changed(session: Any) -> None:
    kept = closed_meetings.confirmed()
    seen = minutes.stamp(kept)
    with pytest.raises(StaleState):
        minutes.revise(officer(), kept.meeting_id, text="別", public_text="別", seen=seen)
    with pytest.raises(StaleState):
        minutes.draft(officer(), kept.meeting_id)
    with pytest.raises(StaleState):
        minutes.confirm(officer(), kept.meeting_id, seen=seen)


def test_later_of_two_concurrent_edits_is_refused(session: Any) -> None:
    draft = closed_meetings.drafted()
    seen = minutes.stamp(draft)
    minutes.revise(officer(), draft.meeting_id, text="一", public_text="一", seen=seen)
    with pytest.raises(StaleState, match="ほかの人"):
        minutes.revise(officer(), draft.meeting_id, text="二", public_text="二", seen=seen)
    with pytest.raises(StaleState, match="ほかの人"):
        minutes.confirm(officer(), draft.meeting_id, seen=seen)


def test_meeting_not_yet_over_has_no_minutes(session: Any) -> None:
    meeting, _item = hall.in_session()
    with pytest.raises(StaleState, match="会議が終わってから"):
        minutes.draft(officer(), meeting.id)


def test_read_permissions(session: Any) -> None:
    draft = closed_meetings.drafted()
    member = hall.voter(hall.executives()[3])
    assert minutes.one(officer(), draft.meeting_id) is draft
    for asking in (minutes.published, minutes.one):
        with pytest.raises(NotFound):
            asking(member, draft.meeting_id)
    for actor in (member, PUBLIC):
        with pytest.raises(NotPermitted):
            minutes.draft(actor, draft.meeting_id)
    kept = closed_meetings.confirmed()
    assert minutes.one(member, kept.meeting_id) is kept
    with pytest.raises(NotPermitted):
        minutes.one(PUBLIC, kept.meeting_id)


def test_public_list_contains_past_meetings_and_confirmed_minutes(session: Any) -> None:
    closed_meetings.drafted()
    kept = closed_meetings.confirmed()
    found, total, with_minutes = minutes.register(PUBLIC, 1)
    assert [meeting.number for meeting in found] == [6, 4, 3, 2, 1]
    assert (total, with_minutes) == (5, {kept.meeting_id})


def closed_with(title: str, text: str = "", **subject: Any) -> Meeting:
    """Return a closed meeting with one resolution, attended by 鳥取 花子."""
    meeting, item = hall.in_session(title=title, text=text, **subject)
    members = hall.executives()
    attendance.arrive(officer(), meeting.id, members[0], online=False, attendee="課長 鳥取 花子")
    hall.arrive(meeting, *members[1:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:23])
    closing.close(officer(), item.id)
    return meetings.close_meeting(officer(), meeting.id)


def test_name_of_an_organisation_on_the_agenda_is_never_masked(session: Any) -> None:
    """An attendee of the same surname does not mask it, whether it is a subject or only named."""
    candidate = hall.consent()
    candidate.organisation.name = "特定非営利活動法人つながり鳥取"
    other = factories.member()
    other.name = "一般社団法人鳥取のまちづくり"
    session.flush()
    closed = closed_with(
        "つながり鳥取の選出", "鳥取のまちづくりの推薦による。", kind=hall.ResolutionKind.SELECTION,
        consent_id=candidate.id,
    )  # fmt: skip
    draft = minutes.draft(officer(), closed.id)
    text = draft.text + "\n鳥取から、特定非営利活動法人つながり鳥取を推す発言があった。"
    minutes.revise(
        officer(), closed.id, text=text, public_text="", seen=minutes.stamp(draft), remask=True
    )
    assert "【議案第1号】つながり鳥取の選出" in draft.public_text
    assert "鳥取のまちづくりの推薦による。" in draft.public_text
    assert draft.public_text.endswith("●●から、特定非営利活動法人つながり鳥取を推す発言があった。")
    assert "花子" not in draft.public_text


def test_every_masked_passage_is_pointed_out_with_its_original(session: Any) -> None:
    full = "一\n鳥取から鳥取市へ\n三"
    places = public_text.masked_places(full, "一\n●●から●●市へ\n三")
    assert [(each.line, each.before, each.after) for each in places] == [
        (2, "", "から●●市へ"), (2, "●●から", "市へ"),
    ]  # fmt: skip
    assert {each.original for each in places} == {"鳥取から鳥取市へ"}
    (alone,) = public_text.masked_places(full, "●●")
    assert alone.original == "", "the lines do not correspond"


@pytest.mark.parametrize("passes", [True, False])
def test_expelled_member_is_not_named_in_public(session: Any, passes: bool) -> None:
    file = hall.expulsion_awaiting()
    file.organisation.name, file.organisation.representative_name = (
        "合同会社さざなみ会",
        "岩美 京子",
    )
    title = "合同会社さざなみ会の除名について"
    values = {"kind": hall.ResolutionKind.EXPULSION, "expulsion_id": file.id}
    if passes:
        closed = closed_with(title, "さざなみ会（岩美 京子代表）は解散した。", **values)
    else:
        closed, item = hall.in_session(title=title, text="さざなみ会は解散した。", **values)
        agendas.withdraw(officer(), item.id, "さざなみ会から申出があったため")
        meetings.close_meeting(officer(), closed.id)
    draft = minutes.draft(officer(), closed.id)
    assert "さざなみ会" in draft.text
    assert "さざなみ" not in draft.public_text and "京子" not in draft.public_text
    assert "【議案第1号】一般団体1団体の除名について" in draft.public_text
    text = closed_meetings.filled_in(draft)
    named = text.replace("課長 鳥取 花子", "").replace("（岩美 京子代表）", "")
    values = {"text": text, "public_text": named, "seen": minutes.stamp(draft)}
    minutes.revise(officer(), closed.id, **values)
    assert "さざなみ会" in minutes.names_left(draft)
    with pytest.raises(RuleViolation, match="さざなみ会"), session.begin_nested():
        minutes.confirm(officer(), closed.id, seen=minutes.stamp(draft), looked=True)
    draft.state = MinutesState.CONFIRMED  # as one confirmed before this check
    assert "さざなみ" not in minutes.for_everyone(minutes.published(PUBLIC, closed.id))
