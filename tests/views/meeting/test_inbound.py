"""The secretariat's pages for attendance answers by mail."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.meeting.vote import Statement
from app.rules.states.meeting.inbound import InboundState
from app.security.viewer import SYSTEM
from app.services.meeting import inbound
from tests.support import mails
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.queries import counted


def test_doubtful_mail_is_confirmed_by_the_secretariat(
    session: Any, client_as: RoleClients
) -> None:
    mail = mails.doubtful()
    assert mail.entry is not None
    item = mail.entry.meeting.items[0]
    session.commit()
    client = client_as("secretariat")
    shown = client.get(f"/inbound-mails/{mail.id}").text
    assert "条件付きで賛成です。" in shown
    address = f"/inbound-mails/{mail.id}/confirm"
    nothing = client.submit(address)
    assert nothing.status_code == 422
    assert mail.doubts and all(doubt in nothing.text for doubt in mail.doubts)
    done = client.submit(address, {f"item_{item.id}": "for", "note": "電話で確認"})
    assert done.status_code == 303
    assert inbound.one(SYSTEM, mail.id).state is InboundState.RECORDED
    assert session.scalars(select(Statement.item_id)).all() == [item.id]
    assert "賛成" in client.get(f"/inbound-mails/{mail.id}").text


def test_mail_without_a_token_is_assigned_to_a_member(session: Any, client_as: RoleClients) -> None:
    meeting, item = hall.in_session()
    entry = mails.entry_of(meeting, hall.executives()[0])
    found = mails.receive(mails.mail(entry, "議案第1号：賛成", secret="another secret"))
    session.commit()
    client = client_as("secretariat")
    address = f"/inbound-mails/{found.id}/confirm"
    assert entry.organisation.name in client.get(address).text
    assert client.get(f"{address}?entry=999999").status_code == 400
    asked = f"{address}?entry={entry.id}"
    assert client.submit(asked, {f"item_{item.id}": "for"}).status_code == 303
    assert inbound.one(SYSTEM, found.id).state is InboundState.RECORDED


def test_mail_is_refused_with_a_reason(session: Any, client_as: RoleClients) -> None:
    mail = mails.doubtful()
    session.commit()
    client = client_as("secretariat")
    address = f"/inbound-mails/{mail.id}"
    assert client.submit(address, {"reason": ""}, form="/refuse").status_code == 422
    done = client.submit(address, {"reason": "賛否がないため"}, form="/refuse")
    assert done.status_code == 303
    assert "賛否がないため" in client.get(address).text


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"just words", 422),
        (None, 422),
        ("mail", 303),
        (mails.BROKEN["raw UTF-8 in From"], 303),
        (mails.BROKEN["NUL in the text"], 303),
    ],
)
def test_mail_file_is_uploaded(
    session: Any, client_as: RoleClients, content: bytes | str | None, status: int
) -> None:
    meeting, _item = hall.in_session()
    entry = mails.entry_of(meeting, hall.executives()[0])
    raw = mails.mail(entry, "議案第1号：賛成") if content == "mail" else content
    session.commit()
    client = client_as("secretariat")
    values = {} if raw is None else {"file": (BytesIO(raw), "answer.eml")}  # type: ignore[arg-type]
    answer = client.submit("/inbound-mails/", values, form="/inbound-mails/")
    assert answer.status_code == status


def test_original_mail_is_a_harmless_download(session: Any, client_as: RoleClients) -> None:
    mail = mails.doubtful()
    session.commit()
    answer = client_as("secretariat").get(f"/inbound-mails/{mail.id}/original")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "条件付き".encode() in answer.data or b"base64" in answer.data


def test_list_takes_at_most_six_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    for _ in range(8):
        mails.doubtful()
    session.commit()
    client = client_as("secretariat")
    client.get("/inbound-mails/")
    with counted(app) as statements:
        assert client.get("/inbound-mails/").status_code == 200
    assert len(statements) <= 6
