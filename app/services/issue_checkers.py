"""Who checks an issue sheet (課題票): somebody else than who writes it, and another where need be."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.council import CouncilPerson
from app.models.issue_sheet import IssueSheet
from app.rules import articles
from app.rules.states import ISSUE_SHEET, IssueSheetState, IssueSheetVerb, next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services import audit, case_rows, cases, council_mail
from app.services.links import Links


def candidates(actor: Viewer) -> list[CouncilPerson]:
    """Who can check a sheet of the actor's: everybody else who serves at this moment."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id != actor.person())
        .options(joinedload(CouncilPerson.account), joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.body_id, CouncilPerson.id)
    )
    return [person for person in found if serves(person)]


def writers(row: IssueSheet) -> set[int]:
    """The accounts of all who have written in a sheet: none of them checks it."""
    said = vault.unseal(row, "content") or {}
    return {row.written_by_id, *said.get("writers", ())}


def chosen(person_id: int, *, writers: Collection[int]) -> CouncilPerson:
    """Who is to check. writers: the accounts that can't. Raises RuleViolation for who may not."""
    checker = db.session.get(CouncilPerson, person_id)
    if checker is None or not serves(checker) or checker.account_id in writers:
        raise RuleViolation(
            articles.SECRECY, "確認する人には、書いた人以外の従事者を選んでください。"
        )
    return checker


def appoint(actor: Viewer, case_id: str, sheet_id: str, person_id: int, links: Links) -> IssueSheet:
    """Name another checker while the check is not done: the one named before sees the sheet no more.

    For who manages the case: a checker may leave its service, or not come to it. Raises
    RuleViolation for the writer and the actor, StaleState for who is named already and once it is
    released.
    """
    cases.looked_after(actor, case_id)
    row = case_rows.locked(IssueSheet, case_id, sheet_id)
    row.state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.APPOINT)
    checker = chosen(person_id, writers=writers(row) | {actor.person()})
    former = row.addressee_id
    if checker.id == former:
        raise StaleState("この人は、すでにこの課題票を確認する人です。")
    with guard.acting_as_system(db.session):  # no row of a case changes hands but here
        row.addressee = checker
        db.session.flush()
    audit.record(
        actor, "case.issue_appoint", CASE_SUBJECT, case_id, person=checker.id, before=former
    )
    if row.state is IssueSheetState.CHECKING:
        council_mail.tell(actor, [checker], links)
    return row
