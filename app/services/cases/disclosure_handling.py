"""Handling of a case, for a disclosure request: requests, offers, participation, access."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models.cases.case import CaseReview, EmergencyAccess, PassingOn, SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.common.era import era_month, in_era
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.services.cases import access_log, bodies, emergencies, participants, passing_on
from app.services.cases import offers as case_offers
from app.services.cases import requests as case_requests
from app.services.cases import rows as case_rows
from app.services.cases.disclosure_lines import Found, TextRow, day, rows, sections, text_row, who


def requests(case_id: str) -> Found:
    """Yield the requests to bodies (法第16条第3項) and their answers."""
    names = bodies.names()
    options = (*case_rows.named(CaseRequest.addressee), joinedload(CaseRequest.body))
    for row in rows(CaseRequest, case_id, CaseRequest.due_on, *options):
        asked = case_requests.said(row)
        yield text_row(
            row,
            f"協力の求め（{row.state.label}、回答期限 {in_era(row.due_on)}）",
            ("求めた先", who(row.addressee)),
            ("求める協力", f"{asked.cooperation.label}　{asked.purpose.label}"),
            ("要請した機関", names.get(asked.asked_by or 0)),
            ("内容", asked.what),
            ("理由", asked.reason),
            ("回答", case_requests.answer_of(row)),
        )


def offers(case_id: str) -> Found:
    """Yield the offers to join, leave or take the lead, their terms and answers."""
    options = (*case_rows.named(CaseOffer.addressee), joinedload(CaseOffer.body))
    for row in rows(CaseOffer, case_id, CaseOffer.offered_at, *options):
        yield text_row(
            row,
            f"{row.kind.label}の申し出（{day(row.offered_at)}、{row.state.label}）",
            ("申し出た先", who(row.addressee)),
            ("対象の機関", row.body.name),
            ("伝えたこと", case_offers.message_of(row)),
            ("区分", sections(case_offers.grants_of(row))),
            *_terms(vault.unseal(row, "content")["terms"]),
            ("回答", case_offers.answer_of(row)),
        )


def passed_on(case_id: str) -> Found:
    """Yield the passing on of information: recipient, content, basis."""
    options = case_rows.named(PassingOn.recipient)
    for row in rows(PassingOn, case_id, PassingOn.passed_at, *options):
        yield text_row(
            row,
            f"情報の提供（{day(row.passed_at)}）",
            ("提供先", who(row.recipient)),
            ("区分", sections(passing_on.content(row)[1])),
            *_terms(vault.unseal(row, "content")),
        )


def accesses(case_id: str) -> Found:
    """Yield the emergency accesses, their reasons and review findings."""
    verdicts = {True: "必要だった", False: "必要でなかった", None: "まだ点検していない"}
    options = case_rows.named(EmergencyAccess.person)
    for row in rows(EmergencyAccess, case_id, EmergencyAccess.opened_at, *options):
        words = emergencies.said(row)
        yield text_row(
            row,
            f"緊急閲覧（{day(row.opened_at)}）",
            ("閲覧した人", who(row.person)),
            ("理由", words["reason"]),
            ("事後点検", verdicts[row.was_justified]),
            ("点検の結果", words["note"]),
        )


def reviews(case_id: str) -> Found:
    """Yield the findings of the monthly reviews."""
    for row in rows(CaseReview, case_id, CaseReview.month):
        month = era_month(date.fromisoformat(f"{row.month}-01"))
        yield text_row(row, f"月次点検（{month}）", ("点検の結果", access_log.note(row)))


def keeping(case_id: str) -> Found:
    """Yield the reason for the hold."""
    case = db.session.get_one(SupportCase, case_id)
    if reason := vault.unseal(case, "hold_reason"):
        yield text_row(case, "保存の継続", ("理由", reason))


def disclosures(case_id: str) -> Found:
    """Yield the disclosure requests, this and earlier ones, and the decisions."""
    for row in rows(DisclosureRequest, case_id, DisclosureRequest.received_on):
        asked, decided = vault.unseal(row, "content"), vault.unseal(row, "decision") or {}
        yield text_row(
            row,
            f"開示請求（{in_era(row.received_on)}）",
            ("請求した人", asked["who"]),
            ("本人確認の方法", asked["identity"]),
            ("開示を求める内容", asked["scope"]),
            ("決定", decided.get("kind")),
            ("理由", decided.get("reason")),
        )


def parts(case_id: str) -> Found:
    """Yield present and former participations, with sections and dates."""
    together: dict[tuple[Any, ...], dict[Section, Level]] = {}
    for part in participants.history(case_id):
        key = (who(part.person), part.basis.label, part.begins_at, part.ends_at)
        together.setdefault(key, {})[part.section] = part.level
    lines = [
        f"{name}　{basis}　{day(begins)}～{day(ends) if ends else ''}　{sections(grants)}"
        for (name, basis, begins, ends), grants in together.items()
    ]
    yield TextRow("parts", "ケースに参加した人", "\n".join(lines))


def looks(case_id: str) -> Found:
    """Yield the number of accesses per person, and the last one."""
    counted: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], datetime] = {}
    found = db.session.execute(
        select(AuditEntry.actor_name, AuditEntry.action, AuditEntry.at)
        .where(
            AuditEntry.subject_type == CASE_SUBJECT,
            AuditEntry.subject_id == case_id,
            AuditEntry.action.in_(access_log.ACTIONS),
        )
        .order_by(AuditEntry.sequence)
    )
    for name, action, at in found:
        counted[name, action] += 1
        last[name, action] = at
    lines = [
        f"{name}　{access_log.ACTIONS[action].label}{number}回（最後：{day(last[name, action])}）"
        for (name, action), number in counted.items()
    ]
    if lines:
        yield TextRow("looks", "閲覧などの記録", "\n".join(lines))


def _terms(values: dict[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Return the sealed terms of a passing-on as lines."""
    if values is not None:
        yield "根拠", f"{PassingOnBasis(values['basis']).label}　{values['law']}".strip()
        yield "目的", values["purpose"]
        yield "理由", values["reason"]
