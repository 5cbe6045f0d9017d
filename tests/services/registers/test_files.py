"""Files of register entries: who adds and removes them, and what is refused."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, RuleViolation
from app.models.common.audit import AuditEntry
from app.models.registers.entry import registers
from app.models.support.good_practice import GoodPractice
from app.models.support.place import Place
from app.security import guard
from app.security.viewer import Viewer
from app.services.registers import entries, files
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.register_samples import entry

PDF = b"%PDF-1.7 leaflet"
WITH_FILES = [model for model in registers() if model.register.files]


def acting(session: Any, actor: Viewer) -> Viewer:
    """Let the session see what the actor sees."""
    session.flush()
    guard.set_viewer(session, actor)
    return actor


@pytest.mark.parametrize("model", WITH_FILES, ids=lambda model: model.register.key)
def test_file_of_any_register_is_kept_under_a_safe_name(session: Any, model: Any) -> None:
    row = entry(model)
    added = files.add(officer(), model, row.public_id, "../../ちらし.exe", PDF)
    assert (added.name, added.media_type, added.size) == ("ちらし.pdf", "application/pdf", len(PDF))
    assert [each.public_id for each in files.of(row)] == [added.public_id]
    assert files.one(model, row.public_id, added.public_id)[1].content == PDF

    files.remove(officer(), model, row.public_id, added.public_id)
    session.commit()
    assert list(files.of(row)) == []
    trail = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_id == row.public_id)
        .order_by(AuditEntry.sequence)
    ).all()
    table = model.__tablename__
    assert [each.action for each in trail] == [f"{table}.{v}" for v in ("add", "attach", "detach")]
    assert {each.details["sha256"] for each in trail[1:]} == {added.sha256}


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\x00", b"<svg/>", b"PK\x03\x04\x00\x00\x00\x01", b"%PDF-" + b"0" * 10 * 1024**2],
    ids=["empty", "program", "mark-up", "archive", "too large"],
)
def test_what_the_house_does_not_take_is_refused(session: Any, content: bytes) -> None:
    row = entry(Place)
    with pytest.raises(RuleViolation):
        files.add(officer(), Place, row.public_id, "ちらし.pdf", content)
    assert list(files.of(row)) == []


def test_same_content_and_too_many_files_are_refused(session: Any) -> None:
    row, desk = entry(Place), officer()
    for number in range(files.MOST):
        files.add(desk, Place, row.public_id, "表.txt", f"表{number}".encode())
    with pytest.raises(RuleViolation, match="同じ内容"):
        files.add(desk, Place, row.public_id, "別名.txt", "表1".encode())
    with pytest.raises(RuleViolation, match="50個まで"):
        files.add(desk, Place, row.public_id, "表.txt", "もう1つ".encode())


def test_member_keeps_the_files_of_its_own_entries_alone(session: Any) -> None:
    own, other = factories.member(), factories.member()
    mine, theirs = entry(Place, own.id), entry(Place, other.id)
    kept = files.add(officer(), Place, theirs.public_id, "ちらし.pdf", PDF)
    actor = acting(session, person_of(own))
    assert files.add(actor, Place, mine.public_id, "ちらし.pdf", PDF)
    with pytest.raises(NotFound):
        files.add(actor, Place, theirs.public_id, "ちらし.txt", b"text")
    with pytest.raises(NotFound):
        files.remove(actor, Place, theirs.public_id, kept.public_id)
    with pytest.raises(NotFound):  # of another entry than the address says
        files.one(Place, mine.public_id, kept.public_id)
    with pytest.raises(NotFound):  # of another register
        files.one(GoodPractice, theirs.public_id, kept.public_id)


def test_files_of_a_retired_entry_stay_as_they_are(session: Any) -> None:
    row, desk = entry(Place), officer()
    kept = files.add(desk, Place, row.public_id, "ちらし.pdf", PDF)
    entries.retire(desk, Place, row.public_id, "閉じた")
    with pytest.raises(RuleViolation):
        files.add(desk, Place, row.public_id, "ちらし.txt", b"text")
    with pytest.raises(RuleViolation):
        files.remove(desk, Place, row.public_id, kept.public_id)
    assert len(files.of(row)) == 1
