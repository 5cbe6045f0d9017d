"""Everything that a case says of its person, in pieces of text: for a request for disclosure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models.audit import AuditEntry
from app.models.case import PassingOn
from app.models.case_record import CaseAttachment, CaseChange, CaseRecord
from app.models.conference import Conference, ConferencePaper
from app.models.council import CouncilPerson
from app.rules.blackout import markable
from app.rules.case_fields import SCHEMAS, FieldType, RecordKind
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.services import case_attachments, case_looks, case_records, councils


@dataclass(frozen=True)
class Piece:
    """A record, a conference, …: what it says, and the same with what is masked marked."""

    key: str
    title: str
    original: str
    text: str


def gather(case_id: str) -> list[Piece]:
    """All pieces, in the order in which a person would read them. The viewer reads all of the case."""
    parts = (_records, _changes, _attachments, _conferences, _papers, _passed_on, _looks)
    return [
        Piece(key, title, markable(text), markable(text))
        for part in parts
        for key, title, text in part(case_id)
    ]


def plain(pieces: list[Piece]) -> list[dict[str, str]]:
    """As they are sealed."""
    return [asdict(piece) for piece in pieces]


def read(values: list[dict[str, str]] | None) -> list[Piece]:
    """As they were sealed."""
    return [Piece(**each) for each in values or ()]


def _records(case_id: str) -> Iterator[tuple[str, str, str]]:
    found = _all(CaseRecord, case_id, CaseRecord.written_at)
    order = list(RecordKind)
    names = {str(body.id): body.name for body in councils.bodies()}
    for record in sorted(found, key=lambda each: order.index(each.kind)):
        values = case_records.content(record)
        lines = [
            f"{field.label}：{_words(values.get(field.name), field.type, names)}"
            for field in SCHEMAS[record.kind].fields
            if values.get(field.name)
        ]
        title = f"{record.kind.label}（{_day(record.written_at)}、{record.state.label}）"
        yield record.id, title, "\n".join(lines)


def _changes(case_id: str) -> Iterator[tuple[str, str, str]]:
    labels = {field.name: field.label for schema in SCHEMAS.values() for field in schema.fields}
    for change in _all(CaseChange, case_id, CaseChange.changed_at):
        said: dict[str, Any] = vault.unseal(change, "content")
        lines = [
            f"{labels.get(name, name)}：{_words(before)} → {_words(after)}"
            for name, (before, after) in said.items()
        ]
        yield change.id, f"記録の変更（{_day(change.changed_at)}）", "\n".join(lines)


def _attachments(case_id: str) -> Iterator[tuple[str, str, str]]:
    for document in _all(CaseAttachment, case_id, CaseAttachment.added_at):
        name = case_attachments.name(document)
        yield document.id, f"添付文書（{_day(document.added_at)}）", name


def _conferences(case_id: str) -> Iterator[tuple[str, str, str]]:
    names = {body.id: body.name for body in councils.bodies()}
    for conference in _all(Conference, case_id, Conference.begins_at):
        said = vault.unseal(conference, "content") or {}
        outcome = vault.unseal(conference, "outcome") or {}
        lines = [
            f"場所：{said.get('place', '')}",
            f"議題：{said.get('agenda', '')}",
            f"主担当：{names.get(outcome.get('lead_body') or 0, '')}",
            f"決定：{outcome.get('decisions', '')}",
            *(f"分担：{_words(list(part.values()))}" for part in outcome.get("parts", ())),
            vault.unseal(conference, "minutes") or "",
        ]
        title = f"第{conference.number}回検討会議（{_day(conference.begins_at)}）"
        yield conference.id, title, "\n".join(lines)


def _papers(case_id: str) -> Iterator[tuple[str, str, str]]:
    for paper in _all(ConferencePaper, case_id, ConferencePaper.added_at):
        said = vault.unseal(paper, "content")
        yield (
            paper.id,
            f"検討会議の資料（{_day(paper.added_at)}）",
            f"{said['title']}\n{said['text']}",
        )


def _passed_on(case_id: str) -> Iterator[tuple[str, str, str]]:
    to_whom = joinedload(PassingOn.recipient)
    options = (to_whom.joinedload(CouncilPerson.body), to_whom.joinedload(CouncilPerson.account))
    for passed in _all(PassingOn, case_id, PassingOn.passed_at, *options):
        said = vault.unseal(passed, "content")
        person = passed.recipient
        lines = [
            f"提供先：{person.body.name}　{person.account.get_full_name()}",
            f"根拠：{passed.basis.label}　{said.get('law', '')}",
            f"目的：{said.get('purpose', '')}",
            f"理由：{said.get('reason', '')}",
        ]
        yield passed.id, f"情報の提供（{_day(passed.passed_at)}）", "\n".join(lines)


def _looks(case_id: str) -> Iterator[tuple[str, str, str]]:
    """Who looked how often, and when last."""
    counted: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], datetime] = {}
    found = db.session.execute(
        select(AuditEntry.actor_name, AuditEntry.action, AuditEntry.at)
        .where(
            AuditEntry.subject_type == CASE_SUBJECT,
            AuditEntry.subject_id == case_id,
            AuditEntry.action.in_(case_looks.ACTIONS),
        )
        .order_by(AuditEntry.sequence)
    )
    for name, action, at in found:
        counted[name, action] += 1
        last[name, action] = at
    lines = [
        f"{name}　{case_looks.ACTIONS[action].label}{number}回（最後：{_day(last[name, action])}）"
        for (name, action), number in counted.items()
    ]
    if lines:
        yield "looks", "閲覧などの記録", "\n".join(lines)


def _all(entity: Any, case_id: str, order: Any, *options: Any) -> Any:
    wanted = select(entity).where(entity.case_id == case_id).options(*options)
    return db.session.scalars(wanted.order_by(order, entity.id)).all()


def _words(value: Any, type_: FieldType | None = None, names: dict[str, str] | None = None) -> str:
    if isinstance(value, list):
        return "、".join(_words(each, type_, names) for each in value)
    words = "" if value is None else str(value)
    is_body = type_ in (FieldType.BODY, FieldType.BODIES)
    return (names or {}).get(words, words) if is_body else words


def _day(moment: datetime) -> str:
    return clock.local(moment).date().isoformat()
