"""The mailbox for mailed answers, read by IMAP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient

from app import clock

TIMEOUT = 30
"""Seconds for each step of the exchange with the mail server."""
MAX_MAILS = 200
"""Maximum number of mails per run; the rest follow in the next."""


class UnreadMail(NamedTuple):
    """One unprocessed mail."""

    uid: int
    raw: bytes
    arrived_at: datetime


class Mailbox:
    """An open mailbox. Processed mails are marked as read and stay in it."""

    def __init__(self, server: IMAPClient) -> None:
        self.server = server

    def waiting(self) -> Iterator[UnreadMail]:
        """Yield the unread mails, oldest first, without marking them."""
        for uid in sorted(self.server.search(["UNSEEN"]))[:MAX_MAILS]:
            found = self.server.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid)
            if found is not None:
                arrived_at = found[b"INTERNALDATE"]
                yield UnreadMail(
                    uid,
                    found[b"BODY[]"],
                    arrived_at.replace(tzinfo=arrived_at.tzinfo or clock.TOKYO),
                )

    def done(self, uid: int) -> None:
        """Mark a mail as processed."""
        self.server.add_flags([uid], [b"\\Seen"])


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """Open the mailbox: `imaps://user:password@host:993/INBOX`, or `imap://…` on a closed network.

    Raises imapclient.exceptions.IMAPClientError and OSError.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "imaps"
    server = IMAPClient(
        parts.hostname or "localhost",
        port=parts.port or (993 if secure else 143),
        ssl=secure,
        timeout=TIMEOUT,
    )
    server.normalise_times = False  # keep datetimes aware, in the server's own zone
    with server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        server.select_folder(unquote(parts.path.strip("/")) or "INBOX")
        yield Mailbox(server)
