"""Waitress, with limits on slow and idle connections that keep the way open for everybody else."""

import resource
import select
import socket
import time
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

HOST = "127.0.0.1"
THREADS = 8
REQUEST_BUFFER_BYTES = 32 * 1024 * 1024
"""Bytes of an unread response held in memory, more than any response has. By default Waitress
would write more than a megabyte, or half a megabyte of a request, into a temporary file,
unsealed, including documents of cases; and a thread would wait for a slow reader.
"""
PATIENCE = 10
"""Seconds in which a connection need not have moved anything: for a header, between requests."""
SLOWEST = 4096
"""Bytes a second that a request or response has to move beyond that."""
CONNECTIONS = 1000
"""Connections open at a time; each is a file of this process."""
AT_WORK = 100
"""Connections beyond them that are accepted while every one of them has sent its request."""
OTHER_FILES = 200
"""Files that the process needs besides: database, keys, fonts."""


class PatientChannel(HTTPChannel):
    """A connection that is closed when the other side keeps it waiting for too long."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.turn_began, self.moved, self.is_at_work = time.monotonic(), 0, False
        super().__init__(*arguments, **more)

    def recv(self, size: int) -> bytes:
        """Receive, and count."""
        data: bytes = super().recv(size)
        self.moved += len(data)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send, and count."""
        sent: int = super().send(data, do_close=do_close)
        self.moved += sent
        return sent

    def service(self) -> None:
        """Answer the request, in a thread; then it is the other side's turn."""
        self.is_at_work = True
        try:
            super().service()
        finally:
            self._begin_turn()
            self.is_at_work = False

    def handle_write(self) -> None:
        """Send more of the response; after its end the next request may take its time."""
        is_sending = self.total_outbufs_len > 0
        super().handle_write()
        if is_sending and not self.total_outbufs_len:
            self._begin_turn()

    def waits(self) -> bool:
        """Whether it is the other side's turn to send a request or read a response."""
        return not self.requests and not self.is_at_work

    def is_too_slow(self, now: float) -> bool:
        """Whether the other side has moved too little in its turn."""
        is_late = self.waits() and now - self.turn_began > PATIENCE + self.moved / SLOWEST
        return is_late and not self.has_sent_more()

    def has_sent_more(self) -> bool:
        """Whether something of it is still to be read: then a busy server is late, not it."""
        arrived = select.poll()
        arrived.register(self.socket, select.POLLIN)
        return bool(arrived.poll(0))

    def _begin_turn(self) -> None:
        self.turn_began, self.moved = time.monotonic(), 0


class WebServer(TcpWSGIServer):
    """A server that closes slow connections, and when it is full the one that has waited longest."""

    channel_class = PatientChannel

    def maintenance(self, now: float) -> None:
        """Close what is too slow, at once: a reader that never reads would never be writable."""
        for channel in self._waiting():
            if channel.is_too_slow(time.monotonic()):
                channel.handle_close()

    def handle_accept(self) -> None:
        """Accept a connection, making room for it."""
        if len(self.active_channels) >= self.adj.connection_limit - AT_WORK:
            longest = sorted(self._waiting(), key=lambda each: each.turn_began)
            idle = next((each for each in longest if not each.has_sent_more()), None)
            if idle is not None:
                idle.handle_close()
        super().handle_accept()

    def _waiting(self) -> list[PatientChannel]:
        return [each for each in list(self.active_channels.values()) if each.waits()]


def listening(port: int) -> socket.socket:
    """Return a socket that listens on the port; connections wait there. Raises OSError."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def web_server(app: Flask, listener: socket.socket) -> WebServer:
    """Return the web server. Requests and responses never touch the disk."""
    most = (
        2 * app.config["MAX_CONTENT_LENGTH"]
    )  # a larger request is refused unread, without a page
    return WebServer(
        app,
        _sock=listener,
        bind_socket=False,
        host=HOST,
        port=listener.getsockname()[1],
        threads=THREADS,
        connection_limit=most_connections() + AT_WORK,
        cleanup_interval=1,
        asyncore_use_poll=True,  # select knows no file beyond the 1024th
        max_request_header_size=64 * 1024,
        max_request_body_size=most,
        inbuf_overflow=most + 1,
        outbuf_overflow=REQUEST_BUFFER_BYTES,
        outbuf_high_watermark=REQUEST_BUFFER_BYTES,
    )


def most_connections() -> int:
    """Allow this process the files for CONNECTIONS; return for how many it has files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + AT_WORK + OTHER_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(min(CONNECTIONS, soft - AT_WORK - OTHER_FILES), 50)
