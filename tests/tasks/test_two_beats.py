"""Two beats, on two machines, trigger every task twice at once: nothing happens twice."""

from collections import Counter
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import tasks
from app.extensions import celery
from app.models.common.timer import Timer
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import EndCause
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM, Role
from app.services.membership import memberships
from app.services.post import outbox
from tests import factories
from tests.services.post.test_outbox import letter
from tests.support.concurrency import run_concurrently

pytestmark = pytest.mark.both_databases


def test_every_task_triggered_twice_at_once_works_once(
    app: Flask, session: Any, smtp_sink: Any, at: Any
) -> None:
    app.config["SMTP_URL"] = smtp_sink.url
    for number in range(5):
        outbox.write(SYSTEM, letter(), to=f"m{number}@example.jp", dedupe_key="test:1")
    organisation = factories.member(since=date(2023, 4, 1))
    memberships.end(SYSTEM, organisation, EndCause.EXPULSION, on=date(2024, 2, 29))
    factories.account(Role.SECRETARIAT, email="desk@example.jp")
    session.commit()
    at(date(2027, 3, 1))
    for module in tasks.modules():
        import_module(module)

    for name in [*tasks.schedule(), *tasks.schedule()]:
        run_concurrently(app, [celery.tasks[name]] * 2)

    session.rollback()
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.state == OutboxState.SENT))
    arrived = Counter(each.message["Message-ID"] for each in smtp_sink.messages)
    assert set(arrived) == {each.message_id for each in sent} and set(arrived.values()) == {1}
    written = session.scalars(select(OutboxMessage.purpose))
    assert Counter(written)["readmission_possible"] == 1
    late = select(Timer).where(Timer.kind == "readmission_possible", Timer.done_at.is_(None))
    assert session.scalars(late).all() == []
