"""The secretariat's pages of a meeting in session: attendance, chair, hand votes, close, sequel."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from app import clock
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement, Vote
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, MeetingForm, Reply, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.services.meeting import closing, effects, proxies, votes
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import csrf_token, press
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.queries import counted


def name_of(session: Any, meeting_id: int, member: int) -> str:
    entry = session.query(RollEntry).filter_by(meeting_id=meeting_id, organisation_id=member).one()
    return str(entry.organisation.name)


def test_electronic_votes_are_hidden_until_the_close(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    votes.cast_all(hall.voter(members[0]), found["item_id"], {members[0]: Choice.ABSTAIN})
    votes.record_all(officer(), found["item_id"], {members[1]: Choice.AGAINST}, way=VoteWay.HANDS)
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/vote"
    table = desk.get(path).text.partition("投票の状況")[2]
    assert "投票済み" in table and "反対" in table and "棄権" not in table


def test_departed_voter_is_shown_with_a_valid_vote(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    member = hall.executives()[1]
    votes.record_all(officer(), found["item_id"], {member: Choice.FOR}, way=VoteWay.HANDS)
    press(desk, f"/meetings/{found['pk']}/attendance/{member}/depart")
    text = desk.get(f"/meetings/{found['pk']}/items/{found['item_id']}/vote").text
    assert "投票後に退席（票は有効）" in text


def test_refused_hand_vote_is_explained_and_input_preserved(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/hands"
    data = {f"vote-{members[0]}": "against", f"vote-{members[20]}": "for"}
    answer = press(desk, path, **data)
    assert answer.status_code == 422 and "出席していないため" in answer.text
    assert '<option value="against" selected>' in answer.text
    session.expire_all()
    assert session.query(Vote).count() == 0
    assert press(desk, path).status_code == 422
    for wild in ({"vote-x": "for"}, {"vote-1": "maybe"}, {"rest": "maybe"}, {"way": "click"}):
        assert press(desk, path, **wild).status_code == 400


def test_instructed_proxy_vote_follows_the_instruction(session: Any, desk: PlatformClient) -> None:
    meeting, item = hall.in_session()
    agent, principal = hall.executives()[:2]
    proxies.file(
        officer(),
        meeting.id,
        principal,
        agent,
        way=AnswerWay.PAPER,
        covers_all=True,
        instructions={item.id: Choice.AGAINST},
    )
    hall.arrive(meeting, agent)
    votes.open_item(officer(), item.id)
    path = f"/meetings/{meeting.id}/items/{item.id}/vote"
    assert desk.submit(path, {"rest": "for"}, form="/hands").status_code == 303
    session.expire_all()
    cast = {vote.organisation_id: vote for vote in session.query(Vote)}
    assert cast[agent].choice is Choice.FOR
    assert (cast[principal].choice, cast[principal].agent_id) == (Choice.AGAINST, agent)


def test_open_vote_tells_how_it_would_end_in_its_dialog_only(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    meeting, item = session.get(Meeting, found["pk"]), session.get(AgendaItem, found["item_id"])
    hall.arrive(meeting, *members[5:27])
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/vote"
    for part in ("", "?part=live"):
        text = desk.get(f"{path}{part}").text
        outside = re.sub(r'<div class="dialog".*?</form></div>', "", text, flags=re.DOTALL)
        assert "0／24" in text and "まだ表決していない団体：" in text
        assert "否決（賛成0／必要16、反対0、棄権0、表示なし24：" in text
        assert "否決" not in outside and "必要16" not in outside, "nobody has voted yet"
    clicked = hall.voter(members[5])
    votes.cast_all(clicked, item.id, {members[5]: Choice.AGAINST})
    text = desk.get(f"{path}?part=live").text
    outside = re.sub(r'<div class="dialog".*?</form></div>', "", text, flags=re.DOTALL)
    assert "1／24" in outside and "表決済み" in outside
    assert ">反対" not in outside, "how a member clicked stays hidden"


def test_vote_that_changed_behind_the_dialog_is_not_closed(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.in_session()
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/vote"
    press(desk, path.replace("/vote", "/close"), seen="passed-24-16-0-0-8-0")
    assert "確認の後に賛否が変わった" in desk.get(path).text
    assert session.get(AgendaItem, found["item_id"]).state is ItemState.OPEN
    assert desk.submit(path, form="/close").status_code == 303
    session.expire_all()
    assert session.get(AgendaItem, found["item_id"]).state is ItemState.CLOSED


def test_before_the_vote_silent_members_by_mail_are_named(
    session: Any, desk: PlatformClient
) -> None:
    meeting = hall.planned()
    item, other = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, other, members[:10])
    warning = "電子メール出席10団体はこの議案に意思表明がなく、分母に入ります。"
    assert warning not in desk.get(f"/meetings/{meeting.id}").text, "they may still answer"
    hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
    text = desk.get(f"/meetings/{meeting.id}").text
    assert text.count(warning) == 2, "above the button and in its dialog"
    assert name_of(session, meeting.id, members[9]) in text
    assert desk.submit(f"/meetings/{meeting.id}", form=f"items/{item.id}/open").status_code == 303
    text = desk.get(f"/meetings/{meeting.id}/items/{item.id}/vote").text
    assert f"{name_of(session, meeting.id, members[9])}（電子メール出席）" in text


def test_chair_must_be_present_and_held_proxies_cause_a_warning(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    meeting = session.get(Meeting, found["pk"])
    hall.delegate(meeting, members[5], members[0])
    path = f"/meetings/{found['pk']}/attendance"
    assert "委任を1件受けて" in desk.get(path).text
    press(desk, f"/meetings/{found['pk']}/chair", chair=str(members[9]))
    assert "その場に出席している幹事団体から選んで" in desk.get(path).text
    assert desk.submit(path, {"chair": str(members[0])}, form="/chair").status_code == 303
    text = desk.get(path).text
    assert "議長が1件の委任を受けています" in text
    assert desk.submit(path, {"chair": ""}, form="/chair").status_code == 303
    assert "議長が1件の委任" not in desk.get(path).text


def test_void_and_ended_proxies_are_shown_with_reasons(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()  # a proxy to an absent agent
    members = hall.executives()
    meeting = session.get(Meeting, found["pk"])
    hall.delegate(meeting, members[6], members[0])
    path = f"/meetings/{found['pk']}/attendance"
    assert "代理人がその場に出席していないため、委任は無効です" in desk.get(path).text
    press(desk, f"{path}/{members[6]}/arrive")
    assert "本人が出席したため" in desk.get(path).text
    press(desk, f"{path}/{members[6]}/depart")
    text = desk.get(path).text
    assert "本人が出席したため" in text  # the proxy is not revived
    press(desk, f"{path}/{members[6]}/depart")
    assert "出席していません" in desk.get(path).text


def test_meeting_with_an_open_resolution_cannot_be_ended(
    session: Any, desk: PlatformClient
) -> None:
    pk = meeting_desk.in_session()["pk"]
    assert desk.submit(f"/meetings/{pk}", form="/end").status_code == 303
    assert "終わっていない議案があります" in desk.get(f"/meetings/{pk}").text
    session.expire_all()
    assert session.get(Meeting, pk).state is MeetingState.OPEN


def test_meeting_is_opened_on_another_day_with_a_reason_only(
    session: Any, desk: PlatformClient
) -> None:
    pk = meeting_desk.notified()["pk"]
    page = f"/meetings/{pk}"
    assert f'href="{page}/open"' in desk.get(page).text
    for reason in ("", "　"):
        refused = desk.submit(f"{page}/open", {"reason": reason})
        assert refused.status_code == 422
    session.expire_all()
    assert session.get(Meeting, pk).state is MeetingState.NOTIFIED
    assert desk.submit(f"{page}/open", {"reason": "大雪の予報のため"}).status_code == 303
    assert "大雪の予報のため" in desk.get(page).text


def test_ending_asks_about_items_that_were_not_dealt_with(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.in_session()
    page = f"/meetings/{found['pk']}"
    closing.close(officer(), found["item_id"])
    desk.submit(f"{page}/items/new?sort=report", {"title": "活動の報告"})
    assert "始めていないか、終えていない議題があります（報告事項1）" in desk.get(page).text
    press(desk, f"{page}/end")
    text = desk.get(page).text
    assert "終えていない議題（報告事項1）" in text, "the button did not ask for it"
    assert desk.submit(page, form="/end").status_code == 303
    text = desk.get(page).text
    assert "閉会しました。" in text and "審議未了" in text


def test_only_one_item_is_open_at_a_time(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    page = f"/meetings/{found['pk']}"
    desk.submit(f"{page}/items/new?sort=report", {"title": "報告"})
    report = session.query(AgendaItem).order_by(AgendaItem.id.desc()).first()
    press(desk, f"{page}/items/{report.id}/open")
    assert "議案第1号が終わっていません" in desk.get(page).text
    closing.close(officer(), found["item_id"])
    assert desk.submit(page, form=f"items/{report.id}/open").status_code == 303
    assert desk.submit(page, form=f"items/{report.id}/finish").status_code == 303
    session.expire_all()
    assert session.get(AgendaItem, report.id).state is ItemState.CLOSED


def test_items_without_a_quorum_continue_in_writing(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    page = f"/meetings/{found['pk']}"
    vote = f"{page}/items/{found['item_id']}/vote"
    assert "定足数に達せず" in desk.get(vote).text
    desk.submit(vote, form="/close")
    assert "書面決議として続けられます" in desk.get(page).text
    path = f"{page}/continue"
    day = (clock.today() + timedelta(days=14)).isoformat()
    assert desk.submit(path, {"day": ""}).status_code == 422
    assert desk.submit(path, {"day": "2020-01-01"}).status_code == 422
    went = desk.submit(path, {"day": day})
    assert went.status_code == 303
    session.expire_all()
    written = session.query(Meeting).order_by(Meeting.id.desc()).first()
    assert written.form is MeetingForm.WRITTEN and written.continues_id == found["pk"]
    assert f'href="{page}"' in desk.get(f"/meetings/{written.id}").text
    assert "書面決議として続けられます" not in desk.get(page).text
    assert "続けるものがありません" in desk.submit(path, {"day": day}).text


def test_answers_on_paper_are_entered_on_behalf(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.notified()
    members = hall.executives()
    path = f"/meetings/{found['pk']}/answers/{members[5]}"
    name = name_of(session, found["pk"], members[5])
    nobody = {"reply": "room", "attendee": "", "note": "車いすで参加"}
    wrong = by_part(desk, path, "attend", nobody)
    assert wrong.status_code == 422 and "車いすで参加" in wrong.text
    assert "氏名" in wrong.text
    values = {"reply": "room", "attendee": "山田", "attend-way": "telephone"}
    assert by_part(desk, path, "attend", values).status_code == 303
    session.expire_all()
    entry = (
        session.query(RollEntry).filter_by(meeting_id=found["pk"], organisation_id=members[5]).one()
    )
    assert (entry.reply, entry.replied_by) == (Reply.ROOM, AnswerWay.TELEPHONE)
    listed = desk.get(f"/meetings/{found['pk']}/answers").text
    assert name in listed and "山田" in listed
    back = by_part(desk, f"{path}?reply=none", "attend", values)
    assert back.location.endswith("/answers?reply=none"), "it leads back to the same tab"

    scan = (BytesIO(meeting_desk.PDF), "委任状.pdf")
    values = {"agent": str(members[5]), f"told_{found['item_id']}": "against"}
    path = f"/meetings/{found['pk']}/answers/{members[6]}"
    bad = {**values, "proxy-scan": (BytesIO(b"MZ\x90\x00"), "x.pdf")}
    refused = by_part(desk, path, "proxy", bad)
    assert refused.status_code == 422 and "PDF、PNG" in refused.text
    assert by_part(desk, path, "proxy", {**values, "proxy-scan": scan}).status_code == 303
    session.expire_all()
    proxy = session.query(Proxy).filter_by(principal_id=members[6]).one()
    assert proxy.instructions[0].choice is Choice.AGAINST
    assert desk.get(f"/meetings/{found['pk']}/proxies/{proxy.id}/scan").data == meeting_desk.PDF
    assert by_part(desk, path, "revoke", {}).status_code == 303
    session.expire_all()
    assert session.get(Proxy, proxy.id).ended_at is not None

    path = f"/meetings/{found['pk']}/answers/{members[7]}"
    word = {f"word_{found['item_id']}": "for", "statement-way": "email"}
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    spoken = by_part(desk, path, "statement", {**word, "statement-way": "telephone"})
    assert spoken.status_code == 422
    bare = by_part(desk, path, "statement", {**word, "statement-no_scan_reason": " "})
    assert bare.status_code == 422 and "写しを添えるか" in bare.text
    for day, said in (("", "入力"), (tomorrow, "今日までの日"), ("2020-01-01", "通知の日")):
        sent = by_part(desk, path, "statement", {**word, "statement-arrived_on": day})
        assert sent.status_code == 422 and said in sent.text
    assert f'value="{clock.today().isoformat()}"' in desk.get(path).text
    assert by_part(desk, path, "statement", word).status_code == 303
    with_copy = {**word, "statement-scan": (BytesIO(meeting_desk.PDF), "回答書.pdf")}
    assert by_part(desk, path, "statement", with_copy).status_code == 303
    plain, copied = session.query(Statement).filter_by(organisation_id=members[7])
    assert plain.paper.no_scan_reason == "原本を預かったため"
    listed = desk.get(f"/meetings/{found['pk']}/answers").text
    assert "原本を預かったため" in listed and "意思表明の写し" in listed
    papers = f"/meetings/{found['pk']}/statement-papers"
    assert desk.get(f"{papers}/{copied.paper_id}").data == meeting_desk.PDF
    assert desk.get(f"{papers}/{plain.paper_id}").status_code == 404
    assert desk.get(f"/meetings/{found['pk']}/answers/1000000").status_code == 404


def test_a_proxy_is_entered_in_writing_with_its_day_and_copy(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.notified()
    principal, agent = hall.executives()[6:8]
    path = f"/meetings/{found['pk']}/answers/{principal}"
    values = {"agent": str(agent), f"told_{found['item_id']}": "free"}
    telephone = by_part(desk, path, "proxy", {**values, "proxy-way": "telephone"})
    assert telephone.status_code == 422
    page = desk.get(path).text
    assert page.count('value="telephone"') == 1, "offered for attendance only"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for name, value, said in (
        ("proxy-no_scan_reason", "", "写しを添えるか"),
        ("proxy-arrived_on", tomorrow, "今日までの日"),
        ("proxy-arrived_on", "2020-01-01", "通知の日"),
    ):
        refused = by_part(desk, path, "proxy", {**values, name: value})
        assert refused.status_code == 422 and said in refused.text
    assert session.query(Proxy).filter_by(principal_id=principal).count() == 0
    assert by_part(desk, path, "proxy", values).status_code == 303
    assert "写しなし（原本を預かったため）" in desk.get(f"/meetings/{found['pk']}/answers").text


def by_part(client: PlatformClient, path: str, part: str, values: dict[str, Any]) -> Any:
    """Send one of the page's forms, with the way and day of arrival."""
    came = {
        f"{part}-way": "paper",
        f"{part}-arrived_on": clock.today().isoformat(),
        f"{part}-no_scan_reason": "原本を預かったため",
    }
    data = {"part": part, **came, **values}
    headers = {"X-CSRFToken": csrf_token(client)}
    return client.post(path, data=data, headers=headers, content_type="multipart/form-data")


def test_forecast_lists_members_to_phone(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.notified()
    members = hall.executives()
    entry = (
        session.query(RollEntry).filter_by(meeting_id=found["pk"], organisation_id=members[9]).one()
    )
    entry.organisation.business_contact_phone = "0857-26-0000"
    text = desk.get(f"/meetings/{found['pk']}/answers").text
    assert "未回答の団体の回答次第で成立します" in text and "あと23団体の出席が必要です" in text
    assert '<a href="tel:0857-26-0000">' in text


@pytest.mark.parametrize("form", [MeetingForm.BOTH, MeetingForm.WRITTEN])
def test_statement_on_paper_is_no_absence_in_the_list_to_phone(
    session: Any, desk: PlatformClient, form: MeetingForm
) -> None:
    """A meeting asks for another way; a written resolution counts it and asks no more."""
    meeting = hall.planned(form)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    member = hall.executives()[3]
    hall.say(meeting, item, [member], way=AnswerWay.PAPER)
    text = desk.get(f"/meetings/{meeting.id}/answers").text
    to_phone = text.partition("団体名")[2].partition("</table>")[0]
    assert "欠席" not in to_phone
    is_asked = form is MeetingForm.BOTH
    assert ("書面の賛否だけでは出席にならない" in to_phone) is is_asked
    assert (name_of(session, meeting.id, member) in to_phone) is is_asked


def test_written_resolution_is_closed_by_statements(session: Any, desk: PlatformClient) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    hall.say(meeting, item, members[:22], way=AnswerWay.PAPER)
    vote = f"/meetings/{meeting.id}/items/{item.id}/vote"
    text = desk.get(vote).text
    assert "必要：23" in text and "みなされません" not in text, "answers still come in"
    press(desk, vote.replace("/vote", "/close"))
    assert "期限が過ぎるまで締め切れません" in desk.get(vote).text
    assert "/close" not in desk.get(vote).text
    part = desk.get(f"/meetings/{meeting.id}?part=live").text
    assert "議案第1号：賛成" in part and "あと1団体" in part
    enter = f"/meetings/{meeting.id}/answers/{members[22]}"
    assert by_part(desk, enter, "statement", {f"word_{item.id}": "for"}).status_code == 303
    text = desk.get(vote).text
    assert "みなし決議" in text and "規約第12条第5項" in text


@pytest.mark.parametrize("path", ["", "/answers", "/attendance"])
def test_live_part_is_returned_without_the_page(
    session: Any, desk: PlatformClient, path: str
) -> None:
    pk = meeting_desk.in_session()["pk"]
    part = desk.get(f"/meetings/{pk}{path}?part=live").text
    assert part and "<html" not in part


def test_session_pages_take_few_queries(app: Any, session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    meeting = session.get(Meeting, found["pk"])
    hall.arrive(meeting, *members[5:25])
    for path in ("attendance", f"items/{found['item_id']}/vote"):
        desk.get(f"/meetings/{found['pk']}/{path}")
        with counted(app) as statements:
            assert desk.get(f"/meetings/{found['pk']}/{path}").status_code == 200
        assert len(statements) <= 12, statements


def test_released_member_is_neither_counted_nor_offered_as_chair(
    session: Any, desk: PlatformClient
) -> None:
    meeting, _item = hall.in_session()
    leaving, staying, principal, writer = hall.executives()[:4]
    hall.arrive(meeting, leaving, staying)
    hall.delegate(meeting, principal, staying)
    hall.say(meeting, meeting.items[0], [writer])
    effects.leave_open_meetings(leaving)
    session.commit()
    page = "".join(desk.get(f"/meetings/{meeting.id}").text.split())
    assert '出席</span><spanclass="tile-number">3<small>／33団体' in page
    attendance = desk.get(f"/meetings/{meeting.id}/attendance").text
    assert re.findall(r'<option value="(\d+)"', attendance) == [str(staying)]


def test_written_resolution_after_its_last_day_is_to_be_closed(
    session: Any, desk: PlatformClient
) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    hall.resolution(meeting)
    hall.notified(meeting)
    session.commit()
    page = f"/meetings/{meeting.id}"
    for past in (False, True):
        if past:
            meeting.starts_at = clock.now() - timedelta(days=2)
            session.commit()
        for path in (page, f"{page}/answers"):
            assert ("督促を送る" in desk.get(path).text) is not past
        for path in (page, "/"):
            assert ("回答期限を過ぎました" in desk.get(path).text) is past
    (letter,) = {each.body.partition("回答期限：")[2].splitlines()[0] for each in notices(session)}
    assert letter.endswith("24時まで")


def notices(session: Any) -> list[OutboxMessage]:
    return list(session.query(OutboxMessage).filter_by(purpose="meeting_notice"))
