"""Webhooks by Standard Webhooks 1.0: events, signatures, pauses between tries, where none may go."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from app.rules.common.labelled import Labelled

PREFIX = "whsec_"
PAUSES = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=10)),
)
"""After each failed try; the last one repeats."""
PATIENCE = timedelta(days=3)
"""How long an address may fail until it is turned off."""
OVERLAP = timedelta(days=7)
"""How long after a rotation deliveries carry the signature by the former secret, too."""
GONE = 410
_EMBEDDING = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 networks whose addresses lead to an IPv4 address: NAT64, 6to4, Teredo."""
_NOT_GLOBAL = tuple(map(ip_network, ("fec0::/10", "3fff::/20", "192.88.99.0/24")))
"""What Python takes for the internet: site-local (RFC 3879), documentation, the relays of 6to4."""


class WebhookEvent(Labelled):
    """What a receiver may ask to be told of. Public things only."""

    NEWS = "news.published", "お知らせの掲載"
    EVENT = "event.published", "行事の公開"
    ROSTER = "roster.changed", "団体名簿の変更"
    REGISTER = "register.changed", "台帳の変更"


def signature(secret: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """Return a signature as it stands in `webhook-signature`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{b64encode(hmac.new(secret, signed, sha256).digest()).decode()}"


def headers(
    secrets: Sequence[bytes], message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the headers of a delivery, with a signature by each secret."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(s, message_id, timestamp, body) for s in secrets),
        "Content-Type": "application/json",
        "User-Agent": "kodoku-platform-webhooks/1",
    }


def pause(attempts: int) -> timedelta:
    """Return how long to wait after this many failed tries (from 1)."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the internet: no inner network, no machine's own service.

    Unreadable ones, and IPv6 forms that lead to an IPv4 address, are not.
    """
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return is_outside(str(parsed.ipv4_mapped))
        if parsed.scope_id or any(parsed in network for network in _EMBEDDING):
            return False
    if any(parsed in network for network in _NOT_GLOBAL):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def is_address(url: str) -> bool:
    """Whether a delivery may go to this address at all: https, a named host, no password in it."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment
    return parts.scheme == "https" and named and url.isascii() and " " not in url
