"""Bounces, automatic replies and copies of mailing lists are kept apart from answers."""

import pytest

from app.mail.meeting.inbound import parse
from app.rules.post.mail_kind import MailKind
from tests.support import mail_programs
from tests.support.correspondence import AUTHSERV, reply

PLAIN = mail_programs.telephone_without_quotation(reply("留守にしています。"))
VOTE = mail_programs.telephone_without_quotation(reply("議案第1号：賛成"))
HEAD = "From: MAILER-DAEMON@mx.example.jp\nTo: kodoku@example.jp\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
REPORT = (
    HEAD
    + 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    + "--b\nContent-Type: text/plain\n\nSorry.\n"
    + "--b\nContent-Type: message/delivery-status\n\n"
    + "Reporting-MTA: dns; mx.example.jp\n\n"
    + "Original-Recipient: rfc822;office@example.jp\nFinal-Recipient: rfc822; info@example.jp\n"
    + "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
    + "Final-Recipient: rfc822; second@example.jp\nAction: delayed\nStatus: 4.2.2\n\n"
    + "--b\nContent-Type: message/rfc822\n\nFrom: a@example.jp\n\n議案第1号：賛成\n--b--\n"
)


def test_bounce_names_each_address_and_why() -> None:
    received = parse(REPORT.encode(), AUTHSERV)
    assert received.kind is MailKind.BOUNCE
    assert received.remarks == (
        "配達できなかった宛先：office@example.jp（5.1.1 smtp; 550 5.1.1 User unknown）",
        "配達が遅れている宛先：second@example.jp（4.2.2）",
    )


def test_older_bounces_are_told_by_their_sender() -> None:
    source = (HEAD + "X-Failed-Recipients: info@example.jp\n\nSorry.\n").encode()
    received = parse(source, AUTHSERV)
    assert received.kind is MailKind.BOUNCE
    assert received.remarks == ("配達できなかった宛先：info@example.jp",)
    for author in ("postmaster@mx.example.jp", "Mail_Daemon <mailer_daemon@mx.example.jp>", "<>"):
        source = HEAD.replace("MAILER-DAEMON@mx.example.jp", author) + "\nSorry.\n"
        assert parse(source.encode(), AUTHSERV).kind is MailKind.BOUNCE
    vote = HEAD.replace("MAILER-DAEMON", "postmaster") + "\n議案第1号：賛成\n"
    assert parse(vote.encode(), AUTHSERV).kind is MailKind.ANSWER


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Auto-Submitted: auto-replied", MailKind.AUTO_REPLY),
        ("Auto-Submitted: auto-generated; owner-email=a@example.jp", MailKind.AUTO_REPLY),
        ("Auto-Submitted: auto-replied (vacation)", MailKind.AUTO_REPLY),
        ("Auto-Submitted: no", MailKind.ANSWER),
        ("auto-submitted: No", MailKind.ANSWER),
        ("X-Autoreply: yes", MailKind.AUTO_REPLY),
        ("X-Autorespond: Re: x", MailKind.AUTO_REPLY),
        ("Precedence: auto_reply", MailKind.AUTO_REPLY),
        ("Precedence: bulk", MailKind.AUTO_REPLY),
        ("Precedence: first-class", MailKind.ANSWER),
        ("Return-Path: <>", MailKind.AUTO_REPLY),
        ("Precedence: list", MailKind.LIST),
        ("List-Id: <kodoku.example.jp>", MailKind.LIST),
        ("X-ML-Name: kodoku", MailKind.LIST),
        ("X-Auto-Response-Suppress: All", MailKind.ANSWER),
        (
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
            MailKind.RECEIPT,
        ),
        (
            "Content-Type: multipart/report; report-type=feedback-report; boundary=x",
            MailKind.AUTO_REPLY,
        ),
    ],
)
def test_headers_tell_what_no_person_wrote(header: str, kind: MailKind) -> None:
    received = parse(header.encode() + b"\r\n" + VOTE, AUTHSERV)
    assert received.kind is kind
    assert bool(received.remarks) is (kind is not MailKind.ANSWER)


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "自動返信: Re: 開催の通知",
            "【自動返信】ご連絡",
            "[自動応答] x",
            "不在：Re: x",
            "（不在通知）x",
        ),
        *("Automatic reply: x", "Out of Office AutoReply: x", "Auto-Reply: x", "不在のお知らせ: x"),
    ],
)
def test_subject_of_an_automatic_reply_counts_where_the_text_does_not_vote(subject: str) -> None:
    for source, kind in ((PLAIN, MailKind.AUTO_REPLY), (VOTE, MailKind.ANSWER)):
        head, _, body = source.partition(b"Subject: ")
        changed = head + b"Subject: " + subject.encode() + b"\r\n" + body.partition(b"\r\n")[2]
        assert parse(changed, AUTHSERV).kind is kind


@pytest.mark.parametrize(
    "subject", ["不在のため書面で回答します", "自動車の件", "Re: 自動返信について"]
)
def test_other_subjects_are_a_persons(subject: str) -> None:
    head, _, body = PLAIN.partition(b"Subject: ")
    changed = head + b"Subject: " + subject.encode() + b"\r\n" + body.partition(b"\r\n")[2]
    assert parse(changed, AUTHSERV).kind is MailKind.ANSWER
