"""The checker of an issue sheet: another person than the author, replaceable if unavailable."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.issue_sheet import IssueSheet
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, Section
from app.rules.states.cases.case import IssueSheetState
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import issue_sheets
from tests.support.cases import add_participant, new_case, person, see_as, viewer_of
from tests.support.desk import LINKS
from tests.support.issues import CLEAN

pytestmark = pytest.mark.both_databases


@pytest.fixture
def case(session: Any) -> tuple[str, Viewer, Viewer, int]:
    """Return a case, its case manager, the checker, and the id of another person."""
    writer, checker, other = person("鳥取県弁護士会"), person("鳥取市"), person("米子市")
    case = new_case(writer)
    found = case.id, viewer_of(writer), viewer_of(checker), other.id
    issue_sheets.write(found[1], case.id, checker.id, CLEAN)
    session.commit()
    return found


def sheet_id(case: Any) -> str:
    [row] = issue_sheets.of_case(see_as(case[1]), case[0])
    return str(row.id)


def other(case: Any) -> Viewer:
    see_as(SYSTEM)
    return viewer_of(db.session.get_one(CouncilPerson, case[3]))


def test_new_checker_replaces_the_former_one_on_a_submitted_sheet(session: Any, case: Any) -> None:
    case_id, writer, checker, other_id = case
    row_id = sheet_id(case)
    issue_sheets.submit(writer, case_id, row_id, LINKS)
    before = len(session.scalars(select(OutboxMessage)).all())
    row = issue_sheets.appoint(writer, case_id, row_id, other_id, LINKS)
    assert (row.addressee_id, row.state) == (other_id, IssueSheetState.CHECKING)
    told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()[before:]
    assert [each.recipient for each in told] == [row.addressee.account.email]

    former = see_as(checker)
    assert issue_sheets.to_check(former) == []
    for verb, arguments in ((issue_sheets.to_check_one, ()), (issue_sheets.release, (LINKS,))):
        with pytest.raises(NotFound):
            verb(former, row_id, *arguments)  # type: ignore[operator]
    now = see_as(other(case))
    [waiting] = issue_sheets.to_check(now)
    issue_sheets.release(now, waiting.id, LINKS)
    with pytest.raises(StaleState):
        issue_sheets.appoint(see_as(writer), case_id, row_id, other_id, LINKS)


def test_replacement_of_a_checker_is_audited(session: Any, case: Any) -> None:
    case_id, writer, _checker, other_id = case
    row_id = sheet_id(case)
    former = issue_sheets.one(writer, case_id, row_id).addressee_id
    issue_sheets.appoint(writer, case_id, row_id, other_id, LINKS)
    session.commit()
    [entry] = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "case.issue_appoint")
    ).all()
    assert (entry.actor_id, entry.subject_id) == (writer.account_id, case_id)
    assert entry.details == {"person": other_id, "before": former}


def test_draft_notifies_nobody_and_departed_checker_is_refused(session: Any, case: Any) -> None:
    case_id, writer, _checker, other_id = case
    row_id = sheet_id(case)
    see_as(SYSTEM)
    [named] = session.scalars(
        select(CouncilPerson).where(CouncilPerson.account_id == case[2].account_id)
    )
    named.ends_at = clock.now()
    see_as(writer)
    with pytest.raises(RuleViolation, match="もう従事していません"):
        issue_sheets.submit(writer, case_id, row_id, LINKS)
    told = len(session.scalars(select(OutboxMessage)).all())
    issue_sheets.appoint(writer, case_id, row_id, other_id, LINKS)
    assert len(session.scalars(select(OutboxMessage)).all()) == told
    row = issue_sheets.submit(writer, case_id, row_id, LINKS)
    assert row.state is IssueSheetState.CHECKING


def test_author_appointer_and_departed_persons_cannot_be_checkers(session: Any, case: Any) -> None:
    case_id, writer, checker, other_id = case
    row_id = sheet_id(case)
    see_as(SYSTEM)
    manager, gone = person("倉吉市"), person("境港市")
    add_participant(
        session.get(SupportCase, case_id), manager, Section.MANAGEMENT, level=Level.WRITE
    )
    gone.ends_at = clock.now()
    [own] = session.scalars(
        select(CouncilPerson).where(CouncilPerson.account_id == writer.account_id)
    )
    refused = [own.id, manager.id, gone.id]
    actor = see_as(viewer_of(manager))
    for person_id in refused:
        with pytest.raises(RuleViolation, match="書いた人以外"):
            issue_sheets.appoint(actor, case_id, row_id, person_id, LINKS)
    see_as(SYSTEM)
    named = viewer_of(session.get_one(CouncilPerson, other_id))
    issue_sheets.appoint(see_as(actor), case_id, row_id, other_id, LINKS)
    with pytest.raises(StaleState, match="すでに"):
        issue_sheets.appoint(actor, case_id, row_id, other_id, LINKS)
    for who in (named, checker):
        with pytest.raises(NotFound):
            issue_sheets.appoint(see_as(who), case_id, row_id, other_id, LINKS)


def test_checker_cannot_write_and_reader_cannot_appoint(session: Any, case: Any) -> None:
    case_id, _writer, checker, other_id = case
    row_id = sheet_id(case)
    see_as(SYSTEM)
    reader = person("境港市")
    [named] = session.scalars(
        select(CouncilPerson).where(CouncilPerson.account_id == checker.account_id)
    )
    row = session.get(SupportCase, case_id)
    add_participant(row, reader)
    add_participant(row, named, level=Level.WRITE)
    with pytest.raises(NotPermitted):
        issue_sheets.appoint(see_as(viewer_of(reader)), case_id, row_id, other_id, LINKS)
    with pytest.raises(RuleViolation, match="確認する人は"):
        issue_sheets.revise(see_as(checker), case_id, row_id, CLEAN)


def test_past_authors_of_a_sheet_cannot_check_it(session: Any, case: Any) -> None:
    case_id, writer, _checker, other_id = case
    see_as(SYSTEM)
    reviser = db.session.get_one(CouncilPerson, other_id)
    add_participant(db.session.get_one(SupportCase, case_id), reviser, level=Level.WRITE)
    row_id = sheet_id(case)
    issue_sheets.revise(see_as(other(case)), case_id, row_id, replace(CLEAN, text="別の文。"))
    see_as(writer)
    with pytest.raises(RuleViolation, match="書いた人以外"):
        issue_sheets.appoint(writer, case_id, row_id, other_id, LINKS)
    issue_sheets.submit(writer, case_id, row_id, LINKS)
    see_as(SYSTEM)
    db.session.get_one(IssueSheet, row_id).addressee_id = other_id
    session.commit()
    with pytest.raises(NotPermitted):
        issue_sheets.release(see_as(other(case)), row_id, LINKS)
