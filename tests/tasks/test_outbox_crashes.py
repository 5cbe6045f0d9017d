"""A sweep killed before and after each of its commits: nothing lost, at most one letter doubled."""

import os
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from app import clock
from app.extensions import db
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security import guard
from app.security.viewer import SYSTEM
from app.tasks.post.outbox import sweep
from tests.support.notices import by_state, write_notices

LETTERS = 3
KILLED = 9
MOST_COMMITS = 30


def killed(app: Flask, moment: str, commit: int) -> bool:
    """Sweep in a child that ends without a word at that commit; return whether it came so far."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    try:
        commits = iter(range(commit))

        @event.listens_for(db.session, moment)
        def count(_session: Any) -> None:
            if next(commits, None) is None:
                os._exit(KILLED)

        with app.app_context():
            guard.set_viewer(db.session(), SYSTEM)
            sweep()
    finally:
        os._exit(0)


@pytest.mark.both_databases
@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_sweep_killed_at_each_commit(
    app: Flask, session: Any, smtp_sink: Any, at: Any, moment: str
) -> None:
    app.config["SMTP_URL"] = smtp_sink.url
    now = clock.now()
    for commit in range(MOST_COMMITS):
        at(now := now + timedelta(hours=1))
        begin_again(session, smtp_sink, confidential=commit % 2 == 1)
        if not killed(app, moment, commit):
            break
        at(now := now + timedelta(minutes=16))
        sweep()
        session.rollback()
        stored = Counter(each.recipients[0] for each in smtp_sink.messages)
        states = by_state()
        unknown = states[OutboxState.UNCERTAIN]
        assert states[OutboxState.SENT] + unknown == LETTERS and unknown <= 1, commit
        assert len(stored) >= LETTERS - unknown, f"lost at {commit}"
        assert stored.total() <= LETTERS + 1, f"doubled at {commit}"
        if commit % 2:
            assert max(stored.values()) == 1, "a confidential letter is never repeated on a guess"
    else:
        pytest.fail("the sweep never came to its end")
    assert commit > LETTERS + 2
    assert by_state() == {OutboxState.SENT: LETTERS}


def begin_again(session: Any, sink: Any, *, confidential: bool) -> None:
    """Make all letters due, and leave no connection for the child to inherit."""
    sink.reset()
    if not by_state():
        write_notices(LETTERS)
    session.execute(
        update(OutboxMessage).values(
            state=OutboxState.PENDING,
            next_at=clock.now(),
            replies_lost=0,
            lease_until=None,
            confidential=confidential,
        )
    )
    session.commit()
    db.engine.dispose()
