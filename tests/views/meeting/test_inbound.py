"""The secretariat's pages for attendance answers by mail."""

from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.meeting.vote import Statement
from app.rules.post.mail_kind import MailKind
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


def test_every_part_is_shown_with_what_it_is_understood_as(
    session: Any, client_as: RoleClients
) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting, mailbox=mails.MAILBOX)
    entry = mails.entry_of(meeting, hall.executives()[0])
    sent = mails.notice_of(entry)
    page = (
        "<p>お世話になっております。</p><p>議案第1号：賛成</p><p><s>反対します</s></p>"
        f"<script>alert(1)</script><blockquote>{sent.body.replace(chr(10), '<br>')}</blockquote>"
    )
    message = MIMEMultipart("mixed")
    message.attach(MIMEText("議案第1号：賛成\n※\u202e条件があります", "plain", "utf-8"))
    message.attach(MIMEText(page, "html", "utf-8"))
    paper = MIMEApplication(b"x" * 2048, "pdf")
    paper.add_header("Content-Disposition", "attachment", filename="条件.pdf")
    message.attach(paper)
    for name, value in {
        "From": "office@example.jp",
        "Sender": "assistant@example.com",
        "To": sent.reply_to,
        "Subject": "回答",
    }.items():
        message[name] = value
    found = mails.receive(message.as_bytes())
    assert found.state is InboundState.WAITING
    session.commit()
    for address in ("", "/confirm"):
        shown = client_as("secretariat").get(f"/inbound-mails/{found.id}{address}").text
        assert "本文（テキスト形式）" in shown and "本文（HTML形式を文字にしたもの）" in shown
        assert "※［U+202E］条件があります" in shown and "読み取れない行" in shown
        assert "【取消線：反対します】" in shown and "あいさつ" in shown
        assert "通知の引用" in shown and "alert(1)" in shown and "<script>alert" not in shown
        assert "条件.pdf" in shown and "2.0 kB" in shown
        assert "assistant@example.com" in shown
        link = next(line for line in sent.body.splitlines() if line.startswith("http"))
        assert link not in shown and f"{link.rpartition('/')[0]}/…" in shown


def test_bounce_has_its_own_label_and_does_not_wait(session: Any, client_as: RoleClients) -> None:
    client = client_as("secretariat")
    found = mails.receive(mails.BOUNCE)
    session.commit()
    assert found.kind is MailKind.BOUNCE
    assert "確認を待つメールの回答" not in client.get("/").text
    for address in ("/inbound-mails/", f"/inbound-mails/{found.id}"):
        shown = client.get(address).text
        assert "配達不能の通知" in shown
        assert "配達できなかった宛先：office@example.jp（5.1.1）" in shown
    assert "配達不能の通知" not in client.get("/inbound-mails/?state=waiting").text
    asked = client.submit(f"/inbound-mails/{found.id}", form="/look-again")
    assert asked.status_code == 303
    assert "確認を待つメールの回答" in client.get("/").text


def test_original_that_cannot_be_read_has_its_page(session: Any, client_as: RoleClients) -> None:
    ids = [mails.receive(raw).id for raw in mails.BROKEN.values()]
    session.commit()
    client = client_as("secretariat")
    for pk in ids:
        assert client.get(f"/inbound-mails/{pk}").status_code == 200
