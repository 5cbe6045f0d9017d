"""The way to a webhook's receiver: its address looked up, judged and used, in this order, each time."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Timer
from urllib.parse import urlsplit

from app import clock
from app.rules.news.webhooks import is_outside

LONGEST = timedelta(seconds=30)
MOST_READ = 64 * 1024
_CHUNK = 8 * 1024


class NotDelivered(Exception):
    """No answer: why, in Japanese."""


class _Pinned(http.client.HTTPSConnection):
    """A connection to the address that was judged, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        seconds = LONGEST.total_seconds()
        super().__init__(host, port, timeout=seconds, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=self.timeout)
        self.sock = self._tls.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()

    def give_up(self) -> None:
        """End it from outside: each byte that a receiver sends restarts the timeout."""
        with suppress(OSError):
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


@dataclass(frozen=True)
class Transport:
    """How deliveries go out. ours: inner addresses that are allowed, none in operation."""

    ours: frozenset[str] = frozenset()
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send it; return the status. No redirect is followed. Raises NotDelivered."""
        parts, until = urlsplit(url), clock.running() + LONGEST
        host, port = parts.hostname or "", parts.port or 443
        connection = _Pinned(host, port, self._judged(host, port), self.context)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        watch = Timer(LONGEST.total_seconds(), connection.give_up)
        watch.start()
        try:
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
            _read(answer, until)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, TimeoutError) or clock.running() > until:
                raise NotDelivered("30秒以内に応答がありませんでした。") from error
            raise NotDelivered(f"接続できませんでした（{type(error).__name__}）。") from error
        finally:
            watch.cancel()
            connection.close()
        return answer.status

    def _judged(self, host: str, port: int) -> str:
        """Return an address of the host. Raises NotDelivered if any of them is not outside."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotDelivered("ホスト名を調べられませんでした。") from error
        addresses = [str(each[4][0]) for each in found]
        wrong = [each for each in addresses if each not in self.ours and not is_outside(each)]
        if wrong or not addresses:
            raise NotDelivered("内部のネットワークのアドレスには送りません。")
        return addresses[0]


def _read(answer: http.client.HTTPResponse, until: timedelta) -> None:
    """Read what comes, up to a size and a moment; it is of no interest."""
    left = MOST_READ
    while left > 0:
        if clock.running() > until:
            raise TimeoutError
        chunk = answer.read1(min(_CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
