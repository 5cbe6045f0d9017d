"""The secretariat's agenda pages: pending subjects, text editor, papers, exclusions."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from app import clock
from app.models.meeting.agenda import AgendaItem
from app.models.regulations.regulation import Regulation
from app.rules.meeting.agenda import ResolutionKind
from app.rules.states.meeting.meeting import ItemState
from app.services.filings import expulsions
from app.services.meeting import agendas, closing, votes
from tests import factories
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.desk import officer
from tests.support.edits import opened
from tests.support.forms import read_forms
from tests.support.members import filed_release

FORM = "multipart/form-data"


def newest(session: Any) -> AgendaItem:
    session.expire_all()
    found = session.query(AgendaItem).order_by(AgendaItem.id.desc()).first()
    assert isinstance(found, AgendaItem)
    return found


def test_candidate_is_chosen_from_the_pending_consents(session: Any, desk: PlatformClient) -> None:
    path = f"/meetings/{hall.planned().id}/items/new?sort=selection"
    assert "この議案を待っているものはありません" in desk.get(path).text
    consent = hall.consent()
    values = {"title": "幹事団体の選出", "subject": str(consent.id)}
    assert desk.submit(path, {**values, "subject": ""}).status_code == 422
    assert desk.submit(path, {**values, "subject": "4711"}).status_code == 422
    assert desk.submit(path, values).status_code == 303
    item = newest(session)
    assert (item.resolution_kind, item.consent_id) == (ResolutionKind.SELECTION, consent.id)
    assert "この議案を待っているものはありません" in desk.get(path).text
    edit = f"/meetings/{item.meeting_id}/items/{item.id}/edit"
    assert desk.submit(edit, {"title": "新しい幹事団体"}).status_code == 303
    assert newest(session).title == "新しい幹事団体"
    assert "幹事団体になります" in desk.get(f"/meetings/{item.meeting_id}").text


def test_expulsion_file_awaiting_resolution_is_chosen(session: Any, desk: PlatformClient) -> None:
    file = hall.expulsion_awaiting()
    path = f"/meetings/{hall.planned().id}/items/new?sort=expulsion"
    values = {"title": "除名", "subject": str(file.id)}
    assert desk.submit(path, values).status_code == 303
    assert newest(session).expulsion_id == file.id
    assert (
        expulsions.locked(file.id).organisation.name
        in desk.get(f"/meetings/{newest(session).meeting_id}").text
    )


def test_releasing_member_is_excluded_from_the_resolution(
    session: Any, desk: PlatformClient
) -> None:
    member = factories.founding_member()
    request = filed_release(member)
    assert request.organisation_id == member.id
    path = f"/meetings/{hall.planned().id}/items/new?sort=release"
    assert f"{member.name}（退会する）" in desk.get(path).text
    values = {"title": "退会", "subject": str(request.id), "becomes_general": "y"}
    assert desk.submit(path, values).status_code == 303
    item = newest(session)
    assert item.becomes_general and item.exclusions[0].organisation_id == member.id
    exclusions = f"/meetings/{item.meeting_id}/items/{item.id}/exclusions"
    assert member.name in desk.get(exclusions).text


def test_guideline_amendment_shows_old_and_new_text(session: Any, desk: PlatformClient) -> None:
    meeting = hall.planned()
    path = f"/meetings/{meeting.id}/items/new?sort=guideline"
    values = {
        "title": "要領の改正",
        "in_force_from": (clock.today() + timedelta(days=40)).isoformat(),
    }
    same = desk.submit(path, values)
    assert same.status_code == 422 and "今の条文と同じ" in same.text
    torn = desk.submit(path, {**values, "body": "第１条（目的）"})
    assert torn.status_code == 422 and "第１条に本文がありません" in torn.text
    assert "第１条（目的）</textarea>" in torn.text
    assert desk.submit(path, {**values, "body": meeting_desk.guideline()}).status_code == 303
    item = newest(session)
    assert item.regulation_slug == "guideline"
    table = desk.get(f"/meetings/{meeting.id}/items/{item.id}/table").text
    assert "<u>" in table and "第２条（入会基準及び手続）" in table and "第３条（" not in table
    edit = f"/meetings/{meeting.id}/items/{item.id}/edit"
    assert "個人での入会は認める" in desk.get(edit).text
    assert desk.get(f"/meetings/{meeting.id}/items/{item.id}/table").status_code == 200


def test_new_rules_are_adopted_and_listed(session: Any, desk: PlatformClient) -> None:
    meeting, first = hall.in_session()
    path = f"/meetings/{meeting.id}/items/new?sort=new"
    values = {
        "title": "細則の策定",
        "name": "運営細則",
        "in_force_from": clock.today().isoformat(),
        "body": "第１条（目的）\nこの細則は、運営を定める。",
    }
    assert desk.submit(path, {**values, "body": "運営を定める。"}).status_code == 422
    assert desk.submit(path, {**values, "name": ""}).status_code == 422
    early = {**values, "in_force_from": "2025-04-01"}
    refused = desk.submit(path, early)
    assert refused.status_code == 422 and "議決の日" in refused.text
    assert desk.submit(path, values).status_code == 303
    item = newest(session)
    table = desk.get(f"/meetings/{meeting.id}/items/{item.id}/table").text
    assert "運営細則" in table and "<u>" in table
    edit = f"/meetings/{meeting.id}/items/{item.id}/edit"
    assert desk.submit(edit, {"name": "運営の細則"}).status_code == 303
    members = hall.executives()
    hall.arrive(meeting, *members[:23])
    agendas.withdraw(officer(), first.id, "別の議案を先にするため")
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:23])
    closing.close(officer(), item.id)
    session.commit()
    assert "運営の細則" in desk.get("/regulations").text
    assert "この細則は、運営を定める。" in desk.get(f"/regulations/{item.regulation_slug}").text


def test_late_item_is_marked_and_notified_item_is_fixed(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.notified()
    page = f"/meetings/{found['pk']}"
    assert desk.submit(f"{page}/items/new?sort=other", {"title": "緊急の議案"}).status_code == 303
    assert newest(session).notified is False
    assert "通知後に追加" in desk.get(page).text
    refused = desk.submit(f"{page}/items/{found['item_id']}/edit", {"title": "別の件名"})
    assert refused.status_code == 422 and "通知した議題は変えられません" in refused.text
    assert "別の件名" in refused.text


def test_withdrawing_an_item_requires_a_reason(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.notified()
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/withdraw"
    assert desk.submit(path, {"reason": ""}).status_code == 422
    assert desk.submit(path, {"reason": "再検討のため"}).status_code == 303
    assert newest(session).state is ItemState.WITHDRAWN
    assert "再検討のため" in desk.get(f"/meetings/{found['pk']}").text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "ファイルが空です"), (b"MZ\x90\x00", "PDF、PNG"), (b"<html></html>", "PDF、PNG")],
)
def test_unsupported_paper_is_refused(
    session: Any, desk: PlatformClient, content: bytes, said: str
) -> None:
    found = meeting_desk.prepared()
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/papers"
    assert desk.submit(path, {"title": "資料"}).status_code == 422
    sent = {"title": "大事な資料", "document": (BytesIO(content), "a.pdf")}
    answer = desk.submit(path, sent, content_type=FORM)
    assert answer.status_code == 422 and said in answer.text and "大事な資料" in answer.text


def test_paper_can_be_removed_before_the_notice_only(session: Any, desk: PlatformClient) -> None:
    early, late = meeting_desk.prepared(), meeting_desk.notified()
    path = f"/meetings/{early['pk']}/items/{early['item_id']}/papers"
    assert desk.submit(path, form="/remove").status_code == 303
    assert desk.get(f"/meetings/{early['pk']}/papers/{early['paper_id']}").status_code == 404
    path = f"/meetings/{late['pk']}/items/{late['item_id']}/papers"
    assert "/remove" not in desk.get(path).text
    press(desk, f"{path}/{late['paper_id']}/remove")
    assert "通知した資料は外せません" in desk.get(path).text
    assert desk.get(f"/meetings/{late['pk']}/papers/{late['paper_id']}").status_code == 200
    assert press(desk, f"{path}/4711/remove").status_code == 404


def test_exclusion_is_recorded_with_a_reason_and_undone(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.notified()
    path = f"/meetings/{found['pk']}/items/{found['item_id']}/exclusions"
    member = str(hall.executives()[3])
    assert desk.submit(path, {"member": member, "reason": ""}).status_code == 422
    assert desk.submit(path, {"member": "1000000", "reason": "利害"}).status_code == 422
    assert desk.submit(path, {"member": member, "reason": "補助の相手方"}).status_code == 303
    assert "補助の相手方" in desk.get(path).text
    assert desk.submit(path, form="/readmit").status_code == 303
    assert "議決から除いた団体はありません" in desk.get(path).text


def test_only_exclusions_are_offered_while_awaiting_approval(
    session: Any, desk: PlatformClient
) -> None:
    pk = meeting_desk.submitted()["pk"]
    text = desk.get(f"/meetings/{pk}").text
    assert re.findall(rf"/meetings/{pk}/items/\d+/(\w+)", text) == ["exclusions"]
    assert f"/meetings/{pk}/observers" in text


def test_guideline_page_offers_minor_amendment_to_the_secretariat(
    client: PlatformClient, desk: PlatformClient
) -> None:
    assert "/regulations/guideline/amend" in desk.get("/regulations/guideline").text
    assert "/regulations/guideline/amend" not in desk.get("/regulations/bylaws").text
    assert "/regulations/guideline/amend" not in client.get("/regulations/guideline").text


def test_second_minor_amendment_does_not_undo_the_first(
    session: Any, client_as: RoleClients
) -> None:
    path = "/regulations/guideline/amend"
    one, two = client_as("secretariat"), client_as("secretariat")
    forms = [opened(officer.get(path), path).form.values for officer in (one, two)]
    values = {"reason": "字句の整理のため", "sure": "1"}
    first = values | {"body": meeting_desk.guideline("暴力団等", "暴力団その他の")}
    second = values | {"body": meeting_desk.guideline("暴力団等", "暴力団など")}
    assert one.post(path, data={**forms[0], **first}).status_code == 303
    asked = two.post(path, data={**forms[1], **second})
    assert asked.status_code == 422
    assert "暴力団その他の" in asked.text and "暴力団など" in asked.text


def test_minor_amendment_is_previewed_and_requires_a_reason(
    session: Any, desk: PlatformClient
) -> None:
    path = "/regulations/guideline/amend"
    body = meeting_desk.guideline("暴力団等", "暴力団その他の")
    before = session.query(Regulation).filter_by(slug="guideline").count()
    assert desk.submit(path, {"body": body, "reason": ""}).status_code == 422
    shown = desk.submit(path, {"body": body, "reason": "字句の整理のため"})
    assert shown.status_code == 200 and "<u>" in shown.text
    session.expire_all()
    assert session.query(Regulation).filter_by(slug="guideline").count() == before
    done = desk.submit(path, {"body": body, "reason": "字句の整理のため", "sure": "1"})
    assert done.status_code == 303
    session.expire_all()
    newest_text = session.query(Regulation).filter_by(slug="guideline").all()[-1]
    assert newest_text.basis == "軽微な改正：字句の整理のため"
    assert "暴力団その他の" in desk.get("/regulations/guideline").text
    again = desk.submit(path, {"body": meeting_desk.guideline(), "reason": "x", "sure": "1"})
    assert again.status_code == 422 and "版がすでにあります" in again.text


def test_items_are_moved_by_buttons_until_the_notice(session: Any, desk: PlatformClient) -> None:
    meeting = hall.planned()
    items = [hall.resolution(meeting, title=title) for title in ("あ", "い", "う")]
    page = f"/meetings/{meeting.id}"

    def offered(item: AgendaItem) -> list[str]:
        forms = read_forms(desk.get(page).text)
        own = [form for form in forms if form.action.endswith(f"/items/{item.id}/move")]
        return ["up" if "up" in form.values else "down" for form in own]

    assert [offered(item) for item in items] == [["down"], ["up", "down"], ["up"]]
    assert desk.submit(page, form=f"/items/{items[2].id}/move").status_code == 303
    assert [offered(item) for item in items] == [["down"], ["up"], ["up", "down"]]
    text = desk.get(page).text
    assert "議案第2号　う" in text and "議案第3号　い" in text
    hall.notified(meeting)
    assert [offered(item) for item in items] == [[], [], []]
    press(desk, f"{page}/items/{items[2].id}/move")
    assert "通知した議題の順は変えられません" in desk.get(page).text
