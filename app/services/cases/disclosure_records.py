"""Written content of a case, for a disclosure request: records, documents, conferences, sheets."""

from collections.abc import Callable, Mapping
from typing import Any

from app.models.cases.conference import Conference, ConferencePaper
from app.models.cases.issue_sheet import IssueSheet
from app.models.cases.record import CaseAttachment, CaseChange, CaseRecord
from app.rules.cases.access import Urgency
from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind, RecordState
from app.security import vault
from app.services.cases import attachments as case_attachments
from app.services.cases import bodies, issue_sheets
from app.services.cases import records as case_records
from app.services.cases.disclosure_lines import Found, TextRow, day, rows, text_row, words

FIELDS = {field.name: field for schema in SCHEMAS.values() for field in schema.fields}
NO_FIELDS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "state": ("状態", lambda value: RecordState(value).label),
    "urgency": ("緊急度", lambda value: Urgency(value).label),
    "review_on": ("見直しの期日", lambda value: words(value, FieldType.DAY)),
}
"""Label and reader of changed values that are no record fields, of a record or the case itself."""


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
            ("取消の理由", case_attachments.reason(document)),
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
