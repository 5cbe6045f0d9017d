"""Issue sheets (課題票): written from a case, checked by a second person, released one way.

A released sheet becomes a PlatformIssue. Neither side keeps anything that leads to the other:
no reference, no time of day, no audit entry except the case's own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.issue_sheet import IssueSheet
from app.models.common.sealed import new_id
from app.models.council.council import CouncilPerson
from app.models.meeting.platform_issue import IssueUse, PlatformIssue
from app.rules.cases.access import Level, Section
from app.rules.cases.deidentify import ChecklistPoint, Finding
from app.rules.common import articles
from app.rules.council.council import contains_case_alias
from app.rules.states.cases.case import ISSUE_SHEET, IssueSheetState, IssueSheetVerb
from app.rules.states.common.table import next_state
from app.security import guard, vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import serves
from app.security.viewer import Viewer
from app.services.cases import cases, issue_scan, participations
from app.services.cases import rows as case_rows
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.council import mail as council_mail

_WITH = case_rows.named(IssueSheet.addressee)
LONGEST_TITLE = 200
GONE = "確認する人は、もう従事していません。ほかの人を選んでください。"


@dataclass(frozen=True)
class Sheet:
    """The content of a sheet, with its writer's confirmations."""

    title: str
    text: str
    checks: tuple[str, ...] = ()
    """Values of the ticked Checks."""
    answers: Mapping[str, str] | None = None
    """Key of a finding → reason why the wording may stay."""


def write(actor: Viewer, case_id: str, person_id: int, sheet: Sheet) -> IssueSheet:
    """Write a sheet from a case. person_id: the checker's council person.

    Raises NotPermitted unless the actor is a case manager, RuleViolation for the writer as
    checker.
    """
    cases.for_manager(actor, case_id)
    _chosen(person_id, writers=(actor.person(),))
    row = IssueSheet(
        case_id=case_id,
        addressee_id=person_id,
        state=next_state(ISSUE_SHEET, None, IssueSheetVerb.DRAFT),
        written_at=clock.now(),
        written_by_id=actor.person(),
    )
    _seal(actor, row, sheet)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "case.issue_write", CASE_SUBJECT, case_id)
    return row


def revise(actor: Viewer, case_id: str, sheet_id: str, sheet: Sheet) -> IssueSheet:
    """Change a draft, or a sheet that was sent back.

    Raises RuleViolation for its checker, even as a case manager: nobody checks their own
    wording.
    """
    row = _of_case(actor, case_id, sheet_id)
    row.state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.DRAFT)
    _seal(actor, row, sheet)
    db.session.flush()
    audit.record(actor, "case.issue_write", CASE_SUBJECT, case_id)
    return row


def submit(actor: Viewer, case_id: str, sheet_id: str, links: Links) -> IssueSheet:
    """Submit a sheet to its checker.

    Raises RuleViolation while a tick or an answer is missing, and when the checker no longer
    serves.
    """
    row = _of_case(actor, case_id, sheet_id)
    state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.SUBMIT)
    _require_complete(row)
    if not serves(row.addressee):
        raise RuleViolation(articles.SECRECY, GONE)
    row.state = state
    db.session.flush()
    audit.record(actor, "case.issue_submit", CASE_SUBJECT, case_id, person=row.addressee_id)
    council_mail.notify(actor, [row.addressee], links)
    return row


def release(actor: Viewer, sheet_id: str, links: Links) -> None:
    """Release a checked sheet to the platform, with no link back to the case."""
    row = _to_check(actor, sheet_id)
    state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.RELEASE)
    _require_complete(row)
    row.state, row.checked_at = state, clock.now()
    sheet = said(row)
    issue = PlatformIssue(
        id=new_id(),
        title=sheet.title,
        text=sheet.text,
        released_in=clock.today().replace(day=1),
        use=IssueUse.NONE,
    )
    db.session.add(issue)
    db.session.flush()
    audit.record(actor, "case.issue_release", CASE_SUBJECT, row.case_id)
    council_mail.notify(actor, _writer(row), links)


def reject(actor: Viewer, sheet_id: str, note: str, links: Links) -> IssueSheet:
    """Send a sheet back to its writer with a reason."""
    row = _to_check(actor, sheet_id)
    if not note.strip():
        raise RuleViolation(articles.SECRECY, "差し戻す理由を入力してください。")
    row.state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.REJECT)
    row.checked_at = clock.now()
    vault.seal(row, "note", note.strip())
    db.session.flush()
    audit.record(actor, "case.issue_reject", CASE_SUBJECT, row.case_id)
    council_mail.notify(actor, _writer(row), links)
    return row


def candidates(actor: Viewer) -> list[CouncilPerson]:
    """Return possible checkers of the actor's sheet: everyone else who serves now."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id != actor.person())
        .options(joinedload(CouncilPerson.account), joinedload(CouncilPerson.body))
        .order_by(CouncilPerson.body_id, CouncilPerson.id)
    )
    return [person for person in found if serves(person)]


def appoint(actor: Viewer, case_id: str, sheet_id: str, person_id: int, links: Links) -> IssueSheet:
    """Replace the checker before the check is done; the former one loses access to the sheet.

    Case managers only; for a checker who leaves or is unavailable. Raises RuleViolation for a
    writer and the actor, StaleState for the current checker and once the sheet is released.
    """
    cases.for_manager(actor, case_id)
    row = case_rows.locked(IssueSheet, case_id, sheet_id)
    row.state = next_state(ISSUE_SHEET, row.state, IssueSheetVerb.APPOINT)
    checker = _chosen(person_id, writers=_writers(row) | {actor.person()})
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


def said(row: IssueSheet) -> Sheet:
    """Return the content of the sheet."""
    values: dict[str, Any] = vault.unseal(row, "content")
    return Sheet(values["title"], values["text"], tuple(values["checks"]), values["answers"])


def note_of(row: IssueSheet) -> str:
    """Return the checker's reason for sending it back."""
    return str(vault.unseal(row, "note") or "")


def findings(row: IssueSheet) -> tuple[Finding, ...]:
    """Return the scan's findings in the sheet, against the case as it is now."""
    sheet = said(row)
    return issue_scan.findings(row.case_id, sheet.title, sheet.text)


def missing(row: IssueSheet) -> tuple[str, ...]:
    """Return the obstacles to submission or release, in Japanese."""
    sheet = said(row)
    ticks = [check.label for check in ChecklistPoint if check.value not in sheet.checks]
    answers = sheet.answers or {}
    found = findings(row)
    open_ = [
        each
        for each in found
        if not each.must_go and not each.is_settled(answers.get(each.key, ""))
    ]
    return (
        *(f"確認していない項目：{label}" for label in ticks),
        *(f"本文から除く語句：{each.words}（{each.sign.label}）" for each in found if each.must_go),
        *(f"判断を言葉で記入していない語句：{each.words}" for each in open_),
    )


def of_case(actor: Viewer, case_id: str) -> Sequence[IssueSheet]:
    """Return the sheets written from a case, latest first. Raises NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    wanted = select(IssueSheet).where(IssueSheet.case_id == case_id).options(*_WITH)
    return db.session.scalars(wanted.order_by(IssueSheet.written_at.desc(), IssueSheet.id)).all()


def one(actor: Viewer, case_id: str, sheet_id: str) -> IssueSheet:
    """Return a sheet of this case. Raises NotFound, NotPermitted without 管理."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.READ)
    return case_rows.one(IssueSheet, case_id, sheet_id, *_WITH)


def to_check(actor: Viewer) -> Sequence[IssueSheet]:
    """Return the sheets awaiting the actor's check, oldest first."""
    mine = [service.id for service in cases.own_terms(actor)]
    wanted = select(IssueSheet).where(
        IssueSheet.addressee_id.in_(mine), IssueSheet.state == IssueSheetState.CHECKING
    )
    return db.session.scalars(wanted.order_by(IssueSheet.written_at, IssueSheet.id)).all()


def to_check_one(actor: Viewer, sheet_id: str) -> IssueSheet:
    """Return a sheet awaiting the actor's check. Raises NotFound for any other."""
    row = rows.one(IssueSheet, sheet_id, *_WITH)
    if row.state is not IssueSheetState.CHECKING or not _checks(actor, row):
        raise NotFound
    return row


def _writers(row: IssueSheet) -> set[int]:
    """Return the accounts of all writers of a sheet, none of whom may check it."""
    said = vault.unseal(row, "content") or {}
    return {row.written_by_id, *said.get("writers", ())}


def _chosen(person_id: int, *, writers: Collection[int]) -> CouncilPerson:
    """Return the chosen checker. writers: excluded accounts. Raises RuleViolation if ineligible."""
    checker = db.session.get(CouncilPerson, person_id)
    if checker is None or not serves(checker) or checker.account_id in writers:
        raise RuleViolation(
            articles.SECRECY, "確認する人には、書いた人以外の従事者を選んでください。"
        )
    return checker


def _of_case(actor: Viewer, case_id: str, sheet_id: str) -> IssueSheet:
    cases.for_manager(actor, case_id)
    row = case_rows.locked(IssueSheet, case_id, sheet_id)
    if row.addressee.account_id == actor.person():
        raise RuleViolation(articles.SECRECY, "確認する人は、課題票を書くことができません。")
    return row


def _to_check(actor: Viewer, sheet_id: str) -> IssueSheet:
    row = rows.locked(IssueSheet, sheet_id)
    if not _checks(actor, row) or actor.person() in _writers(row):
        raise NotPermitted
    return row


def _checks(actor: Viewer, row: IssueSheet) -> bool:
    return row.addressee.account_id == actor.person() and serves(row.addressee)


def _require_complete(row: IssueSheet) -> None:
    if missing(row):  # no details here: a refusal is audited unsealed; the page lists them
        raise RuleViolation(
            articles.SECRECY, "確認していない項目か、除いていない語句、判断のない語句があります。"
        )


def _seal(actor: Viewer, row: IssueSheet, sheet: Sheet) -> None:
    title, text = sheet.title.strip(), sheet.text.strip()
    if not title or not text:
        raise RuleViolation(articles.SECRECY, "件名と内容を入力してください。")
    if len(title) > LONGEST_TITLE:
        raise RuleViolation(articles.SECRECY, f"件名は{LONGEST_TITLE}文字以内で入力してください。")
    if contains_case_alias(f"{title}\n{text}"):
        raise RuleViolation(articles.SECRECY, "ケースの符号は、課題票に書けません。")
    answers = {key: words.strip() for key, words in (sheet.answers or {}).items() if words.strip()}
    values = {"title": title, "text": text, "checks": list(sheet.checks), "answers": answers}
    wrote = sorted(_writers(row) | {actor.person()})
    vault.seal(row, "content", values | {"writers": wrote})


def _writer(row: IssueSheet) -> Sequence[CouncilPerson]:
    return db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == row.written_by_id)
        .options(joinedload(CouncilPerson.account))
    ).all()
