"""Whether what the service says to other servers is encrypted on its way."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ENCRYPTED = {
    "REDIS_URL": "rediss://…?ssl_cert_reqs=required",
    "SMTP_URL": "smtps://… or smtp+starttls://…",
    "SMTP_ROUTES": "smtps://… or smtp+starttls://…",
    "IMAP_URL": "imaps://…",
    "BOUNCE_IMAP_URL": "imaps://…",
}
"""Setting → the addresses that encrypt and verify the server's certificate."""
DATABASE = "…?sslmode=verify-full&sslrootcert=FILE"
VERIFYING = frozenset({"verify-full", "verify-ca"})
LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain"})


def unencrypted(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield each setting by which somebody on the network could read along, and what to set.

    A server on this machine, or in PRIVATE_NETWORKS, may be spoken to in the clear.
    """
    private = settings["PRIVATE_NETWORKS"]
    if not _database_is_safe(settings["SQLALCHEMY_DATABASE_URI"], private):
        yield f"DATABASE_URL ({DATABASE})"
    for name, wanted in ENCRYPTED.items():
        urls = settings["SMTP_ROUTES"].values() if name == "SMTP_ROUTES" else (settings[name],)
        if any(
            url and not _is_encrypted(url) and not is_private(urlsplit(url).hostname, private)
            for url in urls
        ):
            yield f"{name} ({wanted})"


def is_private(host: str | None, private: frozenset[str]) -> bool:
    """Whether the host is this machine, or named in PRIVATE_NETWORKS by name or by network.

    Names are not resolved: who answers for a name may change.
    """
    if not host or host.startswith("/") or host in LOCAL_NAMES:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return host.casefold() in private
    if address.is_loopback:
        return True
    return any(address in ip_network(each) for each in private if _is_network(each))


def _is_encrypted(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "rediss":
        wanted = parse_qs(parts.query).get("ssl_cert_reqs", [""])[-1]
        return wanted.casefold().removeprefix("cert_") == "required"
    return parts.scheme in ("smtps", "smtp+starttls", "imaps", "redis+socket")


def _database_is_safe(uri: str, private: frozenset[str]) -> bool:
    if not uri.startswith("postgresql"):
        return True  # SQLite, a file
    if parse_qs(urlsplit(uri).query).get("sslmode", [""])[-1] in VERIFYING:
        return True
    return all(is_private(host, private) for host in _database_hosts(uri))


def _database_hosts(uri: str) -> list[str]:
    """Return every host that libpq may connect to; an empty one is the local socket."""
    parts = urlsplit(uri)
    asked = parse_qs(parts.query)
    listed = [parts.netloc.rpartition("@")[2], *asked.get("host", []), *asked.get("hostaddr", [])]
    hosts = [_without_port(unquote(host)) for each in listed for host in each.split(",")]
    return [host for host in hosts if host]


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host if host.count(":") > 1 else host.partition(":")[0]


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
