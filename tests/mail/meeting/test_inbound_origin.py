"""Whether our own server verified the sender (RFC 8601)."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.meeting.inbound_origin import is_aligned, own_lines

OURS = "mx.example.jp"


def lines(*headers: str) -> tuple[str, ...]:
    """Return our own lines among these header fields, topmost first."""
    source = "".join(f"{header}\r\n" for header in headers) + "From: a@example.jp\r\n\r\nx"
    message = BytesParser(policy=policy.default).parsebytes(
        source.encode("utf-8", "surrogateescape")
    )
    assert isinstance(message, EmailMessage)
    return own_lines(message, OURS)


def verified(value: str, domain: str = "example.jp") -> bool:
    return is_aligned(lines(f"Authentication-Results: {value}"), domain)


@pytest.mark.parametrize(
    ("value", "true"),
    [
        (f"{OURS}; dkim=pass header.d=example.jp", True),
        (f"{OURS} 1; dkim=pass header.d=example.jp", True),
        ("MX.Example.JP; DKIM=PASS header.d=EXAMPLE.JP", True),
        (f"{OURS}; dkim=pass header.i=@example.jp", True),
        (f"{OURS}; dkim=pass (2048-bit; x=y) header.i=office@example.jp header.s=a", True),
        (
            f"{OURS};\r\n dkim=fail header.d=example.jp;\r\n spf=pass smtp.mailfrom=a@example.jp",
            True,
        ),
        (f"{OURS}; spf=pass smtp.mailfrom=example.jp", True),
        (f'{OURS}; spf=pass smtp.mailfrom="a b"@example.jp', True),
        (f"{OURS}; dmarc=pass (p=reject dis=none) header.from=example.jp", True),
        (f"{OURS}; dkim=pass header.d=other.example; dkim=pass header.d=example.jp", True),
        (f"{OURS}; dkim=pass header.d=example.jp.", True),
        (f"{OURS}; dkim=pass header.d=example.jp.evil.example", False),
        (f"{OURS}; dmarc=pass header.from=example.jp.evil.example", False),
        (f"{OURS}; dmarc=pass header.from=example.jp-evil.example", False),
        (f"{OURS}; dkim=pass header.d=notexample.jp", False),
        (f"{OURS}; dkim=pass header.d=sub.example.jp", False),
        (f"{OURS}; dkim=pass header.d=jp", False),
        (f"{OURS}; dkim=fail header.d=example.jp", False),
        (f"{OURS}; dkim=pass-by header.d=example.jp", False),
        (f'{OURS}; dkim=neutral reason="dkim=pass header.d=example.jp"', False),
        (f"{OURS}; dkim=none (dkim=pass header.d=example.jp)", False),
        (f'{OURS}; spf=pass smtp.mailfrom="x; dkim=pass header.d=example.jp"@evil.example', False),
        (f"{OURS}; spf=pass smtp.mailfrom=example.jp@evil.example", False),
        (f"{OURS}; spf=pass smtp.helo=example.jp", False),
        (f"{OURS}; x-dkim=pass header.d=example.jp", False),
        (f"{OURS}; auth=pass smtp.auth=example.jp", False),
        (f"{OURS}; arc=pass header.d=example.jp", False),
        (f"{OURS}; dkim=pass header.d=evil.example header.i=@example.jp", False),
        (f"{OURS}; dkim=pass header.d=evil.example header.d=example.jp", False),
        (f"{OURS}; none", False),
        (f"{OURS}", False),
        (f"{OURS}; dkim=pass header.d=example.jp; ((((", False),
        (f'{OURS}; dkim=pass header.d=example.jp "', False),
        (f"{OURS} 2; dkim=pass header.d=example.jp", False),
        (f"{OURS}.evil.example; dkim=pass header.d=example.jp", False),
        (f"x{OURS}; dkim=pass header.d=example.jp", False),
        (f"({OURS}) evil.example; dkim=pass header.d=example.jp", False),
        ("dkim=pass header.d=example.jp", False),
        ("", False),
        (f"{OURS}; dkim=pass header.d=" + "(" * 7_000, False),
        (f"{OURS}; dkim=pass header.d=example.jp; " + "x" * 9_000, False),
    ],
)
def test_whole_domain_is_verified_by_our_own_server(value: str, true: bool) -> None:
    assert verified(value) is true


def test_international_domain_is_compared_in_its_ascii_form() -> None:
    assert verified(f"{OURS}; dkim=pass header.d=xn--r8jz45g.jp", "例え.jp")
    assert verified(f"{OURS}; dkim=pass header.d=xn--r8jz45g.jp", "XN--R8JZ45G.jp")
    assert not verified(f"{OURS}; dkim=pass header.d=example.jp", "")
    assert not verified(f"{OURS}; dkim=pass header.d=..", "..")


OWN = f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom=a@evil.example"
FORGED = f"Authentication-Results: {OURS}; dkim=pass header.d=example.jp"
OTHER = "Authentication-Results: elsewhere.example; dkim=pass header.d=example.jp"
RECEIVED = "Received: from a.example by b.example; Wed, 25 Nov 2026 10:00:00 +0900"


@pytest.mark.parametrize(
    ("headers", "count"),
    [
        ([OWN], 1),
        ([RECEIVED, OWN], 1),
        ([OWN, FORGED], 2),  # our server reports DKIM apart
        ([OWN, RECEIVED, FORGED], 1),
        ([OWN, OTHER, FORGED], 1),
        ([OTHER, FORGED], 0),
        ([f"Authentication-Results: {OURS}; dkim=none", FORGED], 1),
        ([OWN, f"Authentication-Results: {OURS}; ((("], 1),
        ([f"ARC-{FORGED}"], 0),
        ([], 0),
    ],
)
def test_only_the_topmost_lines_of_our_own_server_count(headers: list[str], count: int) -> None:
    assert len(lines(*headers)) == count


def test_nothing_counts_while_our_server_has_no_name() -> None:
    message = BytesParser(policy=policy.default).parsebytes(FORGED.encode() + b"\r\n\r\n")
    assert isinstance(message, EmailMessage)
    assert own_lines(message, "") == ()


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=80), st.text('();="\\@ .dkimpassheader', max_size=80)))
def test_any_line_is_read(value: str) -> None:
    one_line = " ".join(f"{OURS}; {value}".replace("\x00", "").split())
    is_aligned(lines(f"Authentication-Results: {one_line}"), "example.jp")
    assert not is_aligned([value], "unmentioned.example")


@settings(max_examples=60)
@given(st.text("abc.-", min_size=1, max_size=6))
def test_no_longer_domain_is_verified(more: str) -> None:
    assert not verified(f"{OURS}; dkim=pass header.d={more}example.jp")
    beside = verified(f"{OURS}; dkim=pass header.d=example.jp{more}")
    assert beside is (more == ".")
