"""The page of mail addresses that letters do not reach, and where else it is told."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.common.audit import AuditEntry
from app.models.membership.organisation import Organisation
from app.models.post.address import MailAddress
from tests import factories
from tests.support import bounces
from tests.support.accounts import RoleClients
from tests.support.bounces import dsn, envelope, sent, take
from tests.support.queries import counted


@pytest.fixture
def dead(session: Any) -> tuple[MailAddress, int]:
    """Return a dead address, and the organisation that has no other."""
    member = session.get_one(Organisation, factories.member().id)
    member.business_contact_email, member.email = "office@example.jp", ""
    take(dsn(to=envelope(sent()), recipient="elsewhere@example.com"))
    session.commit()
    return session.scalars(select(MailAddress)).one(), member.id


def test_desk_sees_the_address_and_lifts_it_with_a_reason(
    session: Any, client_as: RoleClients, dead: tuple[MailAddress, int]
) -> None:
    address, organisation_id = dead
    client = client_as("secretariat")
    home = client.get("/").text
    assert "メールでは届かない会員" in home and "通知が届かないメールアドレス" in home
    listed = client.get("/mail-addresses/").text
    assert "office@example.jp" in listed and "ほかにアドレスがない" in listed
    page = client.get(f"/mail-addresses/{address.id}").text
    assert "転送先：elsewhere@example.com" in page
    banner = "この団体には、メールでは届きません"
    assert banner in client.get(f"/organisations/{organisation_id}").text

    where = f"/mail-addresses/{address.id}"
    assert client.submit(where, {"reason": " "}, form=f"{where}/lift").status_code == 422
    client.submit(where, {"reason": "電話で確認した"}, form=f"{where}/lift")
    assert "office@example.jp" not in client.get("/mail-addresses/").text
    assert banner not in client.get(f"/organisations/{organisation_id}").text
    lifted = select(AuditEntry).where(AuditEntry.action == "address.lift")
    assert session.scalars(lifted).one().details == {"reason": "電話で確認した"}


def test_member_is_told_at_home(
    session: Any, client_as: RoleClients, dead: tuple[MailAddress, int]
) -> None:
    client = client_as("general")
    words = "登録されたメールアドレスに通知が届いていません"
    assert words not in client.get("/").text
    organisation = session.get_one(Organisation, client.organisation_id)
    organisation.email = "Office@example.jp"
    session.commit()
    assert words in client.get("/").text


def test_list_takes_at_most_six_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    for number in range(8):
        factories.member(email=f"m{number}@example.jp")
        bounces.dead_address(f"m{number}@example.jp")
    session.commit()
    client = client_as("secretariat")
    client.get("/mail-addresses/")
    with counted(app) as statements:
        assert client.get("/mail-addresses/").status_code == 200
    assert len(statements) <= 6
