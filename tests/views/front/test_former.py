"""Former members: their open invitations end, and whoever logs in sees what ended and what next."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import EndCause, MemberKind, ReceivedBy
from app.security.viewer import SYSTEM
from app.services.accounts import invitations
from app.services.accounts.invitations import Invitee
from app.services.filings import departures, withdrawals
from app.services.membership import memberships
from tests import factories
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.desk import LINKS, officer
from tests.support.people import last_letter, link_in
from tests.support.roster_files import merge

ADDRESS, NEW = "new.person@example.jp", "きつねの-嫁入り-lantern-3"


def withdraw(one: Organisation) -> None:
    withdrawals.enter(
        officer(),
        one.id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        no_scan="原本を保管",
    )


def expel(one: Organisation) -> None:
    departures.end_membership(SYSTEM, one, EndCause.EXPULSION, on=clock.today())


def release(one: Organisation) -> None:
    departures.end_membership(SYSTEM, one, EndCause.RELEASE, on=clock.today())


def merge_into_a_former_one(one: Organisation) -> None:
    withdraw(one)
    kept = factories.former_member(EndCause.WITHDRAWAL, date(2024, 5, 1), since=date(2024, 4, 1))
    merge(kept, one)


WAYS = [withdraw, expel, release, merge_into_a_former_one]


def invited(one: Organisation) -> str:
    invitations.invite(officer(), Invitee(ADDRESS, "八頭"), links=LINKS, organisation_id=one.id)
    return link_in(last_letter(ADDRESS))


@pytest.mark.parametrize("end", WAYS)
def test_open_invitation_ends_with_the_membership(
    session: Any,
    client: PlatformClient,
    client_as: RoleClients,
    end: Callable[[Organisation], None],
) -> None:
    kind = MemberKind.EXECUTIVE if end is release else MemberKind.GENERAL
    one = factories.member(kind)
    link = invited(one)
    session.commit()
    assert client.get(link).status_code == 200
    end(one)
    session.commit()
    assert client.get(link).status_code == 409
    person = session.scalars(select(Account).where(Account.email == ADDRESS)).one()
    again = press(client_as("secretariat"), f"/accounts/{person.id}/send-again")
    assert again.status_code == 303
    assert link_in(last_letter(ADDRESS)) == link and not person.password
    back = session.get(Organisation, person.organisation_id)
    memberships.begin(SYSTEM, back, MemberKind.GENERAL, on=clock.today(), basis="再入会")
    session.commit()
    assert client.get(link).status_code == 409


def test_invitation_outlives_a_release_that_goes_on_as_a_general_member(
    session: Any, client: PlatformClient
) -> None:
    one = factories.member(MemberKind.EXECUTIVE)
    link = invited(one)
    memberships.end(SYSTEM, one, EndCause.RELEASE, on=clock.today())
    memberships.begin(SYSTEM, one, MemberKind.GENERAL, on=clock.today(), basis="議決")
    session.commit()
    assert client.get(link).status_code == 200


WORDS = {
    EndCause.WITHDRAWAL: "退会届により退会しました",
    EndCause.RELEASE: "プラットフォーム会議の議決により、幹事団体を退きました",
    EndCause.EXPULSION: "プラットフォーム会議の議決により、会員資格を失いました",
}


@pytest.mark.parametrize("cause", list(WORDS))
def test_former_member_sees_what_ended_and_how_to_come_back(
    session: Any, client_as: RoleClients, at: Callable[[date], None], cause: EndCause
) -> None:
    at(date(2026, 4, 1))
    kind = MemberKind.EXECUTIVE if cause is EndCause.RELEASE else MemberKind.GENERAL
    one = factories.member(kind, since=date(2025, 4, 1), name="去った会")
    client = client_as(kind.value, one)
    departures.end_membership(SYSTEM, one, cause, on=date(2026, 4, 1))
    session.commit()
    page = client.get("/").text.partition("<main")[2]
    for words in ("去った会", "令和8年4月1日", WORDS[cause], "要領第5条", "写しが必要なとき"):
        assert words in page, words
    for words in ("ログイン</a>", "入会を申し込む", "除名", "招待を受けた"):
        assert words not in page, words
    assert ("令和11年4月2日" in page) is (cause is EndCause.EXPULSION)
    at(date(2029, 4, 2))
    assert "再入会を認めることができる最初の日" not in client.get("/").text


def test_person_of_a_present_member_and_a_visitor_see_their_own_home(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    words = "会員資格が終わりました"
    assert words not in client_as("general").get("/").text
    visitor = client.get("/").text
    assert words not in visitor and "入会を申し込む" in visitor
    one = factories.member()
    member = client_as("general", one)
    departures.end_membership(SYSTEM, one, EndCause.WITHDRAWAL, on=clock.today() - timedelta(1))
    memberships.begin(SYSTEM, one, MemberKind.GENERAL, on=clock.today(), basis="再入会")
    session.commit()
    assert words not in member.get("/").text
