"""Checkers of issue sheets (課題票): never the writer; replaceable."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.cases.issue_sheet import IssueSheet
from app.models.council.council import CouncilPerson
from app.rules.common import articles
from app.rules.states.cases.case import ISSUE_SHEET, IssueSheetState, IssueSheetVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services.cases import cases, rows
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import mail as council_mail


def candidates(actor: Viewer) -> list[CouncilPerson]:
    """Return possible checkers of the actor's sheet: everyone else who serves now."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id != actor.person())
        .options(joinedload(CouncilPerson.account), joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.body_id, CouncilPerson.id)
    )
    return [person for person in found if serves(person)]


def writers(row: IssueSheet) -> set[int]:
    """Return the accounts of all writers of a sheet, none of whom may check it."""
    said = vault.unseal(row, "content") or {}
    return {row.written_by_id, *said.get("writers", ())}


def chosen(person_id: int, *, writers: Collection[int]) -> CouncilPerson:
    """Return the chosen checker. writers: excluded accounts. Raises RuleViolation if ineligible."""
    checker = db.session.get(CouncilPerson, person_id)
    if checker is None or not serves(checker) or checker.account_id in writers:
        raise RuleViolation(
            articles.SECRECY, "確認する人には、書いた人以外の従事者を選んでください。"
        )
    return checker


def appoint(actor: Viewer, case_id: str, sheet_id: str, person_id: int, links: Links) -> IssueSheet:
    """Replace the checker before the check is done; the former one loses access to the sheet.

    Case managers only; for a checker who leaves or is unavailable. Raises RuleViolation for a
    writer and the actor, StaleState for the current checker and once the sheet is released.
    """
    cases.for_manager(actor, case_id)
    row = rows.locked(IssueSheet, case_id, sheet_id)
    row.state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.APPOINT)
    checker = chosen(person_id, writers=writers(row) | {actor.person()})
    former = row.addressee_id
    if checker.id == former:
        raise StaleState("この人は、すでにこの課題票を確認する人です。")
    with guard.acting_as_system(db.session):  # only here does a case row change its addressee
        row.addressee = checker
        db.session.flush()
    audit.record(
        actor, "case.issue_appoint", CASE_SUBJECT, case_id, person=checker.id, before=former
    )
    if row.state is IssueSheetState.CHECKING:
        council_mail.notify(actor, [checker], links)
    return row
