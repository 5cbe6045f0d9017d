"""Webhooks: where none may go, signatures as the reference library checks them, pauses."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from app.rules.news.webhooks import (
    PREFIX,
    headers,
    is_address,
    is_outside,
    pause,
)

INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "fec0::1",
    "3fff::1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:53aa:64c::",
    "2001:db8::1",
    "fd00:ec2::254",
    "localhost",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "127.1",
    "nonsense",
]
OUTSIDE = ("203.104.153.1", "8.8.8.8", "2606:4700::1111", "2400:4050::1")


@pytest.mark.parametrize("address", INSIDE)
def test_inner_addresses_are_told(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_told(address: str) -> None:
    assert is_outside(address)


@given(st.integers(0, 2**32 - 1))
def test_ipv6_forms_open_no_way_to_what_is_inside(number: int) -> None:
    plain = IPv4Address(number)
    assert is_outside(f"::ffff:{plain}") == is_outside(str(plain))
    for network in ("64:ff9b::", "2002::"):
        shift = 80 if network == "2002::" else 0
        assert not is_outside(str(IPv6Address(int(IPv6Address(network)) + (number << shift))))


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://hooks.example.jp/a?b=c", True),
        ("https://hooks.example.jp:8443/", True),
        ("http://hooks.example.jp/", False),
        ("https://user:word@hooks.example.jp/", False),
        ("https:///path", False),
        ("ftp://hooks.example.jp/", False),
        ("https://hooks.example.jp:x/", False),
        ("https://hooks.example.jp/ a", False),
        ("https://例え.jp/", False),
        ("https://[::1/", False),
        ("", False),
    ],
)
def test_only_https_addresses_are_taken(url: str, taken: bool) -> None:
    assert is_address(url) is taken


def test_reference_library_accepts_each_of_two_signatures_and_no_third() -> None:
    old, new, other = (bytes([n]) * 32 for n in (1, 2, 3))
    body = json.dumps({"type": "news.published"}).encode()
    sent = headers([new, old], "msg_1", int(datetime.now(UTC).timestamp()), body)
    for secret in (old, new):
        verifier = Webhook(PREFIX + b64encode(secret).decode())
        assert verifier.verify(body.decode(), sent) == {"type": "news.published"}
    with pytest.raises(WebhookVerificationError):
        Webhook(PREFIX + b64encode(other).decode()).verify(body.decode(), sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(PREFIX + b64encode(new).decode()).verify('{"type":"other"}', sent)


def test_pauses_grow_and_stay() -> None:
    found = [pause(attempts) for attempts in range(1, 12)]
    assert found == sorted(found) and found[0] == timedelta(seconds=5)
    assert found[-1] == found[-5] == timedelta(hours=10)
