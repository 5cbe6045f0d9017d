"""Connections that keep a web server waiting, of every kind."""

import resource
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice

HEADER = b"GET /roster HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nusername="
PAGES = b"GET /roster HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
KINDS = {"silent": b"", "half header": HEADER, "half body": BODY, "slow reader": PAGES}
"""What is sent before nothing more is, by kind."""
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE


@contextmanager
def half_open(port: int, each: int, *, tls: bool = False) -> Iterator[Sequence[socket.socket]]:
    """Hold so many connections of each kind open, from addresses of their own."""
    allow_files(8 * each + 500)
    with ExitStack() as stack:
        held = []
        for kind, number in zip(islice(cycle(KINDS), 4 * each), range(4 * each), strict=True):
            connection = stack.enter_context(socket.socket())
            source = f"127.0.1.{1 + number // 4 % 250}"
            held.append(stack.enter_context(connect(connection, port, source, kind, tls=tls)))
        yield held


def connect(
    connection: socket.socket, port: int, source: str, kind: str, *, tls: bool
) -> socket.socket:
    """Connect, and return the connection as one of the kind."""
    if kind == "slow reader":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.bind((source, 0))
    connection.settimeout(20)
    connection.connect(("127.0.0.1", port))
    if tls and kind != "silent":
        connection = TRUSTING.wrap_socket(connection)
    with suppress(OSError):
        connection.sendall(KINDS[kind])
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed the connection."""
    connection.settimeout(0.01)
    try:
        while connection.recv(100_000):
            pass  # what it had sent before
        return True
    except TimeoutError:
        return False
    except OSError:
        return True


def allow_files(wanted: int) -> None:
    """Allow this process so many open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
