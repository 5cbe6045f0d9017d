"""The audit trail: verified if untouched; tampering is reported."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.models.common.audit import AuditEntry, AuditHead
from app.security.viewer import SYSTEM
from app.services.common import audit, trail


def entries(session: Any) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))


@pytest.mark.both_databases
def test_entries_form_a_hash_chain(session: Any) -> None:
    for number in range(3):
        audit.record(SYSTEM, "test.do", "thing", number, text="𠮷⺠")
        session.commit()

    assert list(trail.verify()) == []
    last = entries(session)[-1]
    assert (last.action, last.subject_id, last.details) == ("test.do", "2", {"text": "𠮷⺠"})


def test_rolled_back_action_leaves_no_entry(session: Any) -> None:
    before = session.scalar(select(AuditHead.sequence))
    audit.record(SYSTEM, "test.do", "thing", 1)
    session.rollback()
    session.commit()

    assert session.scalar(select(AuditHead.sequence)) == before


@pytest.mark.both_databases
@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET action='x'", "DELETE FROM audit_entry"])
def test_database_refuses_changes_to_entries(session: Any, verb: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(verb))


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE audit_entry SET actor_name = 'someone' WHERE sequence = 2", "altered"),
        ("DELETE FROM audit_entry WHERE sequence = 2", "missing"),
        ("UPDATE audit_head SET sequence = sequence - 1", "but its head says another"),
    ],
)
def test_verify_reports_tampering_with_the_database(
    session: Any, statement: str, finding: str
) -> None:
    session.execute(text("DROP TRIGGER audit_entry_no_update"))
    session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    session.execute(text(statement))
    session.commit()

    assert any(finding in fault for fault in trail.verify())


@pytest.mark.both_databases
def test_concurrent_writers_form_one_chain(app: Flask, session: Any) -> None:
    session.commit()

    def write(name: str) -> None:
        with app.app_context():
            for number in range(10):
                audit.record(SYSTEM, "test.race", name, number)
                db.session.commit()

    run_together([lambda name=f"t{n}": write(name) for n in range(4)])

    assert list(trail.verify()) == []
    assert sum(entry.action == "test.race" for entry in entries(session)) == 40


def run_together(jobs: list[Callable[[], None]]) -> None:
    threads = [Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_command_verifies_and_fails_on_a_fault(app: Flask, session: Any) -> None:
    runner = app.test_cli_runner()
    session.commit()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0

    session.execute(text("UPDATE audit_head SET hash = 'x'"))
    session.commit()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 1
