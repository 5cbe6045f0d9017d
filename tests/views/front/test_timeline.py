"""The time line of an organisation: every kind of dealing, in order, a page at a time."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.membership.membership import ContactKind, ContactMeans, MemberKind, ReceivedBy
from app.security.viewer import SYSTEM
from app.services.accounts import invitations
from app.services.accounts.invitations import Invitee
from app.services.filings import contact_attempts, withdrawals
from app.services.meeting import answers
from app.services.membership import contacts
from app.services.roster import organisations
from tests import factories
from tests.support import meetings as hall
from tests.support import members
from tests.support.desk import LINKS, expulsion, officer
from tests.support.queries import counted


def main(client: Any, organisation: Organisation, page: int = 1) -> str:
    text = client.get(f"/organisations/{organisation.id}/timeline?page={page}").text
    return str(text.partition('<ol class="timeline">')[2].partition("</ol>")[0])


@pytest.mark.both_databases
def test_general_members_dealings_are_all_in_one_line(session: Any, client_as: Any) -> None:
    one, by = factories.member(), officer()
    changed = members.accept_all(
        by, members.change(members.person_of(one), one, phone="0857-99-1111")
    )
    organisations.add_note(by, one.id, "メモの本文")
    contacts.record_contact(by, one.id, ContactKind.CALL, "電話で近況")
    contacts.record_contact(by, one.id, ContactKind.LOGIN, "毎日のログイン")
    contact_attempts.record(
        by,
        one.id,
        means=ContactMeans.TELEPHONE,
        attempted_on=clock.today(),
        reached=False,
        note="呼び出すだけ",
    )
    person = factories.account(organisation=one)
    successor = Invitee("new@example.jp", "後任")
    invitations.hand_over(by, person.id, successor, links=LINKS, last_day=None)
    file = expulsion(one)
    notice = withdrawals.enter(
        by,
        one.id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="解散のため",
        no_scan="原本を保管",
    )
    session.commit()
    shown = main(client_as("secretariat"), one)
    for words in (
        *("入会", "変更届を提出", "変更届を反映", "退会届を提出", "会員資格の終了", "メモを追加"),
        *("除名手続", "後任者へ引継ぎ", "名簿への登録", "電話で近況", "呼び出すだけ", by.name),
        *(f"/change-notices/{changed.id}", f"/withdrawals/{notice.id}", f"/expulsions/{file.id}"),
        *(f"/accounts/{person.id}", "/outbox/", f"/contacts/{one.id}"),
    ):
        assert words in shown, words
    assert "毎日のログイン" not in shown


@pytest.mark.both_databases
def test_answers_to_meetings_are_in_the_line_without_what_they_say(
    session: Any, client_as: Any
) -> None:
    meeting = hall.planned(title="第9回の会議")
    item = hall.resolution(meeting, title="めずらしい議題")
    hall.notified(meeting)
    first, agent = hall.executives()[:2]
    answers.answer(SYSTEM, meeting.id, first, Reply.ROOM, way=AnswerWay.LINK, attendee="代理 人")
    hall.say(meeting, item, [first])
    hall.delegate(meeting, first, agent)
    session.commit()
    one = session.get(Organisation, first)
    shown = main(client_as("secretariat"), one)
    assert shown.count(f"/meetings/{meeting.id}") >= 3
    for words in ("招集への回答", "意思表明", "めずらしい議題", "委任", "代理 人", "第9回の会議"):
        assert words in shown, words
    assert "賛成" not in shown


def test_line_is_paged_newest_first_with_few_queries(
    app: Any, session: Any, client_as: Any
) -> None:
    one = factories.member(MemberKind.GENERAL)
    for number in range(120):
        organisations.add_note(SYSTEM, one.id, f"メモ {number}")
        members.letter_to(one)
    session.commit()
    client = client_as("secretariat")
    client.get(f"/organisations/{one.id}/timeline")
    with counted(app) as statements:
        first = main(client, one)
    assert len(statements) <= 8, statements  # six, and two for session and account
    assert first.count("<li>") == 50
    pages = [main(client, one, page) for page in (1, 2, 5)]
    assert [page.count("<li>") for page in pages] == [
        50,
        50,
        50 if "page=6" in first else pages[2].count("<li>"),
    ]
    assert "入会" in pages[2] and "入会" not in pages[0]


def test_versions_of_one_day_are_shown_each(session: Any, client_as: Any) -> None:
    one, by = factories.member(phone="0857-11-1111"), officer()
    for phone in ("0857-22-2222", "0857-33-3333"):
        values = one.profile() | {"phone": phone}
        seen = organisations.stamp(one)
        organisations.correct(by, one.id, values, reason=f"訂正 {phone[-4:]}", seen=seen)
    session.commit()
    client = client_as("secretariat")
    path = f"/organisations/{one.id}/history"
    page = client.get(path).text
    assert page.index("訂正 3333") < page.index("訂正 2222") and "同じ日に変更" in page
    first = next(v for v in one.versions if v.profile["phone"] == "0857-22-2222")
    shown = client.get(f"{path}?version={first.id}").text
    assert "0857-22-2222" in shown and "同じ日に置き換えられました" in shown
    other = factories.member()
    session.commit()
    assert client.get(f"/organisations/{other.id}/history?version={first.id}").status_code == 404
    assert "0857-33-3333" in client.get(f"{path}?on={clock.today()}").text
    line = main(client, one)
    assert line.count("名簿への登録") == 3
    yesterday = clock.today() - timedelta(days=1)
    assert "0857-11-1111" in client.get(f"{path}?on={yesterday}").text
