"""A proxy that was revoked, replaced or overtaken: it stays ended in a restored database."""

from typing import Any

from app import clock
from app.models.meeting.attendance import Proxy
from app.security.viewer import Viewer
from app.services.common.ledger_lines import Revocation, Values

RESTORED = "データベースの復元の前に終わっていたため"


def _ended(proxy: Proxy, _before: Values) -> dict[str, Any] | None:
    return {} if proxy.ended_at is not None else None


def _again(_actor: Viewer, proxy: Proxy | None, _values: Values) -> bool:
    if proxy is None or proxy.ended_at is not None:
        return False
    proxy.ended_at, proxy.end_reason = clock.now(), RESTORED
    return True


REVOCATIONS = (Revocation("meeting.proxy", Proxy, ("ended_at",), _ended, _again),)
