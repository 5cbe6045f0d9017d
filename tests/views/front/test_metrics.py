"""Figures for monitoring: to who holds the token, and without anything about a person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from app import clock
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common import audit, heartbeats, timers
from app.services.front import findings
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted

TOKEN = "a token of the tests, which is long enough"
LABELS = {"state", "kind", "sweep", "reason", "revision", "route", "method", "status", "le"}
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def scrape(app: Flask, client: PlatformClient) -> Callable[[], Figures]:
    """Return a function that reads all figures: (name, labels) → value."""
    app.config["METRICS_TOKEN"] = TOKEN

    def read() -> Figures:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    return read


def figure(figures: Figures, name: str, **labels: str) -> float:
    return figures[name, frozenset(labels.items())]


@pytest.mark.parametrize(
    "given", [None, "", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"]
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_there_is_no_such_page_without_the_token(
    app: Flask, client: PlatformClient, token: str, given: str | None
) -> None:
    app.config["METRICS_TOKEN"] = token
    headers = {} if given is None else {"Authorization": given}
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert "platform_" not in answer.text


@pytest.mark.both_databases
def test_figures_tell_the_state_of_letters_timers_sweeps_and_trail(
    session: Any, scrape: Callable[[], Figures], at: Callable[[datetime], None]
) -> None:
    now = clock.now()
    at(now - timedelta(minutes=10))
    factories.letter()
    sent = factories.letter()
    sent.state, sent.sent_at = OutboxState.SENT, clock.now() + timedelta(seconds=30)
    timers.schedule("meeting_reminder", 1, clock.now())
    for name in ("outbox", "backup", "backup.verified"):
        heartbeats.beat(SYSTEM, name)
    audit.record(SYSTEM, "setting.change", "setting", "x")
    audit.record_refusal(SYSTEM, "account.log_in", "", "name or password not right")
    session.commit()
    at(now)
    figures = scrape()

    assert figure(figures, "platform_outbox_messages", state="pending") == 1
    assert figure(figures, "platform_outbox_messages", state="sent") == 1
    assert figure(figures, "platform_outbox_oldest_seconds", state="pending") == 600
    assert figure(figures, "platform_outbox_send_seconds_bucket", le="10") == 0
    assert figure(figures, "platform_outbox_send_seconds_bucket", le="60") == 1
    assert figure(figures, "platform_timers_late", kind="meeting_reminder") == 1
    before = (now - timedelta(minutes=10)).timestamp()
    for name, labels in (
        ("platform_sweep_last_success_timestamp_seconds", {"sweep": "outbox"}),
        ("platform_backup_last_success_timestamp_seconds", {}),
        ("platform_restore_verified_timestamp_seconds", {}),
    ):
        assert figure(figures, name, **labels) == pytest.approx(before, abs=1)
    assert figure(figures, "platform_audit_head_age_seconds") == 600
    assert figure(figures, "platform_logins_refused_total", reason="account.log_in") == 1
    assert any(name == "platform_build_info" for name, _labels in figures)


def test_each_gauge_takes_one_query(app: Flask, session: Any, scrape: Any) -> None:
    scrape()
    with counted(app) as statements:
        scrape()
    assert len(statements) == len(list(findings.gauges())) + 1  # the times to be sent


def test_requests_are_measured_by_route_and_never_by_path(
    session: Any, client_as: RoleClients, scrape: Callable[[], Figures]
) -> None:
    letter = factories.letter()
    client = client_as("secretariat")
    client.get(f"/outbox/{letter.id}?q=カナリア")
    client.get("/no-such-page/カナリア")
    client.open("/", method="CANARY")
    figures = scrape()

    name = "http_request_duration_seconds_count"
    assert figure(figures, name, route="/outbox/<int:pk>", method="GET", status="200") >= 1
    assert figure(figures, name, route="", method="GET", status="404") >= 1
    assert any(dict(labels).get("method") == "other" for _name, labels in figures)
    words = {word for _name, labels in figures for pair in labels for word in pair}
    assert not any("カナリア" in word or "CANARY" in word or "@" in word for word in words)
    assert {key for _name, labels in figures for key, _value in labels} <= LABELS
