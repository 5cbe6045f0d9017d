"""Letters that may be stopped: opening the page changes nothing, posting stops them at once."""

import ast
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import mail as mail_package
from app.documents.common.letter import Letter
from app.models.post.stopped import StoppedLetter
from app.rules.post.subscriptions import STOPPABLE
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.common.links import Links
from app.services.post import outbox
from app.tasks.post.outbox import sweep
from tests.services.post.test_outbox import letter
from tests.support import bounces
from tests.support.accounts import RoleClients

BASE = "https://kodoku-kodoku-platform.department.prefecture.example.lg.jp"
"""Longer than a line of a mail may be, with what follows it."""


def purposes() -> set[str]:
    """Return the purposes of all letters of the program: the second argument of letter(…)."""
    found = set()
    for file in Path(str(mail_package.__path__[0])).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "letter":
                found |= {
                    each.value
                    for each in ast.walk(node.args[1])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


@pytest.fixture
def reached(app: Flask, smtp_sink: Any) -> Any:
    """Run the mail sink for an installation that is reached by HTTPS."""
    app.config |= {"SMTP_URL": smtp_sink.url, "BASE_URL": BASE}
    return smtp_sink


def test_only_letters_so_declared_can_be_stopped(session: Any, reached: Any) -> None:
    every = purposes()
    assert len(every) > 35 and set(STOPPABLE) < every
    for purpose in every:
        content = Letter(**{**vars(letter()), "purpose": purpose})
        outbox.write(SYSTEM, content, to=f"{purpose}@example.jp", dedupe_key="test:1")
    session.commit()
    sweep()

    carry = {
        each.message["To"].partition("@")[0]
        for each in reached.messages
        if "List-Unsubscribe" in each.message or "List-Unsubscribe-Post" in each.message
    }
    assert len(reached.messages) == len(every)
    assert carry == set(STOPPABLE)


def test_one_click_stops_without_log_in_and_opening_does_not(
    app: Flask, session: Any, reached: Any, client_as: RoleClients
) -> None:
    content = Letter(**{**vars(letter()), "purpose": "approval_awaited"})
    outbox.write(SYSTEM, content, to="A@example.jp", dedupe_key="test:1")
    session.commit()
    sweep()
    [received] = reached.messages
    assert received.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = received.message["List-Unsubscribe"].strip("<>")
    path = url.removeprefix(BASE)
    assert "example" not in path, "no address in an address"

    client = client_as("public")
    assert "承認を待つ提案のお知らせ" in client.get(path).text
    client.head(path)
    assert session.scalar(select(func.count()).select_from(StoppedLetter)) == 0
    for _time in range(2):
        answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "今後届きません" in answer.text
    session.rollback()

    stopped = outbox.write(SYSTEM, content, to="a@example.jp", dedupe_key="test:2")
    assert stopped.state is OutboxState.CANCELLED
    other = Letter(**{**vars(letter()), "purpose": "membership_accepted"})
    written = outbox.write(SYSTEM, other, to="a@example.jp", dedupe_key="test:2")
    assert written.state is OutboxState.PENDING
    session.commit()
    client.post(path, data={"resume": "1"})
    session.rollback()
    again = outbox.write(SYSTEM, content, to="a@example.jp", dedupe_key="test:3")
    assert again.state is OutboxState.PENDING


def test_forged_links_and_those_of_other_letters_are_unknown(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    statutory = bounces.sent()
    forged = Links("", "another secret").stop_letters(bounces.stoppable().id)
    of_another = Links("", app.config["SECRET_KEY"]).stop_letters(statutory.id)
    session.commit()
    client = client_as("public")
    for path in (forged, of_another, "/letters/x/stop"):
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_complaint_stops_what_may_be_stopped(session: Any) -> None:
    for message in (bounces.sent(), bounces.stoppable()):
        bounces.take(bounces.complaint(mail_from=bounces.envelope(message)))
    assert list(session.scalars(select(StoppedLetter.purpose))) == ["approval_awaited"]
