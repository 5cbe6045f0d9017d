"""The first page of each role: the pending work."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from app import clock
from app.models.accounts.user import Account
from app.models.meeting.meeting import Meeting
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.meeting import meetings, notices, votes
from app.services.post import outbox
from tests import factories
from tests.support import closed_meetings, disclosures, issues, mails, sharing
from tests.support.canaries import CANARY
from tests.support.desk import officer
from tests.support.meetings import notified, planned, resolution
from tests.support.platform_meetings import asked_by
from tests.support.queries import counted


def test_visitor_sees_an_introduction(client: Any) -> None:
    page = client.get("/").text

    assert 'href="/apply/"' in page
    assert ">34<" in page


@pytest.mark.parametrize(
    "role", ["general", "executive", "council", "secretariat", "administrator"]
)
def test_first_page_of_each_role_has_no_dead_link(client_as: Any, role: str) -> None:
    client = client_as(role)
    answer = client.get("/")

    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    for address in re.findall(r'href="(/[^"]*)"', main):
        assert client.get(unescape(address)).status_code == 200, address


@pytest.mark.parametrize("member", [True, False])
def test_council_person_sees_the_secrecy_notice_and_own_organisation(
    client_as: Any, session: Any, member: bool
) -> None:
    founding = factories.founding_member() if member else None
    page = client_as("council", founding).get("/").text

    assert "第18条" in page
    assert ("鳥取県</h2>" in page) == member
    assert "第18条" not in client_as("executive").get("/").text


@pytest.mark.parametrize("member", [True, False])
def test_pending_case_work_of_a_council_person_is_only_counted(
    client_as: Any, session: Any, member: bool
) -> None:
    founding = factories.founding_member() if member else None
    client = client_as("council", founding)
    assert "対応が必要なものはありません" in client.get("/").text
    for make in (
        sharing.request_to,
        sharing.offer_to,
        sharing.emergency_of,
        issues.sheet_to_check,
        disclosures.requested,
    ):
        make(client)
    session.commit()
    page = client.get("/").text
    for words in (
        "事後点検を待つ緊急閲覧",
        "回答を待つ協力の求め",
        "回答を待つ申し出",
        "確認を待つ課題票",
        "決定を待つ開示請求",
    ):
        assert _waiting(page, words) == 1, words
    assert CANARY not in page
    assert 'href="/cases/"' in page
    assert "回答を待つ" not in client_as("council").get("/").text


def test_nothing_is_pending_initially(client_as: Any) -> None:
    assert "対応が必要なものはありません" in client_as("secretariat").get("/").text


def test_pending_work_of_the_secretariat_is_counted(client_as: Any, session: Any) -> None:
    factories.application()
    factories.application(received_on=clock.today() - timedelta(days=15))
    factories.application(ApplicationState.CORRECTION)
    factories.application(ApplicationState.UNCONFIRMED)
    client = client_as("secretariat")
    outbox.hold(SYSTEM, factories.letter().id)
    page = client.get("/").text

    assert _waiting(page, "決定が必要な入会申込み") == 2
    assert _waiting(page, "2週間を超えて未決定の入会申込み") == 1
    assert _waiting(page, "補正を依頼している入会申込み") == 1
    assert _waiting(page, "送信できていない通知") == 1


def test_administrator_sees_system_figures_but_no_applications(client_as: Any) -> None:
    page = client_as("administrator").get("/").text

    assert "有効な利用者" in page
    assert "入会申込" not in page


@pytest.mark.parametrize(
    ("role", "most"),
    [("public", 3), ("general", 4), ("secretariat", 10), ("administrator", 3), ("council", 3)],
)
def test_first_page_takes_few_queries(app: Any, client_as: Any, role: str, most: int) -> None:
    client = client_as(role)
    client.get("/")
    with counted(app) as statements:
        client.get("/")

    assert len(statements) <= most, statements


def _waiting(page: str, words: str) -> int:
    counted_by_kind = page.partition("種類ごとの件数")[2] or page
    following = counted_by_kind.split(f">{words}</a>", 1)[1].split("件", 1)[0]
    return int(following.rsplit(">", 1)[1])


def test_follow_up_work_of_a_meeting_is_pending(client_as: Any, session: Any) -> None:
    desk, colleague = client_as("secretariat"), client_as("secretariat")
    mail = mails.doubtful()
    task = closed_meetings.task()
    page = desk.get("/").text
    assert "確認を待つメールの回答" in page and 'href="/inbound-mails/?state=waiting"' in page
    assert "議事録が確定していない会議" in page and "期限を過ぎた課題" not in page
    mail.uploaded_by_id = desk.account_id
    task.due_on = clock.today() - timedelta(days=1)
    assert "確認を待つメールの回答" not in desk.get("/").text, "a second person confirms it"
    page = colleague.get("/").text
    assert "確認を待つメールの回答" in page and "期限を過ぎた課題" in page


def test_executive_member_finds_its_meetings(client_as: Any, session: Any) -> None:
    meeting = notified(with_item(planned()))
    client = client_as("executive")
    page = client.get("/").text
    assert "通知に回答" in page and f"/meetings/{meeting.id}/answer" in page
    votes.open_item(officer(), to_the_vote(meeting))
    page = client.get("/").text
    assert "採決中" in page and f"/meetings/{meeting.id}/ballot" in page


def test_secretariat_finds_requests_approvals_and_replies(client_as: Any, session: Any) -> None:
    client = client_as("secretariat")
    asked_by(client)
    submitted = with_item(planned())
    notices.submit(officer(), submitted.id)
    notified(with_item(planned()))
    page = client.get("/").text
    assert _waiting(page, "会議の開催の要請") == 1
    assert _waiting(page, "あなたの承認を待っている提案") == 1
    assert re.search(r"<details[^>]* open><summary>種類ごとの件数", page), "what is urgent is seen"
    assert "回答0／34団体、出席予定0団体" in page


def test_submitter_of_a_notice_is_not_asked_to_approve_it(client_as: Any, session: Any) -> None:
    client = client_as("secretariat")
    submitted = with_item(planned())
    own = Viewer(client.account_id, "", frozenset({Role.SECRETARIAT}))
    notices.submit(own, submitted.id)
    assert "あなたの承認を待っている提案" not in client.get("/").text


@pytest.mark.parametrize(("role", "most"), [("executive", 5), ("secretariat", 10)])
def test_meetings_take_at_most_one_query(
    app: Any, client_as: Any, session: Any, role: str, most: int
) -> None:
    for _each in range(3):
        notified(with_item(planned()))
    client = client_as(role)
    client.get("/")
    with counted(app) as statements:
        client.get("/")
    assert len(statements) <= most, statements


def with_item(meeting: Meeting) -> Meeting:
    """Return the meeting with a resolution added to its agenda."""
    resolution(meeting)
    return meeting


def to_the_vote(meeting: Meeting) -> int:
    """Open the meeting and return the id of its first item."""
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    return int(meeting.items[0].id)


@pytest.mark.parametrize(("months", "warned"), [(0, False), (8, False), (9, True)])
def test_member_is_warned_of_expulsion_from_the_ninth_month(
    client_as: Any, session: Any, months: int, warned: bool
) -> None:
    client = client_as("general")
    organisation = session.get(Account, client.account_id).organisation
    last = clock.today() - timedelta(days=31 * months)
    organisation.last_contact_on, organisation.next_question_on = last, None
    session.commit()
    page = client.get("/").text
    assert ("除名の対象となることがあります" in page) is warned
    assert ("年に1回は、ログインするか" in page) is not warned
