"""Network isolation of the tests: no connections beyond this machine, no mail beyond the sinks.

Programs in C (libpq, Chromium) are not covered; they are given loopback addresses only.
"""

import ipaddress
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

SMTP_SINKS: set[tuple[str, int]] = set()


def is_loopback(host: str) -> bool:
    """Whether the name or address refers to this machine."""
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(what: str) -> None:
    # pytest.fail raises no Exception, so that retrying code cannot hide it.
    pytest.fail(f"a test tried to reach {what}, which is outside this machine", pytrace=True)


@contextmanager
def loopback_only() -> Iterator[None]:
    """Refuse connections outside loopback, name look-ups, and SMTP outside the sinks."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo, smtp_connect = socket.getaddrinfo, smtplib.SMTP.connect

    def checked(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
            _refuse(str(address))

    def guarded_connect(self: socket.socket, address: Any) -> None:
        checked(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        checked(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_loopback(name):
            _refuse(name)
        return getaddrinfo(host, *args, **kwargs)

    def guarded_smtp(self: Any, host: str = "localhost", port: int = 0, *args: Any) -> Any:
        if ("127.0.0.1" if host == "localhost" else host, int(port)) not in SMTP_SINKS:
            pytest.fail(f"a test tried to send mail by {host}:{port}; ask for `smtp_sink`")
        return smtp_connect(self, host, port, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        patch.setattr(smtplib.SMTP, "connect", guarded_smtp)
        yield
