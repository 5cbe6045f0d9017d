"""All data of a case as pieces of text, for a disclosure request."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models.cases.case import CaseReview, EmergencyAccess, PassingOn, SupportCase
from app.models.cases.conference import Conference, ConferencePaper
from app.models.cases.disclosure import DisclosureRequest
from app.models.cases.issue_sheet import IssueSheet
from app.models.cases.record import CaseAttachment, CaseChange, CaseRecord
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, PassingOnBasis, Section, Urgency
from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind, RecordState
from app.rules.common.era import era_month, in_era
from app.rules.meeting.manual_masking import prepare_for_marking
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.services.cases import (
    access_log,
    bodies,
    emergencies,
    issue_sheets,
    participants,
    passing_on,
)
from app.services.cases import attachments as case_attachments
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from app.services.cases import rows as case_rows
from app.services.cases.disclosure_lines import (
    Found,
    TextRow,
    day,
    rows,
    sections,
    text_row,
    who,
    words,
)

FIELDS = {field.name: field for schema in SCHEMAS.values() for field in schema.fields}
NO_FIELDS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "state": ("状態", lambda value: RecordState(value).label),
    "urgency": ("緊急度", lambda value: Urgency(value).label),
    "review_on": ("見直しの期日", lambda value: words(value, FieldType.DAY)),
}
"""Label and reader of changed values that are no record fields, of a record or the case itself."""


@dataclass(frozen=True)
class Piece:
    """A record, conference, …: its original text, and the text with masking marks."""

    key: str
    title: str
    original: str
    text: str


def gather(case_id: str) -> list[Piece]:
    """Return all pieces. The viewer must have read access to the whole case."""
    return [
        Piece(said.key, said.title, prepare_for_marking(said.text), prepare_for_marking(said.text))
        for part in PARTS
        for said in part(case_id)
    ]


def plain(pieces: list[Piece]) -> list[dict[str, str]]:
    """Return the pieces in the form in which they are sealed."""
    return [asdict(piece) for piece in pieces]


def read(values: list[dict[str, str]] | None) -> list[Piece]:
    """Return the pieces from their sealed form."""
    return [Piece(**each) for each in values or ()]


# What is written


def records(case_id: str) -> Found:
    """Yield every record, struck ones included, by kind."""
    order, names = list(RecordKind), bodies.names()
    found = rows(CaseRecord, case_id, CaseRecord.written_at)
    for record in sorted(found, key=lambda each: order.index(each.kind)):
        values = case_records.content(record)
        title = f"{record.kind.label}（{day(record.written_at)}、{record.state.label}）"
        fields = SCHEMAS[record.kind].fields
        lines = ((each.label, words(values.get(each.name), each.type, names)) for each in fields)
        yield text_row(record, title, *lines)


def changes(case_id: str) -> Found:
    """Yield the changes of records and of the case itself, with values before and after."""
    for change in rows(CaseChange, case_id, CaseChange.changed_at):
        lines = (_changed(*each) for each in case_records.changed(change).items())
        yield text_row(change, f"記録の変更（{day(change.changed_at)}）", *lines)


def attachments(case_id: str) -> Found:
    """Yield each document's name and the reason for striking it out."""
    for document in rows(CaseAttachment, case_id, CaseAttachment.added_at):
        yield text_row(
            document,
            f"添付文書（{day(document.added_at)}）",
            ("名称", case_attachments.name(document)),
            ("取消しの理由", case_attachments.reason(document)),
        )


def conferences(case_id: str) -> Found:
    """Yield the agenda, decisions and minutes of each conference."""
    names = bodies.names()
    for conference in rows(Conference, case_id, Conference.begins_at):
        content = vault.unseal(conference, "content") or {}
        outcome = vault.unseal(conference, "outcome") or {}
        yield text_row(
            conference,
            f"第{conference.number}回検討会議（{day(conference.begins_at)}）",
            ("場所", content.get("place")),
            ("議題", content.get("agenda")),
            ("主担当", names.get(outcome.get("lead_body") or 0)),
            ("決定", outcome.get("decisions")),
            *(("分担", _part(part)) for part in outcome.get("parts", ())),
            ("議事録", vault.unseal(conference, "minutes")),
        )


def papers(case_id: str) -> Found:
    """Yield the papers of the conferences."""
    for paper in rows(ConferencePaper, case_id, ConferencePaper.added_at):
        content = vault.unseal(paper, "content")
        text = f"{content['title']}\n{content['text']}"
        yield TextRow(paper.id, f"検討会議の資料（{day(paper.added_at)}）", text)


def sheets(case_id: str) -> Found:
    """Yield the issue sheets: they should identify nobody, but answers to scan findings may."""
    for sheet in rows(IssueSheet, case_id, IssueSheet.written_at):
        content = issue_sheets.said(sheet)
        answers = (content.answers or {}).items()
        yield text_row(
            sheet,
            f"課題票（{day(sheet.written_at)}）",
            ("件名", content.title),
            ("内容", content.text),
            *(("語句の判断", f"{key.partition(':')[2]}　{answer}") for key, answer in answers),
            ("差戻しの理由", issue_sheets.note_of(sheet)),
        )


# How the case was handled


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


def _changed(name: str, pair: list[Any]) -> tuple[str, str]:
    field, (label, read) = FIELDS.get(name), NO_FIELDS.get(name, (name, words))
    if field is not None:
        names = bodies.names()
        label, read = field.label, lambda value: words(value, field.type, names)
    before, after = (read(value) if value else "" for value in pair)
    return label, f"{before} → {after}"


def _part(part: dict[str, Any]) -> str:
    fields, names = SCHEMAS[RecordKind.PART].fields, bodies.names()
    return words([words(part.get(each.name), each.type, names) for each in fields])


def _terms(values: dict[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Return the sealed terms of a passing-on as lines."""
    if values is not None:
        yield "根拠", f"{PassingOnBasis(values['basis']).label}　{values['law']}".strip()
        yield "目的", values["purpose"]
        yield "理由", values["reason"]


PARTS = (
    records,
    changes,
    attachments,
    conferences,
    papers,
    requests,
    offers,
    passed_on,
    parts,
    accesses,
    reviews,
    looks,
    disclosures,
    keeping,
    sheets,
)
"""Sources in the order of reading."""
NOT_GATHERED: Mapping[str, str] = {
    "case_attachment.content": "a document is copied and masked by hand; what it is called is gathered",
    "case_draft.content": "not held for common use (法第60条第1項): no more than its author has typed",
    "case_name.name": "not held for common use (法第60条第1項): each participant's own word for the case",
    "disclosure_request.gathered": "it is what was gathered",
}
"""Sealed columns that are left out, with the reason. Every other one is in some piece."""
