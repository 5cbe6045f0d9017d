"""Whatever a mail holds beside a clear text needs a person: headers, parts, HTML."""

from collections.abc import Callable
from email import message_from_bytes
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.meeting.inbound import Unreadable, parse
from app.rules.meeting.roll import Choice
from app.rules.post.mail_kind import MailKind
from tests.support import mail_programs
from tests.support.correspondence import AUTHSERV, NOTICE, NUMBERS, read, reply
from tests.support.mail_programs import PROGRAMS, Reply
from tests.support.mails import BROKEN

CLEAR = {1: Choice.FOR, 2: Choice.AGAINST, 3: Choice.FOR}
GMAIL = mail_programs.gmail(reply())
PLAIN = mail_programs.telephone_without_quotation(reply())
VOTES = "議案第1号：賛成\n議案第2号：反対\n議案第3号：賛成"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
def test_answer_by_any_mail_program_is_clear(program: Callable[[Reply], bytes]) -> None:
    source = program(reply())
    reading = read(source)
    assert (reading.doubts, reading.choices) == ((), CLEAR)
    received = parse(source, AUTHSERV)
    assert received.is_authentic and received.kind is MailKind.ANSWER


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.parametrize(
    "line", ["ただし、第2号は条件付きです。", "先の回答は取り消します。", "× 議案第3号：反対"]
)
def test_one_more_line_by_any_mail_program_needs_a_person(
    program: Callable[[Reply], bytes], line: str
) -> None:
    assert read(program(reply(f"{VOTES}\n\n{line}"))).doubts
    assert read(program(reply(f"{VOTES}\n\n-- \n{line}"))).doubts
    changed = reply(VOTES)._replace(notice=NOTICE.replace("以上\n", f"以上\n{line}\n"))
    quotes = program is not mail_programs.telephone_without_quotation
    assert bool(read(program(changed)).doubts) is quotes


def header(text: str) -> bytes:
    return text.encode() + b"\r\n" + PLAIN.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")


@pytest.mark.parametrize(
    "line",
    [
        "From: office@example.jp",
        "From: other@example.jp",
        "Sender: assistant@example.jp",
        "Reply-To: other@example.com",
        "Subject: =?utf-8?b?5Y+W5raI?=",
        "Comments: =?utf-8?b?5Y+W5raI?=",
        "Keywords: draft",
        "X-Message-Flag: =?utf-8?b?5Y+W5raI?=",
        "Content-Description: draft",
        "Expires: Wed, 25 Nov 2026 10:00:00 +0900",
        "Supersedes: <1@example.jp>",
        "Resent-From: other@example.jp",
        "Content-Transfer-Encoding: 7bit",
        "Content-Type: text/html",
        "Date: Thu, 26 Nov 2026 10:04:58 +0900",
        "Cc: kodoku+m2-0123456789abcdef01234567@example.jp",
    ],
)
def test_header_that_may_change_the_meaning_needs_a_person(line: str) -> None:
    assert read(PLAIN).doubts == ()
    assert read(header(line)).doubts


def test_long_fields_of_mail_servers_change_nothing() -> None:
    for name in ("X-MS-Exchange-AntiSpam-MessageData-0", "ARC-Seal", "References"):
        assert read(header(f"{name}: {'<a@example.jp> ' * 300}")).doubts == ()


def with_parts(kind: str, *parts: Any) -> bytes:
    """Return a multipart mail with the headers of the clear one."""
    message = MIMEMultipart(kind)
    for part in parts:
        message.attach(part)
    for name, value in message_from_bytes(PLAIN).items():
        if not name.lower().startswith(("content-", "mime-")):
            message[name] = value
    return message.as_bytes()


def words(text: str, kind: str = "plain") -> MIMEText:
    return MIMEText(text, kind, "utf-8")


def named(part: Any, **values: str) -> Any:
    part.add_header("Content-Disposition", "attachment", **values)
    return part


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("mixed", [words(VOTES), words("先の回答は取り消します。")]),
        ("mixed", [words(VOTES), words(VOTES)]),
        ("mixed", [words(VOTES)]),
        ("alternative", [words(VOTES), words("<p>議案第1号：反対</p>", "html")]),
        ("alternative", [words(VOTES), words("<p>議案第1号：賛成</p>", "html")]),
        ("alternative", [words(VOTES, "html"), words(VOTES)]),
        ("alternative", [words(VOTES), words(VOTES), words(VOTES, "html")]),
        ("mixed", [words(VOTES), named(MIMEApplication(b"%PDF-"), filename="回答書.pdf")]),
        ("mixed", [words(VOTES), named(words("反対"), filename="a.txt")]),
        ("mixed", [words(VOTES), MIMEMessage(message_from_bytes(PLAIN))]),
        ("related", [words(VOTES, "html"), MIMEApplication(b"x", "octet-stream")]),
        ("signed", [words(VOTES), MIMEApplication(b"x", "pkcs7-signature")]),
        ("alternative", [words(VOTES), words("BEGIN:VCALENDAR", "calendar")]),
        ("digest", [words(VOTES)]),
        ("mixed", []),
    ],
)
def test_mail_of_several_parts_needs_a_person(kind: str, parts: list[Any]) -> None:
    source = with_parts(kind, *parts)
    assert read(source).doubts
    received = parse(source, AUTHSERV)
    assert len(received.texts) + len(received.attachments) >= len(parts)


def test_attachments_are_named_with_their_size() -> None:
    source = with_parts(
        "mixed",
        words(VOTES),
        named(MIMEApplication(b"%PDF-"), filename=("utf-8", "", "回答書.pdf")),
    )
    (attachment,) = parse(source, AUTHSERV).attachments
    assert (attachment.name, attachment.media_type, attachment.size) == (
        "回答書.pdf",
        "application/octet-stream",
        5,
    )


def test_mail_of_very_many_parts_needs_a_person() -> None:
    received = parse(with_parts("mixed", *[words(VOTES)] * 40), AUTHSERV)
    assert len(received.texts) + len(received.attachments) == 30
    assert "メールの部分が多すぎます。" in received.faults


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["Subject", "To", "Content-Type"])
@pytest.mark.parametrize("words", ["a@example.jp, ", "=?utf-8?b?5Y+W?= ", "; a=b", '"'])
def test_header_made_to_take_long_is_read_soon(name: str, words: str) -> None:
    source = PLAIN.replace(f"{name}: ".encode(), b"X-Other: ", 1)
    assert read(f"{name}: {words * 20_000}\r\n".encode() + source).doubts
    any_mail(f"{name}: {words * (1_900 // len(words))}\r\n".encode() + source)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("sign", ["<!--", "<a ", "<a a='"])
def test_page_made_to_take_long_is_read_soon(sign: str) -> None:
    page = sign * (60_000 // len(sign))
    assert read(mail_programs.html(reply(), page)).doubts


@pytest.mark.parametrize("place", ["preamble", "epilogue"])
def test_text_outside_the_parts_needs_a_person(place: str) -> None:
    message = message_from_bytes(GMAIL)
    assert read(message.as_bytes()).doubts == ()
    setattr(message, place, "torikeshi")
    assert read(message.as_bytes()).doubts


PAGE = f"<html><body>{''.join(f'<div>{line}</div>' for line in VOTES.splitlines())}</body></html>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("賛成", "<s>賛成</s>"),
        ("賛成", "<del>賛成</del>反対"),
        ("賛成", "<strike>賛成</strike>"),
        ("賛成", '<span style="text-decoration:line-through">賛成</span>'),
        ("賛成", '<span style="text-decoration: none; text-decoration: line-through">賛成</span>'),
        ("賛成", '<span style="color:white">賛成</span>'),
        ("賛成", '<font color="#ffffff">賛成</font>'),
        ("賛成", '<span style="display:none">不</span>賛成'),
        ("賛成", "<span hidden>不</span>賛成"),
        ("賛成", '<span style="font-size:0">不</span>賛成'),
        ("賛成", '<span style="position:absolute;left:-9999px">不</span>賛成'),
        ("<div>", '<div style="margin-left:-999px">'),
        ("<div>", '<div style="text-indent:-999px">'),
        ("<div>", '<div dir="rtl">'),
        ("<div>", '<div aria-hidden="true">'),
        ("<div>", '<div class="struck">'),
        ("<div>", '<div title="取消">'),
        ("<div>", '<div onclick="x()">'),
        ("賛成", "<b>賛成</b>"),
        ("賛成", "賛成<img src=cid:1>"),
        ("賛成", '賛成<img alt="ません">'),
        ("賛成", "賛成<ruby>賛<rt>反</rt></ruby>"),
        ("賛成", "賛成<sup>*</sup>"),
        ("賛成", "賛成<!-- 取り消し -->"),
        ("賛成", '<a href="https://example.com/x">賛成</a>'),
        ("賛成", '<input value="反対">賛成'),
        ("賛成", "賛成<details><summary>x</summary>取消</details>"),
        ("<body>", "<body><table><tr><td>x</td></tr></table>"),
        ("<body>", "<head><style>div{display:none}</style></head><body>"),
        ("<body>", "<head><style>div::after{content:'ません'}</style></head><body>"),
        ("<body>", "<head><style>@import url(https://example.com/x.css);</style></head><body>"),
        ("<body>", "<head><style>div{text-decoration:line-through}</style></head><body>"),
        ("<body>", "<head><title>取消</title></head><body>"),
        ("<body>", '<body background="x.png">'),
        ("<body>", "<body><script>x</script>"),
        ("<body>", "<body><div>先の回答は取り消します。</div>"),
        ("<body>", "<body><blockquote>議案第1号：反対</blockquote>"),
        ("</body>", "</div></body>"),
        ("</body>", "<div></body>"),
        ("賛成", "賛&#x336;成"),
        ("賛成", "&#x202e;成賛"),
        ("賛成", "賛&shy;成"),
        ("<div>", "<div><![CDATA[x]]>"),
        ("<div>", "<div><?php x ?>"),
        ("<div>", "<div style=x style=y>"),
        ("<div>", "<svg>"),
        ("<div>", "<marquee>"),
    ],
)
def test_html_that_says_more_than_its_words_needs_a_person(old: str, new: str) -> None:
    assert read(mail_programs.html(reply(), PAGE)).doubts == ()
    page = PAGE.replace(old, new, 1)
    for source in (
        mail_programs.html(reply(), page),
        mail_programs.alternative(reply(), VOTES, page),
    ):
        reading = read(source)
        assert reading.doubts
        assert reading.choices.items() <= CLEAR.items()


def test_struck_and_hidden_words_are_named_so() -> None:
    page = "<p><s>議案第1号：賛成</s></p><p>反対<span style='display:none'>しない</span></p>"
    received = parse(mail_programs.html(reply(), page), AUTHSERV)
    assert received.text == "【取消線：議案第1号：賛成】\n反対【見えない文字：しない】"


ATTRIBUTES = st.one_of(
    st.sampled_from(
        ["hidden", "style=color:#eee", "class=x", "title=no", "align=right", "color=white", "id=x"]
    ),
    st.builds(
        '{}="{}"'.format,
        st.from_regex(r"[a-z]{3,9}", fullmatch=True),
        st.text("abc:;-", max_size=9),
    ),
)
WRAPS = st.sampled_from(
    ["s", "del", "strike", "u", "font", "small", "sub", "object", "center", "x-y"]
)


@settings(max_examples=40)
@given(place=st.integers(0, 4), attribute=ATTRIBUTES)
def test_any_attribute_more_needs_a_person(place: int, attribute: str) -> None:
    ends = [
        number for number, sign in enumerate(PAGE) if sign == ">" and PAGE[number - 1] not in "/"
    ]
    starts = [end for end in ends if PAGE[PAGE.rindex("<", 0, end) + 1] != "/"]
    at = starts[place % len(starts)]
    page = f"{PAGE[:at]} {attribute}{PAGE[at:]}"
    assert read(mail_programs.html(reply(), page)).doubts


@settings(max_examples=40)
@given(line=st.sampled_from(VOTES.splitlines()), tag=WRAPS, part=st.integers(0, 8))
def test_any_mark_of_deletion_needs_a_person(line: str, tag: str, part: int) -> None:
    marked = f"{line[:part]}<{tag}>{line[part:]}</{tag}>"
    assert read(mail_programs.html(reply(), PAGE.replace(line, marked))).doubts
    combined = "".join(f"{sign}\u0336" for sign in line)
    assert read(mail_programs.plain(reply(), VOTES.replace(line, combined))).doubts


@settings(max_examples=40)
@given(
    text=st.text(min_size=1),
    kind=st.sampled_from(["plain", "html", "calendar", "csv"]),
    first=st.booleans(),
)
def test_any_part_more_needs_a_person(text: str, kind: str, first: bool) -> None:
    clear, more = words(VOTES), words(text.encode("utf-8", "replace").decode(), kind)
    parts = (more, clear) if first else (clear, more)
    assert read(with_parts("mixed", *parts)).doubts


def any_mail(source: bytes) -> None:
    """Read whatever it is; only what is no mail is refused, and in words."""
    try:
        received = parse(source, AUTHSERV)
    except Unreadable as error:
        assert str(error)
        return
    reading = read(source)
    assert set(reading.choices) <= {*NUMBERS}
    assert "\x00" not in repr(received)


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN.keys())
def test_broken_mail_is_read_or_refused(source: bytes) -> None:
    any_mail(source)


NAMES = ["From", "Subject", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
FIELDS = st.tuples(
    st.sampled_from([*NAMES, "Authentication-Results", "Received", "To", "Date", "Sender"]),
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from(
            [
                *(b"multipart/mixed; boundary=x", b"multipart/report; report-type=delivery-status"),
                *(b"message/rfc822", b"text/html; charset=utf-7", b"message/delivery-status"),
                *(b"text/plain; charset*=x''%ff", b"base64", b"uuencode", b"=?utf-8?b?//?=", b"<>"),
                *(b'attachment; filename*0="a"; filename*1*=b', b"mx.example.jp; dkim=pass ((((("),
            ]
        ),
    ),
)


@settings(max_examples=40)
@given(st.lists(FIELDS, max_size=6), st.binary(max_size=120))
def test_any_bytes_are_read(fields: list[tuple[str, bytes]], body: bytes) -> None:
    head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields)
    any_mail(b"From: office@example.jp\r\n" + head + b"\r\n" + body)
    any_mail(head + b"\r\n--x\r\n" + head + b"\r\n" + body + b"\r\n--x--")


@settings(max_examples=40)
@given(place=st.integers(0, len(GMAIL) - 1), more=st.binary(max_size=4))
def test_any_change_of_a_mail_is_read(place: int, more: bytes) -> None:
    any_mail(GMAIL[:place] + more + GMAIL[place + len(more) :])


def test_deeply_nested_mail_is_read_or_refused() -> None:
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1500))
    any_mail(b"From: office@example.jp\n" + "".join(heads).encode())
    any_mail(b"From: a@b.jp\n\n" + b"(" * 200_000)
    any_mail(b"From: " + b"(" * 20_000 + b"\n\nx")
