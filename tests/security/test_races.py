"""Two simultaneous submissions of a form take effect once, and neither causes a server error."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.accounts.user import Account
from app.models.common.audit import AuditEntry
from tests.support.accounts import RoleClients, csrf_token, log_in
from tests.support.client import PlatformClient
from tests.support.races import RACES, Race

TWICE_EACH = frozenset({"organisation.merge", "organisation.undo_merge", "vote.cast"})
"""Actions recorded once for each of the two records, and votes, of which the later one stands."""


def racers(app: Flask, client_as: RoleClients, race: Race) -> list[PlatformClient]:
    """Return the two clients of a race."""
    if isinstance(race.who, str):
        return [client_as(race.who), client_as(race.who)]
    if isinstance(race.who, Account):
        return list(windows(app, race.who))
    return list(race.who)


def windows(app: Flask, account: Account) -> Iterator[PlatformClient]:
    """Yield two clients logged in as the same person."""
    for _ in range(2):
        client = app.test_client()
        assert isinstance(client, PlatformClient)
        log_in(client, account)
        yield client


@pytest.mark.both_databases
@pytest.mark.parametrize("name", RACES)
def test_simultaneous_submissions_take_effect_once(
    app: Flask, session: Any, client_as: RoleClients, name: str
) -> None:
    race = RACES[name](app)
    session.commit()
    clients = racers(app, client_as, race)
    recorded = (
        select(func.count(AuditEntry.sequence))
        .where(AuditEntry.action == race.action)
        .where(AuditEntry.refused.is_(False))
    )
    before = session.scalar(recorded)
    tokens = [csrf_token(client) for client in clients]
    session.commit()
    begin, answers = Barrier(2), []

    def send(client: PlatformClient, token: str) -> None:
        begin.wait()
        answers.append(client.post(race.path, data=race.data | {"csrf_token": token}).status_code)

    threads = [Thread(target=send, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2 and max(answers) < 500, answers
    session.expire_all()
    assert session.scalar(recorded) - before == (2 if race.action in TWICE_EACH else 1), answers
