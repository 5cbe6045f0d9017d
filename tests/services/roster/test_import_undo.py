"""A large import is released by a second officer; an import is undone while nothing followed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.membership.membership import EndCause
from app.rules.states.roster.roster_import import RosterImportState
from app.security.viewer import SYSTEM
from app.services.common import settings
from app.services.membership import memberships
from app.services.roster import import_mending, import_release, import_undo, imports
from app.tasks.roster import imports as task
from tests import factories
from tests.support.desk import officer
from tests.support.roster_files import checked, csv, entered, row
from tests.support.search import require_in_step


@pytest.fixture
def one_row_alone(session: Any) -> None:
    """Let one officer enter a single row."""
    settings.values()
    db.session.info["settings"] = dict(settings.values()) | {"import_rows": 1}


def undone(session: Any, job: RosterImport) -> RosterImport:
    import_undo.undo(officer(), job.id, "ファイルを間違えた")
    session.commit()
    task.sweep()
    return imports.one(officer(), job.id)


@pytest.mark.usefixtures("one_row_alone")
def test_large_import_is_proposed_and_another_officer_releases_it(session: Any) -> None:
    by = officer()
    job = checked(csv([row(), row()]), by)
    import_release.start(by, job.id, skip_wrong=False, basis="決定")
    assert job.state is RosterImportState.AWAITING
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        import_release.release(by, job.id)
    with pytest.raises(RuleViolation, match="確認の済んだ取込みだけ"):
        import_mending.mend(by, job.id, 2, {"name": "ちがう"})
    import_release.send_back(officer(), job.id, "根拠を確かめてください")
    assert job.state is RosterImportState.CHECKED
    import_release.start(by, job.id, skip_wrong=False, basis="決定")
    import_release.take_back(by, job.id)
    import_release.start(by, job.id, skip_wrong=False, basis="決定")
    import_release.release(officer(), job.id)
    assert job.state is RosterImportState.IMPORTING
    session.commit()
    task.sweep()
    assert imports.one(by, job.id).state is RosterImportState.IMPORTED
    with pytest.raises(StaleState):
        import_release.release(officer(), job.id)


def test_undo_deletes_what_was_entered_and_restores_what_was_changed(session: Any) -> None:
    changed = factories.member(
        fax="0857-26-1111", disclosure={"phone": {"tier": "members", "reason": "私宅"}}
    )
    before = changed.profile()
    keys = [*row(), "disclosure.phone"]
    new = row()
    line = {"id": changed.public_id, "name": changed.name, "fax": "（消去）"}
    job = entered(csv([new, line | {"disclosure.phone": "公開"}], dict.fromkeys(keys)))
    made = session.get(RosterImportRow, (job.id, 2)).organisation_id
    assert session.get(Organisation, made) is not None
    job = undone(session, job)
    assert job.state is RosterImportState.UNDONE
    assert (job.effects["undone"], job.effects["kept"]) == (2, 0)
    assert session.get(Organisation, made, populate_existing=True) is None
    versions = select(func.count(OrganisationVersion.id))
    assert session.scalar(versions.where(OrganisationVersion.organisation_id == made)) == 0
    restored = session.get(Organisation, changed.id, populate_existing=True)
    assert restored.profile() == before
    today = memberships.version_on(changed.id, clock.today())
    assert today.profile == before and "取消し" in today.source
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"roster_import.undo", "roster_import.undone", "organisation.import_undone"} <= actions
    require_in_step()


def test_rows_to_which_something_happened_stay_and_say_why(session: Any) -> None:
    names = ["一の会", "二の会", "三の会", "四の会"]
    job = entered(csv([row(name=name) for name in names]))
    by_name = {
        each.name: each
        for each in session.scalars(select(Organisation).where(Organisation.name.in_(names)))
    }
    factories.account(organisation=by_name["一の会"])
    two = by_name["二の会"]
    two.fax = "0857-26-2222"
    memberships.write_version(two, clock.today(), "変更届")
    memberships.end(SYSTEM, by_name["三の会"], EndCause.WITHDRAWAL, on=clock.today())
    session.commit()
    job = undone(session, job)
    assert (job.effects["undone"], job.effects["kept"]) == (1, 3)
    said = {each.name: each.undo_refusal for each in session.scalars(select(RosterImportRow))}
    assert "届出などの記録" in said["一の会"] and "変わっている" in said["二の会"]
    assert said["三の会"] and said["四の会"] == ""
    rows, total = imports.fates(officer(), job, None, 1, "kept")
    assert total == 3 and len(rows) == 3


@pytest.mark.usefixtures("one_row_alone")
def test_undo_of_a_large_import_needs_another_officer_too(session: Any) -> None:
    by = officer()
    job = entered(csv([row(), row()]), by=by)
    import_undo.undo(by, job.id, "ファイルを間違えた")
    assert job.state is RosterImportState.IMPORTED
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        import_undo.release(by, job.id)
    import_undo.take_back(by, job.id)
    import_undo.undo(by, job.id, "ファイルを間違えた")
    import_undo.release(officer(), job.id)
    session.commit()
    task.sweep()
    assert imports.one(by, job.id).state is RosterImportState.UNDONE


def test_undo_needs_a_reason_and_its_rows(session: Any, at: Callable[..., None]) -> None:
    at(date(2026, 4, 1))
    job = entered(csv([row()]))
    with pytest.raises(RuleViolation, match="理由"):
        import_undo.undo(officer(), job.id, " ")
    at(date(2026, 5, 2))
    with pytest.raises(RuleViolation, match="30日を過ぎた"):
        import_undo.undo(officer(), job.id, "遅い")
