"""A notice to members, from the first word to its release."""

from typing import Any

from tests import factories
from tests.support import member_notices
from tests.support.accounts import RoleClients, press

PATH = "/notices/drafts"


def test_notice_is_written_and_sent(session: Any, client_as: RoleClients) -> None:
    member = factories.member()
    desk = client_as("secretariat")
    assert desk.submit(f"{PATH}/new", {"title": "　", "text": "本文"}).status_code == 422
    begun = desk.submit(f"{PATH}/new", {"title": "交流会について", "text": "交流会を開きます。"})
    assert begun.status_code == 303
    recipients = begun.location
    assert "宛先はまだありません" in desk.get(recipients).text
    assert (
        desk.submit(
            recipients, {"q": member.name}, press=("act", "add"), form="/recipients"
        ).status_code
        == 303
    )
    chosen = desk.get(recipients).text
    assert member.name in chosen and member.business_contact_email in chosen
    page = recipients.removesuffix("/recipients")
    shown = desk.get(page).text
    assert "交流会を開きます。" in shown and f"「{member.name}」に届く文面" in shown
    assert desk.submit(page, form="/test").status_code == 303
    sent = desk.submit(page, form="/send")
    assert sent.status_code == 303 and "/notices/" in sent.location
    assert member.name in desk.get(sent.location).text
    assert desk.get(page).status_code == 302


def test_single_members_are_taken_out(session: Any, client_as: RoleClients) -> None:
    stays, goes = factories.member(), factories.member()
    bulk = member_notices.draft(stays, goes)
    desk = client_as("secretariat")
    path = f"{PATH}/{bulk.id}/recipients"
    assert press(desk, path, act="drop", member=str(goes.id)).status_code == 303
    page = desk.get(path).text
    assert stays.name in page and goes.name not in page
    assert press(desk, path, act="add", municipality="elsewhere").status_code == 400


def test_another_officer_releases_or_returns(session: Any, client_as: RoleClients) -> None:
    bulk = member_notices.draft(*(factories.member() for _each in range(11)))
    first, second = client_as("secretariat"), client_as("secretariat")
    page = f"{PATH}/{bulk.id}"
    assert "別の職員の承認が必要" in first.get(page).text
    first.submit(page, form="/send")
    assert "会員へのまとめての発信" in second.get("/approvals/").text
    assert f"{page}/edit" not in second.get(page).text
    assert first.get(f"/notices/{bulk.id}").status_code == 302
    assert second.submit(page, {"reason": "会場が違います"}, form="/return").status_code == 303
    assert "会場が違います" in first.get(page).text
    first.submit(page, form="/send")
    assert press(first, f"{page}/send").status_code == 303  # refused: it is their own
    assert second.submit(page, form="/send").status_code == 303
    assert "待ち 11" in second.get(f"/notices/{bulk.id}").text


def test_files_are_added_and_removed(session: Any, client_as: RoleClients) -> None:
    ids = member_notices.paper()
    desk = client_as("secretariat")
    page = f"{PATH}/{ids['pk']}"
    assert "案内.txt" in desk.get(page).text
    assert desk.submit(page, form=f"/papers/{ids['paper_id']}/remove").status_code == 303
    assert "案内.txt" not in desk.get(page).text
    assert desk.submit(page, form="/papers").status_code == 422


def test_earlier_notice_serves_as_a_template(session: Any, client_as: RoleClients) -> None:
    bulk = member_notices.draft(title="前の案内")
    page = client_as("secretariat").get(f"{PATH}/new?like={bulk.id}").text
    assert "前の案内" in page and "ぜひご参加ください。" in page
