"""An SMTP server on loopback that stores its messages and can be told to fail."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.network import SMTP_SINKS
from tests.support.processes import free_port


@dataclass(frozen=True)
class Received:
    """A message as received."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class SmtpSink:
    """The server's interface for tests. Its failure modes last until `reset`."""

    port: int
    messages: list[Received] = field(default_factory=list)
    refused_recipients: dict[str, str] = field(default_factory=dict)
    reply_to_recipient: str | None = None
    reply_to_data: str | None = None
    drop_after_data: bool = False
    seconds: float = 0

    @property
    def url(self) -> str:
        """The URL for SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def refuse(self, reply: str = "550 5.7.1 Refused") -> None:
        """Refuse every recipient permanently."""
        self.reply_to_recipient = reply

    def refuse_recipient(self, address: str, reply: str = "550 5.1.1 No such user") -> None:
        """Refuse this recipient only."""
        self.refused_recipients[address] = reply

    def fail_for_now(self, reply: str = "451 4.3.2 Try again later") -> None:
        """Refuse every message after its data, temporarily."""
        self.reply_to_data = reply

    def drop_connection_after_data(self) -> None:
        """Store the message and hang up before the reply, so that the sender gets no result."""
        self.drop_after_data = True

    def take_time(self, seconds: float) -> None:
        """Delay the reply to each message."""
        self.seconds = seconds

    def reset(self) -> None:
        """Delete the messages and end all failure modes."""
        self.messages.clear()
        self.refused_recipients.clear()
        self.reply_to_recipient = self.reply_to_data = None
        self.drop_after_data = False
        self.seconds = 0


class _Handler:
    """The handler for aiosmtpd, whose hooks it names."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        refusal = self.sink.refused_recipients.get(address) or self.sink.reply_to_recipient
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.sink.reply_to_data:
            return self.sink.reply_to_data
        content: Any = envelope.content
        self.sink.messages.append(
            Received(str(envelope.mail_from), list(envelope.rcpt_tos), content)
        )
        await asyncio.sleep(self.sink.seconds)
        if self.sink.drop_after_data:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


@contextmanager
def smtp_server() -> Iterator[SmtpSink]:
    """Run the server in a thread and register it with the network guard."""
    sink = SmtpSink(free_port())
    controller = Controller(_Handler(sink), hostname="127.0.0.1", port=sink.port)
    controller.start()
    SMTP_SINKS.add(("127.0.0.1", sink.port))
    try:
        yield sink
    finally:
        SMTP_SINKS.discard(("127.0.0.1", sink.port))
        controller.stop()
