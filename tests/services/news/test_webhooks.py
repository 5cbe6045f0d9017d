"""Webhooks against a server that verifies them: signed twice, repeated, turned off, never inside."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier

from app import clock
from app.errors import RuleViolation
from app.mail.news.webhook_transport import MOST_READ, NotDelivered, Transport
from app.models.news.webhook import Webhook, WebhookDelivery
from app.models.post.outbox import OutboxMessage
from app.rules.membership.roster import Tier
from app.rules.news.news import NewsAudience
from app.rules.states.news.webhook import DeliveryState
from app.security.viewer import SYSTEM
from app.services.news import webhook_deliveries, webhook_events, webhooks
from app.tasks.news.webhooks import send
from tests import factories
from tests.support import news
from tests.support.certificates import certificate
from tests.support.desk import LINKS, officer

KEY = "a secret of the tests, long enough"
"""As of tests/support/settings.py."""


class Receiver(BaseHTTPRequestHandler):
    """Answers with the statuses that it is told to, and keeps what came."""

    statuses: list[int] = []
    got: list[tuple[dict[str, str], bytes]] = []
    body = b"ok"
    drips = False

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({k.lower(): v for k, v in self.headers.items()}, content))
        if self.drips:
            self._drip()
            return
        status = self.statuses.pop(0) if self.statuses else 200
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", "https://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def _drip(self) -> None:
        """Answer a little now and then, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with suppress(OSError):
            for _ in range(500):
                self.wfile.write(b"x")
                threading.Event().wait(0.02)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(tmp_path: Any) -> Iterator[tuple[str, Transport]]:
    """Yield the address of a TLS server on this machine, and a transport that may reach it."""
    files = certificate(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Receiver.statuses, Receiver.got, Receiver.body, Receiver.drips = [], [], b"ok", False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    trusting = ssl.create_default_context(cafile=str(files.certificate))
    ours = frozenset({"127.0.0.1"})
    yield f"https://127.0.0.1:{server.server_port}/hook?a=b", Transport(ours, trusting)
    server.shutdown()
    thread.join()
    server.server_close()


def the(session: Any) -> WebhookDelivery:
    return session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id.desc())).first()


def test_delivery_is_verified_by_the_reference_library(
    session: Any, receiver: tuple[str, Transport]
) -> None:
    url, transport = receiver
    hook = news.webhook(url)
    old = webhooks.reveal(officer(), hook.id, key=KEY)
    webhooks.rotate(officer(), hook.id)
    new = webhooks.reveal(officer(), hook.id, key=KEY)
    assert old != new
    news.delivery(hook)
    assert send(transport) == 1
    ((headers, body),) = Receiver.got
    for secret in (old, new):
        assert Verifier(secret).verify(body.decode(), headers)["type"] == "news.published"
    assert headers["webhook-id"] == the(session).message_id
    assert (the(session).state, the(session).status) == (DeliveryState.DELIVERED, 200)


def test_failed_try_is_repeated_with_the_same_id_and_then_replayed(
    session: Any, at: Any, receiver: tuple[str, Transport]
) -> None:
    url, transport = receiver
    Receiver.statuses = [500, 302]
    hook = news.webhook(url)
    news.delivery(hook)
    for expected in (500, 302, 200):
        assert send(transport) == 1
        assert the(session).status == expected
        assert send(transport) == 0, "not before its time"
        at(clock.now() + timedelta(hours=1))
    assert len(Receiver.got) == 3, "a redirect is not followed"
    assert hook.failing_since is None
    webhooks.replay(officer(), hook.id, the(session).id)
    assert send(transport) == 1
    assert len({headers["webhook-id"] for headers, _body in Receiver.got}) == 1


def test_receiver_is_off_when_gone_or_after_three_days(
    session: Any, at: Any, receiver: tuple[str, Transport]
) -> None:
    officer()
    url, transport = receiver
    gone, failing = news.webhook(url), news.webhook(url)
    Receiver.statuses = [410]
    news.delivery(gone)
    waits = news.delivery(gone, message_id="msg_other", next_at=clock.now() + timedelta(hours=1))
    send(transport)
    session.refresh(waits)
    assert gone.off_at is not None and waits.state is DeliveryState.ABANDONED
    Receiver.statuses = [503] * 50
    news.delivery(failing)
    while failing.off_at is None:
        send(transport)
        at(clock.now() + timedelta(hours=11))
    assert failing.off_at - failing.failing_since >= timedelta(days=3)
    assert len(Receiver.got) < 20
    told = session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.purpose == "webhook_off")
    ).all()
    assert any("410" in body for body in told) and any("3日間" in body for body in told)
    with pytest.raises(RuleViolation, match="停止中"):
        webhooks.replay(officer(), failing.id, the(session).id)
    webhooks.turn_on(officer(), failing.id)
    assert failing.off_at is None


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_nothing_is_sent_inside(session: Any, receiver: tuple[str, Transport], name: str) -> None:
    url, transport = receiver
    with pytest.raises(NotDelivered, match=r"内部|調べられ"):
        Transport(context=transport.context).post(url.replace("127.0.0.1", name), b"{}", {})
    assert Receiver.got == []


def test_long_answer_is_not_read_and_a_silent_one_not_awaited(
    session: Any, receiver: tuple[str, Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, transport = receiver
    Receiver.body = b"x" * (MOST_READ * 20)
    assert transport.post(url, b"{}", {}) == 200
    monkeypatch.setattr("app.mail.news.webhook_transport.LONGEST", timedelta(0))
    with pytest.raises(NotDelivered, match=r"30秒|接続"):
        transport.post(url, b"{}", {})


def test_one_that_answers_drop_by_drop_is_left(
    session: Any, receiver: tuple[str, Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, transport = receiver
    Receiver.drips = True
    monkeypatch.setattr("app.mail.news.webhook_transport.LONGEST", timedelta(seconds=0.3))
    begun = clock.running()
    with pytest.raises(NotDelivered, match="30秒"):
        transport.post(url, b"{}", {})
    assert clock.running() - begun < timedelta(seconds=3)


def test_certificate_of_another_is_not_accepted(
    session: Any, receiver: tuple[str, Transport]
) -> None:
    url, transport = receiver
    with pytest.raises(NotDelivered, match="SSL"):
        Transport(ours=transport.ours).post(url, b"{}", {})


def test_servers_outside_the_list_are_refused_at_once_and_at_each_delivery(session: Any) -> None:
    hook = news.webhook()
    news.delivery(hook)
    news.allow("other.example.jp")
    with pytest.raises(RuleViolation, match="許可されていません"):
        webhooks.create(officer(), url=hook.url, purpose="x", events=["news.published"])
    assert webhook_deliveries.take_up(SYSTEM, key=KEY) is None
    assert "許可されていません" in the(session).detail
    with pytest.raises(RuleViolation, match="https"):
        webhooks.create(officer(), url="http://other.example.jp/", purpose="x", events=["x"])


@pytest.mark.both_databases
def test_what_is_public_is_told_once_and_thinly(session: Any, at: Any) -> None:
    news.webhook()
    at(clock.now() + timedelta(minutes=1))
    public = news.item()
    news.item(name="会員だけの題", audience=NewsAudience.MEMBERS)
    member = factories.member(name="新しい会員")
    at(clock.now() + timedelta(minutes=3))
    assert webhook_events.collect(SYSTEM, LINKS) == 3
    found = session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.event)).all()
    assert [(each.event, each.payload["data"]) for each in found] == [
        ("news.published", {"url": f"http://localhost/news/{public.public_id}"}),
        (
            "register.changed",
            {
                "register": "news",
                "id": public.public_id,
                "struck": False,
                "url": f"http://localhost/api/v1/news/{public.public_id}",
            },
        ),
        (
            "roster.changed",
            {
                "id": member.public_id,
                "url": f"http://localhost/api/v1/roster/{member.public_id}",
            },
        ),
    ]
    assert "会員だけの題" not in str([each.payload for each in found])
    assert webhook_events.collect(SYSTEM, LINKS) == 0


def test_receiver_is_told_of_what_it_asked_for_and_nothing_while_off(session: Any, at: Any) -> None:
    hook = news.webhook(events=["news.published"])
    webhooks.turn_off(officer(), hook.id)
    news.item()
    at(clock.now() + timedelta(minutes=5))
    assert webhook_events.collect(SYSTEM, LINKS) == 0
    webhooks.turn_on(officer(), hook.id)
    at(clock.now() + timedelta(minutes=1))
    news.item(tier=Tier.PUBLIC)
    at(clock.now() + timedelta(minutes=5))
    assert webhook_events.collect(SYSTEM, LINKS) == 1
    assert isinstance(hook, Webhook)


def test_news_committed_after_a_later_sweep_is_told(session: Any, at: Any) -> None:
    news.webhook()
    at(clock.now() + timedelta(minutes=5))
    written = clock.now()
    at(written + timedelta(seconds=2))
    assert webhook_events.collect(SYSTEM, LINKS) == 0
    item = news.item()
    item.published_at = written  # by its own clock it is earlier
    session.flush()
    at(written + timedelta(minutes=3))
    webhook_events.collect(SYSTEM, LINKS)
    found = select(WebhookDelivery.payload).where(WebhookDelivery.event == "news.published")
    assert len(session.scalars(found).all()) == 1
    webhook_events.collect(SYSTEM, LINKS)
    assert len(session.scalars(found).all()) == 1


def test_deliveries_that_are_over_are_forgotten(session: Any, at: Any) -> None:
    hook = news.webhook()
    news.delivery(hook, state=DeliveryState.DELIVERED)
    assert webhook_deliveries.forget_old(SYSTEM) == 0
    at(clock.now() + webhook_deliveries.KEPT + timedelta(days=1))
    assert webhook_deliveries.forget_old(SYSTEM) == 1
