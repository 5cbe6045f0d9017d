"""Persons of an organisation: whom letters reach after a hand-over, and who is told of a new one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import MemberKind
from app.security.viewer import SYSTEM, Role
from app.services.accounts import access, accounts
from app.services.membership.recipients import address_of, is_gone, persons_in_use
from tests import factories
from tests.support import members
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import hearing, officer
from tests.support.forms import read_forms
from tests.support.meetings import notified, planned, resolution

OLD, NEW = "old.contact@example.jp", "new.person@example.jp"
PERSON = {"email": NEW, "family_name": "八頭", "given_name": "月子"}


@pytest.fixture
def member(session: Any) -> Organisation:
    return factories.member(business_contact_email=OLD, business_contact_name="旧担当 太郎")


def contact_of(organisation: Organisation) -> Account:
    return factories.account(organisation=organisation, email=OLD, username=OLD)


def hand_over_form(client: PlatformClient, account_id: int) -> dict[str, Any]:
    path = f"/colleagues/{account_id}/hand-over"
    [form] = [each for each in read_forms(client.get(path).text) if "hand-over" in each.action]
    return form.values


def hand_over(by: PlatformClient, account: Account, **more: Any) -> None:
    path = "accounts" if by.organisation_id is None else "colleagues"
    answer = by.submit(f"/{path}/{account.id}/hand-over", PERSON | more, form="hand-over")
    assert answer.status_code == 303, answer.text


def hearing_letter(one: Organisation) -> None:
    hearing(one)


def decision_letter(one: Organisation) -> None:
    members.accept_all(officer(), members.change(members.person_of(one), one, phone="0857-99-1"))


def contact_question(one: Organisation) -> None:
    members.contact_question(one)


def meeting_notice(one: Organisation) -> None:
    meeting = planned()
    resolution(meeting)
    notified(meeting)


LETTERS: list[tuple[Callable[[Organisation], None], MemberKind]] = [
    (hearing_letter, MemberKind.GENERAL),
    (decision_letter, MemberKind.GENERAL),
    (contact_question, MemberKind.GENERAL),
    (meeting_notice, MemberKind.EXECUTIVE),
]


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize(("write", "kind"), LETTERS)
def test_letters_reach_a_person_in_use_after_a_hand_over(
    session: Any,
    client_as: RoleClients,
    write: Callable[[Organisation], None],
    kind: MemberKind,
    ticked: bool,
) -> None:
    one = factories.member(kind, business_contact_email=OLD)
    predecessor = contact_of(one)
    hand_over(
        client_as("secretariat"), predecessor, **({} if ticked else {"becomes_contact": None})
    )
    access.disable_unchecked(SYSTEM, session.get_one(Account, predecessor.id))
    session.expire_all()
    before = {row.id for row in session.scalars(select(OutboxMessage))}
    write(one)
    sent = [
        row
        for row in session.scalars(select(OutboxMessage))
        if row.id not in before and row.organisation_id == one.id
    ]
    recipients = {row.recipient for row in sent}
    if ticked:
        assert recipients == {NEW}
    else:
        in_use = {each.email for each in persons_in_use(one.id)}
        assert recipients and recipients <= in_use and OLD not in in_use


def test_successor_becomes_the_contact_unless_unticked(
    session: Any, client_as: RoleClients, member: Organisation
) -> None:
    person = contact_of(member)
    session.commit()
    client = client_as("general", member)
    assert hand_over_form(client, person.id)["becomes_contact"] == ["y"]
    assert "旧担当 太郎" in client.get(f"/colleagues/{person.id}/hand-over").text
    hand_over(client, person)
    session.refresh(member)
    assert (member.business_contact_email, member.business_contact_name) == (NEW, "八頭 月子")
    assert [version.source for version in member.versions] == ["テスト", "担当者の引継ぎ"]
    assert address_of(member) == NEW


def test_box_is_not_ticked_for_somebody_else(
    session: Any, client_as: RoleClients, member: Organisation
) -> None:
    contact_of(member)
    other = factories.account(organisation=member)
    session.commit()
    client = client_as("general", member)
    assert "becomes_contact" not in {
        name for name, value in hand_over_form(client, other.id).items() if value == ["y"]
    }
    hand_over(client, other)
    session.refresh(member)
    assert member.business_contact_email == OLD


def test_homes_say_so_while_the_contact_is_gone(
    session: Any, client_as: RoleClients, member: Organisation
) -> None:
    person = contact_of(member)
    session.commit()
    mine, desk = client_as("general", member), client_as("secretariat")
    places = (
        (mine, "/", "/change-notices/new"),
        (desk, "/", "/organisations/?contact=gone"),
        (mine, "/my-organisation/", "事務連絡担当者を変更してください"),
        (desk, "/organisations/?contact=gone", member.name),
        (desk, f"/organisations/{member.id}", "事務連絡担当者のアカウントは使われていません"),
    )
    words = "事務連絡担当者のアカウントが使われていません"
    assert words not in mine.get("/").text and "contact=gone" not in desk.get("/").text
    access.disable_unchecked(SYSTEM, session.get_one(Account, person.id))
    session.commit()
    assert words in mine.get("/").text
    for client, path, shown in places:
        assert shown in client.get(path).text, path


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({}, False),
        ({"active": False}, True),
        ({"ends_on": date(2026, 1, 1)}, True),
        ({"ends_on": date(2999, 1, 1)}, False),
        ({"organisation": "other"}, True),
        ({"email": "elsewhere@example.jp"}, False),
    ],
)
def test_when_a_contact_is_gone(
    session: Any, client_as: RoleClients, member: Organisation, change: dict[str, Any], gone: bool
) -> None:
    person, colleague = contact_of(member), factories.account(organisation=member)
    for field, value in change.items():
        setattr(person, field, factories.member() if value == "other" else value)
    session.flush()
    assert is_gone(member) is gone
    assert address_of(member) == (colleague.email if gone else OLD)
    session.commit()
    listed = client_as("secretariat").get("/organisations/?contact=gone").text
    assert (f"/organisations/{member.id}" in listed) is gone


def told(session: Any, account_email: str) -> list[str]:
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.purpose == "new_colleague")
        .order_by(OutboxMessage.id)
    )
    return [row.recipient for row in rows if account_email in row.body]


@pytest.mark.parametrize("role", ["general", "secretariat"])
def test_persons_are_told_of_a_new_one_and_pages_say_who_invited(
    session: Any, client_as: RoleClients, member: Organisation, role: str
) -> None:
    first, gone = factories.account(organisation=member), factories.account(organisation=member)
    gone.active = False
    session.commit()
    by = client_as(role, member if role == "general" else None)
    path = "/colleagues/invite" if role == "general" else "/accounts/invite"
    more = {} if role == "general" else {"organisation": member.name}
    assert by.submit(path, PERSON | more, form="invite").status_code == 303
    assert told(session, NEW) == [first.email]
    inviter = session.get_one(Account, by.account_id).get_full_name()
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.purpose == "new_colleague")
    ).one()
    assert inviter in letter.body and letter.organisation_id == member.id and not letter.secret
    for client, page in (
        (client_as("general", member), "/colleagues/"),
        (client_as("secretariat"), f"/organisations/{member.id}"),
    ):
        row = client.get(page).text.partition(NEW)[2].partition("</tr>")[0]
        assert inviter in row and f"{clock.today().month}月{clock.today().day}日" in row


def test_contact_is_told_of_the_first_person_unless_it_is_that_person(
    session: Any, member: Organisation
) -> None:
    by = officer()
    accounts.create(by, username=NEW, email=NEW, family_name="八頭", organisation_id=member.id)
    assert told(session, NEW) == [OLD]
    other = factories.member(business_contact_email="self@example.jp")
    accounts.create(
        by,
        username="self@example.jp",
        email="self@example.jp",
        family_name="本人",
        organisation_id=other.id,
    )
    assert told(session, "self@example.jp") == []


def test_persons_are_told_of_one_moved_into_their_organisation(
    session: Any, member: Organisation
) -> None:
    first = factories.account(organisation=member)
    mover = factories.account(organisation=factories.member())
    accounts.change(
        officer(),
        mover.id,
        family_name="米子",
        given_name="次郎",
        position="",
        organisation_id=member.id,
    )
    assert told(session, mover.email) == [first.email]


def test_persons_without_an_organisation_are_announced_to_nobody(session: Any) -> None:
    by = officer()
    by = type(by)(by.account_id, by.name, frozenset({Role.ADMINISTRATOR}))
    accounts.create(by, username=NEW, email=NEW, family_name="職員", roles=[Role.SECRETARIAT])
    assert told(session, NEW) == []
