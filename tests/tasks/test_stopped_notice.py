"""A notice stopped in the middle of a sweep, against a real mail server."""

from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.rules.states.post.outbox import OutboxState
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.post import bulks, outbox
from app.tasks.post.outbox import sweep
from tests.services.post.test_outbox import STAFF, letter
from tests.support.notices import by_state

LETTERS, STOPPED_AT = 20, 7


@pytest.mark.both_databases
def test_stop_lets_at_most_the_letter_in_hand_go(app: Flask, session: Any, smtp_sink: Any) -> None:
    app.config["SMTP_URL"] = smtp_sink.url
    for number in range(LETTERS):
        written = outbox.write(
            SYSTEM, letter(), to=f"m{number}@example.jp", dedupe_key=f"meeting:1:{number}"
        )
    bulk_id = written.bulk_id
    session.commit()
    arrived: list[bytes] = []

    def stop(raw: bytes) -> None:
        arrived.append(raw)
        if len(arrived) == STOPPED_AT:
            with app.app_context(), guard.acting_as_system(db.session()):
                bulks.stop(STAFF, bulk_id)
                db.session.commit()

    smtp_sink.on_stored = stop
    sweep()
    session.expire_all()
    assert len(arrived) == STOPPED_AT
    assert by_state() == {
        OutboxState.SENT: STOPPED_AT,
        OutboxState.PENDING: LETTERS - STOPPED_AT,
    }

    bulks.resume(STAFF, bulk_id)
    session.commit()
    sweep()
    assert len(arrived) == len(set(arrived)) == LETTERS
    assert by_state() == {OutboxState.SENT: LETTERS}
