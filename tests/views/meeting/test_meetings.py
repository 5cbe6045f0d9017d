"""The secretariat's pages of a meeting: planned, documented, approved by a second person."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from app import clock
from app.models.accounts.user import UserSession
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ItemKind
from app.rules.states.meeting.meeting import MeetingState
from app.services.common import approvals
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.queries import counted

TITLE = "秋のプラットフォーム会議"


def plan(**values: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=20)
    return {
        "title": TITLE,
        "form": "both",
        "day": day.isoformat(),
        "at": "13:30",
        "place": "県庁講堂",
        "lead_days": "14",
        **values,
    }


def the_meeting(session: Any, title: str = TITLE) -> Meeting:
    session.expire_all()
    found = session.query(Meeting).filter_by(title=title).one()
    assert isinstance(found, Meeting)
    return found


def test_meeting_from_plan_to_notice(session: Any, client_as: RoleClients) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    assert first.submit("/meetings/new", plan()).status_code == 303
    meeting = the_meeting(session)
    page = f"/meetings/{meeting.id}"
    local = clock.local(meeting.starts_at)
    assert (local.hour, local.minute, meeting.place) == (13, 30, "県庁講堂")
    new = f"{page}/items/new"
    assert first.submit(f"{new}?sort=report", {"title": "活動の報告"}).status_code == 303
    assert first.submit(f"{new}?sort=other", {"title": "事業の計画"}).status_code == 303
    session.expire_all()
    report, resolution = the_meeting(session).items
    assert (report.label, resolution.label) == ("報告事項1", "議案第1号")
    papers = f"{page}/items/{resolution.id}/papers"
    sent = {"title": "", "document": (BytesIO(meeting_desk.PDF), "計画.pdf")}
    assert first.submit(papers, sent, content_type="multipart/form-data").status_code == 303
    text = first.get(page).text
    assert "資料1" in text and "計画.pdf" in text
    assert "事業の計画" in first.get(f"{page}/letter").text
    assert first.get(f"{page}/letter.pdf").data.startswith(b"%PDF-")
    assert first.submit(page, form="/submit").status_code == 303
    assert "/approve" not in first.get(page).text
    assert second.submit(page, form="/approve").status_code == 303
    meeting = the_meeting(session)
    assert meeting.state is MeetingState.NOTIFIED
    letters = session.query(OutboxMessage).filter_by(purpose="meeting_notice").count()
    assert letters == len(hall.executives()) == 34
    assert "34" in second.get(f"{page}/answers").text


def test_submitter_cannot_approve_by_a_handmade_form(session: Any, desk: PlatformClient) -> None:
    pk = meeting_desk.submitted()["pk"]
    approvals.pending("meeting.notice", pk).proposed_by_id = desk.account_id
    press(desk, f"/meetings/{pk}/approve")
    assert "提案した人は承認できません" in desk.get(f"/meetings/{pk}").text
    session.expire_all()
    assert session.get(Meeting, pk).state is MeetingState.AWAITING_APPROVAL


def test_approval_requires_recent_authentication(session: Any, desk: PlatformClient) -> None:
    pk = meeting_desk.submitted()["pk"]
    for row in session.query(UserSession):
        past = clock.now() - timedelta(minutes=11)
        row.data = {**row.data, "proved_at": past.isoformat()}
    assert press(desk, f"/meetings/{pk}/approve").status_code == 403
    session.expire_all()
    assert session.get(Meeting, pk).state is MeetingState.AWAITING_APPROVAL


def test_returning_a_notice_requires_a_reason(session: Any, desk: PlatformClient) -> None:
    page = f"/meetings/{meeting_desk.submitted()['pk']}"
    empty = desk.submit(page, {"reason": " "}, form="/return")
    assert empty.status_code == 422
    assert desk.submit(page, {"reason": "日程の再調整"}, form="/return").status_code == 303
    text = desk.get(page).text
    assert "日程の再調整" in text and "/submit" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "入力"),
        ({"title": "第8回　プラットフォーム会議"}, "回数を除いて"),
        ({"title": "第８回会議"}, "回数を除いて"),
        ({"day": "2026-02-30"}, "実在する日"),
        ({"day": "2020-01-01"}, "これからの日時"),
        ({"at": "25:00"}, "13:30"),
        ({"place": ""}, "会場を入力"),
        ({"lead_days": "x"}, "入力"),
        ({"lead_days": "-1"}, "0"),
        ({"form": "balloon"}, "選"),
        ({"online_url": "javascript:alert(1)"}, "http"),
    ],
)
def test_invalid_plan_is_refused_with_input_preserved(
    session: Any, desk: PlatformClient, wrong: dict[str, str], said: str
) -> None:
    before = session.query(Meeting).count()
    answer = desk.submit("/meetings/new", plan(**{"note": "駐車場は東側", **wrong}))
    assert answer.status_code == 422 and said in answer.text
    assert "駐車場は東側" in answer.text
    session.expire_all()
    assert session.query(Meeting).count() == before


def test_short_notice_period_causes_a_warning(session: Any, desk: PlatformClient) -> None:
    near, far = hall.planned(lead_days=30), hall.planned(lead_days=5)
    assert "より短くなります" in desk.get(f"/meetings/{near.id}").text
    assert "より短くなります" not in desk.get(f"/meetings/{far.id}").text


def test_template_supplies_its_agenda(session: Any, desk: PlatformClient) -> None:
    template = meeting_desk.template()
    path = f"/meetings/new?template={template.id}"
    page = desk.get(path).text
    assert template.name in page and 'value="21"' in page
    day = (clock.today() + timedelta(days=30)).isoformat()
    assert desk.submit(path, {"day": day, "at": "10:00"}).status_code == 303
    items = the_meeting(session, template.name).items
    assert [item.title for item in items] == ["活動の報告", "意見交換"]
    assert {item.kind for item in items} == {ItemKind.DISCUSSION}


def test_templates_are_maintained_by_the_secretariat(session: Any, desk: PlatformClient) -> None:
    values = {"name": "臨時会議", "form": "online", "starts_at": "10:00", "lead_days": "7"}
    assert desk.submit("/meeting-templates/new", values).status_code in (302, 303)
    text = desk.get("/meetings/new").text
    assert "臨時会議" in text
    wrong = desk.submit("/meeting-templates/new", {**values, "name": "別", "form": "balloon"})
    assert wrong.status_code in (200, 422) and "別" not in desk.get("/meetings/new").text


def test_meeting_request_is_taken_up(session: Any, desk: PlatformClient) -> None:
    pk = meeting_desk.asked_for()["pk"]
    assert desk.submit(f"/meetings/{pk}", form="/take-up").status_code == 303
    session.expire_all()
    found = session.get(Meeting, pk)
    assert found.state is MeetingState.PLANNING and found.number is not None


def test_list_shows_the_next_meeting_first(session: Any, desk: PlatformClient) -> None:
    later = hall.planned(title="あとの会議", starts_at=clock.now() + timedelta(days=60))
    sooner = hall.planned(title="さきの会議", starts_at=clock.now() + timedelta(days=30))
    text = desk.get("/meetings/").text
    assert text.index(sooner.title) < text.index(later.title)


def test_empty_list_shows_a_message(session: Any, desk: PlatformClient) -> None:
    session.query(AgendaItem).delete()
    session.query(Meeting).delete()
    assert "まだ会議はありません" in desk.get("/meetings/").text


def test_cancellation_notifies_members_and_requires_a_reason(
    session: Any, desk: PlatformClient, client_as: RoleClients
) -> None:
    pk = meeting_desk.notified()["pk"]
    path = f"/meetings/{pk}/cancel"
    assert desk.submit(path, {"reason": ""}).status_code == 422
    assert desk.submit(path, {"reason": "大雪のため"}).status_code == 303
    page = desk.get(f"/meetings/{pk}").text
    assert "大雪のため" in page and "承認して発信する" not in page
    second = client_as("secretariat")
    assert second.submit(f"/meetings/{pk}", form="/bulk/cancel").status_code == 303
    assert session.query(OutboxMessage).filter_by(purpose="meeting_called_off").count() == 34
    member = client_as("executive")
    for client in (desk, member):
        text = client.get(f"/meetings/{pk}").text
        assert "大雪のため" in text and "会議の書類" not in text
    assert f'href="/meetings/{pk}"' in member.get("/meetings/").text
    again = desk.submit(path, {"reason": "もう一度"})
    assert again.status_code == 422 and "この操作はできません" in again.text


def test_reminders_are_sent_to_members_without_an_answer(
    session: Any, desk: PlatformClient, client_as: RoleClients
) -> None:
    pk = meeting_desk.notified()["pk"]  # one member has given a proxy
    second = client_as("secretariat")
    assert desk.submit(f"/meetings/{pk}/answers", form="/remind").status_code == 303
    assert session.query(OutboxMessage).filter_by(purpose="meeting_reminder").count() == 0
    assert second.submit(f"/meetings/{pk}/answers", form="/remind").status_code == 303
    assert session.query(OutboxMessage).filter_by(purpose="meeting_reminder").count() == 33


def test_observers_are_added_and_removed(session: Any, desk: PlatformClient) -> None:
    pk = hall.planned().id
    page = f"/meetings/{pk}"
    assert desk.submit(page, {"name": ""}, form="/observers").status_code == 422
    wrong = desk.submit(page, {"name": "専門家", "email": "@"}, form="/observers")
    assert wrong.status_code == 422 and "専門家" in wrong.text
    assert desk.submit(page, {"name": "専門家"}, form="/observers").status_code == 303
    assert "専門家" in desk.get(page).text
    assert desk.submit(page, form="/remove").status_code == 303
    assert "出席を求めた人はいません" in desk.get(page).text


def test_executive_members_see_only_notified_meetings_and_papers(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as("executive")
    hidden, shown = meeting_desk.prepared(), meeting_desk.notified()
    page = f"/meetings/{shown['pk']}"
    text = member.get(page).text
    assert f"{page}/answer" in text and "資料1" in text and "/cancel" not in text
    paper = member.get(f"{page}/papers/{shown['paper_id']}")
    assert paper.data == meeting_desk.PDF and "attachment" in paper.headers["Content-Disposition"]
    assert "個人での入会" in member.get(f"{page}/items/{shown['item_id']}/table").text
    assert member.get(f"/meetings/{hidden['pk']}").status_code == 404
    assert member.get(f"/meetings/{hidden['pk']}/papers/{hidden['paper_id']}").status_code == 404
    assert member.get(f"{page}/papers/{hidden['paper_id']}").status_code == 404
    assert member.get(f"{page}/answers").status_code in (302, 403, 404)


def test_unknown_meeting_is_not_found(session: Any, desk: PlatformClient) -> None:
    for path in ("/meetings/4711", "/meetings/4711/edit", "/meetings/4711/answers"):
        assert desk.get(path).status_code == 404
    pk = hall.planned().id
    assert desk.get(f"/meetings/{pk}/items/4711/edit").status_code == 404
    assert desk.get(f"/meetings/{pk}/items/new?sort=feast").status_code == 400


def test_pages_take_few_queries_for_many_members(
    app: Any, session: Any, desk: PlatformClient
) -> None:
    pk = meeting_desk.notified()["pk"]
    for path, most in (("/meetings/", 6), (f"/meetings/{pk}", 16), (f"/meetings/{pk}/answers", 12)):
        desk.get(path)
        with counted(app) as statements:
            assert desk.get(path).status_code == 200
        assert len(statements) <= most, (path, len(statements))


def test_change_of_a_meeting_does_not_offer_a_written_resolution(
    session: Any, desk: PlatformClient
) -> None:
    found = meeting_desk.notified()
    path = f"/meetings/{found['pk']}/change"
    assert re.findall(r'name="form" value="(\w+)"', desk.get(path).text) == [
        "room",
        "online",
        "both",
    ]
    assert desk.submit(path, {"form": "written", "reason": "x"}).status_code == 422
