"""Outgoing mail: a letter as it is transmitted, and what transmits it."""

from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from app import clock
from app.rules.post.replies import Answer

UNSUBSCRIBE = "List-Unsubscribe"


# These caches keep their objects, of which there are three in a process.
class Headers(HeaderRegistry):
    """The library's headers. One that many letters share is parsed once."""

    @lru_cache(maxsize=64)  # noqa: B019
    def __getitem__(self, name: str) -> type[BaseHeader]:
        return super().__getitem__(name)

    @lru_cache(maxsize=256)  # noqa: B019
    def __call__(self, name: str, value: Any) -> BaseHeader:
        return super().__call__(name, value)


class Policy(EmailPolicy):
    """SMTP's rules. A header that many letters share is folded once."""

    @lru_cache(maxsize=256)  # noqa: B019
    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == UNSUBSCRIBE:  # the library would write a long address as encoded words
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Policy(linesep="\r\n", header_factory=Headers())
WIDE = POLICY.clone(utf8=True)
"""For addresses that are not ASCII (SMTPUTF8)."""


class AttachedFile(NamedTuple):
    """A file that goes with a letter. media_type: such as `text/calendar; method=PUBLISH`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Outgoing:
    """An outgoing message to one recipient. sender: of the header, and of the envelope if none is given."""

    sender: str
    recipient: str
    subject: str
    body: str
    message_id: str
    reply_to: str = ""
    files: tuple[AttachedFile, ...] = ()
    envelope_sender: str = ""
    stop_url: str = ""
    """The page by which the recipient stops such letters; "" where they may not."""

    @property
    def address(self) -> str:
        """The recipient's address as servers write it. Raises UnicodeError for an impossible domain."""
        local, _at, domain = self.recipient.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"

    def as_bytes(self) -> bytes:
        """Return the message as it is transmitted."""
        return self.as_email().as_bytes()

    def as_email(self) -> EmailMessage:
        """Return the complete message. EmailMessage refuses line breaks in header values."""
        address = self.address
        message = EmailMessage(policy=POLICY if address.isascii() else WIDE)
        message["From"] = self.sender
        message["To"] = address
        message["Subject"] = self.subject
        if self.reply_to:
            message["Reply-To"] = self.reply_to
        message["Date"] = format_datetime(clock.local(clock.now()))
        message["Message-ID"] = self.message_id
        message["Auto-Submitted"] = "auto-generated"
        if self.stop_url:
            message[UNSUBSCRIBE] = f"<{self.stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self.body, cte="base64")
        for file in self.files:
            kind, _slash, rest = file.media_type.partition("/")
            subtype, *parameters = (part.strip() for part in rest.split(";"))
            message.add_attachment(
                file.content,
                maintype=kind,
                subtype=subtype,
                filename=file.name,
                params=dict(part.split("=", 1) for part in parameters),
            )
        return message


class Connection(Protocol):
    """A way out for letters: to a mail server, or into the spool."""

    @property
    def is_open(self) -> bool:
        """Whether a letter can be handed over."""

    def open(self) -> Answer | None:
        """Connect; return the answer that prevents it, if any."""

    def hand_over(self, outgoing: Outgoing, content: bytes) -> Answer | None:
        """Transmit a letter as far as its final dot; return the answer that prevents it, if any."""

    def reply(self) -> Answer:
        """Return the answer to the final dot."""

    def abort(self) -> None:
        """End a wait for the server, from another thread."""

    def close(self) -> None:
        """Close the connection."""
