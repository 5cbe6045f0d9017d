"""An SMTP server on loopback that stores its messages and can be told to fail."""

import asyncio
import email
import email.policy
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.network import SMTP_SINKS
from tests.support.processes import free_port

FOR_EVER = 3600.0
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing discards what is unsent and resets the connection."""


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
    tried: list[str] = field(default_factory=list)
    """The recipients of RCPT commands, refused ones included."""
    connections: int = 0
    refused_recipients: dict[str, str] = field(default_factory=dict)
    """Replies by address, or by domain with its @."""
    reply_to_mail: str | None = None
    reply_to_recipient: str | None = None
    reply_to_every_second: str | None = None
    reply_to_data: str | None = None
    drop_at_recipient: bool = False
    drop_after_data: bool = False
    reset_after_reply: bool = False
    break_starttls: bool = False
    without_smtputf8: bool = False
    mails_a_connection: int = 0
    hang_at: str = ""
    seconds: float = 0
    seconds_before: float = 0
    on_stored: Callable[[bytes], None] | None = None
    """Called with each message in place of keeping it."""

    @property
    def url(self) -> str:
        """The URL for SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def destination(self) -> str:
        """The name of its lane."""
        return f"127.0.0.1:{self.port}"

    def refuse(self, reply: str = "550 5.1.1 Refused") -> None:
        """Refuse every recipient permanently."""
        self.reply_to_recipient = reply

    def refuse_recipient(self, address: str, reply: str = "550 5.1.1 No such user") -> None:
        """Refuse this recipient only, or a domain's, given as `@example.jp`."""
        self.refused_recipients[address] = reply

    def refuse_sender(self, reply: str = "530 5.7.0 Authentication required") -> None:
        """Refuse every sender."""
        self.reply_to_mail = reply

    def fail_for_now(self, reply: str = "451 4.3.2 Try again later") -> None:
        """Refuse every message after its data, temporarily."""
        self.reply_to_data = reply

    def drop_connection_after_data(self) -> None:
        """Store the message and hang up before the reply, so that the sender gets no result."""
        self.drop_after_data = True

    def take_time(self, seconds: float) -> None:
        """Delay the reply to each message after storing it."""
        self.seconds = seconds

    def work(self, seconds: float) -> None:
        """Work on each message before storing it and replying."""
        self.seconds_before = seconds

    def hang(self, command: str = "MAIL") -> None:
        """Never answer this command: MAIL, RCPT or DATA."""
        self.hang_at = command

    def reset(self) -> None:
        """Delete the messages and end all failure modes."""
        fresh = SmtpSink(self.port)
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))


class _Handler:
    """The handler for aiosmtpd, whose hooks it names."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_EHLO(
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.sink.connections += 1
        if self.sink.without_smtputf8:
            responses = [each for each in responses if "SMTPUTF8" not in each]
        return ["250-STARTTLS", *responses] if self.sink.break_starttls else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._hang("MAIL")
        taken = getattr(session, "taken", 0)
        if self.sink.mails_a_connection and taken >= self.sink.mails_a_connection:
            return "421 4.7.0 Too many messages by this connection"
        if self.sink.reply_to_mail:
            return self.sink.reply_to_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        sink = self.sink
        sink.tried.append(address)
        await self._hang("RCPT")
        if sink.drop_at_recipient:
            _abort(server)
        every_second = sink.reply_to_every_second if len(sink.tried) % 2 == 0 else None
        domain = address[address.rfind("@") :]
        refusals = sink.refused_recipients
        refusal = refusals.get(address) or refusals.get(domain) or sink.reply_to_recipient
        if refusal := refusal or every_second:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._hang("DATA")
        if self.sink.reply_to_data:
            return self.sink.reply_to_data
        if self.sink.seconds_before:
            await asyncio.sleep(self.sink.seconds_before)
        content: Any = envelope.content
        if self.sink.on_stored:
            self.sink.on_stored(content)
        else:
            self.sink.messages.append(
                Received(str(envelope.mail_from), list(envelope.rcpt_tos), content)
            )
        session.taken = getattr(session, "taken", 0) + 1  # type: ignore[attr-defined]
        if self.sink.seconds:
            await asyncio.sleep(self.sink.seconds)
        if self.sink.drop_after_data:
            _abort(server)
        if self.sink.reset_after_reply:
            asyncio.get_running_loop().call_later(0.005, _abort, server)
        return "250 OK"

    async def _hang(self, command: str) -> None:
        if self.sink.hang_at == command:
            await asyncio.sleep(FOR_EVER)


def _abort(server: SMTP) -> None:
    """Reset the connection."""
    if server.transport is not None:
        endpoint = server.transport.get_extra_info("socket")
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        server.transport.abort()


class _Server(SMTP):
    async def smtp_STARTTLS(self, _arg: str) -> None:
        """Announce the handshake and hang up in it."""
        await self.push("220 Go ahead")
        _abort(self)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_server() -> Iterator[SmtpSink]:
    """Run the server in a thread and register it with the network guard."""
    sink = SmtpSink(free_port())
    controller = _Controller(_Handler(sink), hostname="127.0.0.1", port=sink.port)
    controller.start()
    SMTP_SINKS.add(("127.0.0.1", sink.port))
    try:
        yield sink
    finally:
        SMTP_SINKS.discard(("127.0.0.1", sink.port))
        controller.stop()


@contextmanager
def silent_server() -> Iterator[str]:
    """Accept connections and never say a word; yield the server's URL."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        address = server.getsockname()
        SMTP_SINKS.add(address)
        try:
            yield f"smtp://127.0.0.1:{address[1]}"
        finally:
            SMTP_SINKS.discard(address)
