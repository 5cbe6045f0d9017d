"""With which servers the service may connect: the environment's own, and those of the allow-list.

Whatever connects to an address that was not typed into the environment asks here first. The list
is one of the secretariat's settings that two persons change.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from app.errors import RuleViolation
from app.security.viewer import Viewer
from app.services.common import settings

ADDRESSES = ("SMTP_URL", "IMAP_URL", "BOUNCE_IMAP_URL", "OIDC_ISSUER")
"""Settings of the environment that name a server outside."""
_own: set[str] = set()


def set_own(environment: Mapping[str, Any]) -> None:
    """Take the environment's servers, once at start-up."""
    _own.clear()
    addresses = [environment[name] for name in ADDRESSES] + [*environment["SMTP_ROUTES"].values()]
    _own.update(_host(address) for address in addresses if address)


def require(actor: Viewer, address: str) -> None:
    """Raise RuleViolation, which is recorded, unless the server of the address is allowed."""
    host = _host(address)
    if host not in _own and host not in settings.value("outward_hosts").split():
        raise RuleViolation(None, f"接続先「{host}」は許可されていません。")


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").casefold().rstrip(".")
