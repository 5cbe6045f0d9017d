"""What a mail says of a letter: a corpus of invented notices, and any bytes at all."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.post.delivery_reports import read
from app.rules.post.addresses import ReportKind
from app.rules.post.bounce_reasons import BounceReason
from tests.support.bounces import CORPUS, ORIGINAL, RECIPIENT, complaint, dsn, notice
from tests.support.mails import BROKEN


@pytest.mark.parametrize("name", CORPUS)
def test_corpus_is_understood(name: str) -> None:
    raw, kind, reason = CORPUS[name]
    report = read(raw)
    assert report is not None
    assert (report.kind, report.reason) == (kind, reason), report.words


def test_report_names_address_envelope_and_letter() -> None:
    returned = f"Return-Path: <b+b7-{'a' * 20}@example.jp>\r\n" + ORIGINAL.format(id="<7@platform>")
    report = read(dsn(to=f"b+B12-{'0' * 20}@example.jp", returned=returned))
    assert report is not None
    assert report.addressed == (f"b12-{'0' * 20}",)
    assert report.tokens == (f"b7-{'a' * 20}",)
    assert report.message_ids == ("<7@platform>",)
    assert report.recipient == RECIPIENT
    assert (report.status, report.words) == ("5.1.1", "550 5.1.1 No such user")


def test_gravest_of_several_recipients_counts() -> None:
    raw = dsn(action="delayed", status="4.2.2", diagnostic="")
    second = b"Final-Recipient: rfc822; b@example.jp\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822"
    report = read(raw.replace(b"--b\r\nContent-Type: message/rfc822", second))
    assert report is not None
    assert (report.kind, report.recipient) == (ReportKind.FAILED, "b@example.jp")


def test_complaint_names_the_envelope() -> None:
    token = f"b12-{'0' * 20}"
    report = read(complaint(mail_from=f"b+{token}@example.jp"))
    assert report is not None
    assert (report.tokens, report.words) == ((token,), "abuse")
    withdrawn = read(complaint(kind="not-spam"))
    assert withdrawn is None or withdrawn.kind is not ReportKind.COMPLAINT


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.jp\r\nTo: b@example.jp\r\nSubject: Re: x\r\n\r\nUser unknown\r\n",
        notice("届きました。", sender="a@example.jp").replace(b"Return-Path: <>\r\n", b""),
        b"",
    ],
    ids=["a person who quotes a bounce", "a person", "nothing"],
)
def test_what_a_person_wrote_is_no_report(raw: bytes) -> None:
    assert read(raw) is None


def test_absence_that_speaks_of_a_full_mailbox_is_no_bounce() -> None:
    report = read(CORPUS["absence"].raw)
    assert report is not None and report.reason is BounceReason.UNDEFINED


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    read(raw)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([*CORPUS, *BROKEN]))
def test_damaged_mails_are_read(seed: int, name: str) -> None:
    dice = random.Random(seed)
    raw = bytearray(CORPUS[name].raw if name in CORPUS else BROKEN[name])
    for _time in range(dice.randint(1, 12)):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(4):
            case 0:
                del raw[at : at + dice.randint(1, 40)]
            case 1:
                raw[at:at] = dice.randbytes(dice.randint(1, 6))
            case 2:
                raw[at:at] = raw[dice.randrange(len(raw) + 1) :][:200]
            case _:
                raw[at:at] = dice.choice((b"\r\n", b"\x00", b"--b\r\n", b"\xff", b"=?", b"\x1b$B"))
    report = read(bytes(raw))
    if report is not None:
        assert "\0" not in report.words + report.recipient
        (report.words + report.recipient + "".join(report.message_ids)).encode()
        assert len(report.words) <= 300 and len(report.recipient) <= 254
        assert len(report.status) <= 20


def test_nested_and_long_mails_are_read_in_time() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--x%d\r\n" % (n, n)
        for n in range(3_000)
    )
    read(deep)
    read(notice("user " * 200_000))
    read(dsn(diagnostic="smtp; " + "mailbox " * 40_000))
