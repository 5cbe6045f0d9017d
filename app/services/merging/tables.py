"""Every column that references an organisation, and its treatment in a merge.

The columns are read from the tables: a new one moves, unless LEFT says why it stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import InstrumentedAttribute, Mapper

from app import models  # noqa: F401  # every table must be known
from app.extensions import db
from app.models.accounts.user import Account, OneTimeLink
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.models.registers.entry import registers
from app.services.common import timers
from app.services.filings import contact_questions

Column = InstrumentedAttribute[Any]

LEFT = {
    "app.models.meeting": "a meeting's record; while it is going on, nobody on its roll is merged",
    "organisation_version": "what the roster said; gaps of the kept record are filled",
    "organisation_merge": "the record of merges",
    "digest_wish": "what the merged record wanted to read; the kept one has a wish of its own",
    "roster_import_row": "what a file's row was recognised as at the time",
}
"""Wings and tables whose rows are left unchanged, and why."""

NAMES = {
    "membership.organisation_id": "会員資格",
    "application.organisation_id": "入会申込み",
    "application.former_organisation_id": "以前の会員と認めた入会申込み",
    "change_notice.organisation_id": "変更届",
    "change_line.organisation_id": "変更届の事項",
    "withdrawal_notice.organisation_id": "退会届",
    "release_request.organisation_id": "幹事団体の退会の申出",
    "consent_to_serve.organisation_id": "内諾書",
    "expulsion.organisation_id": "除名の記録",
    "expulsion_evidence.organisation_id": "除名の証拠",
    "expulsion_statement.organisation_id": "弁明",
    "contact.organisation_id": "連絡の記録",
    "contact_attempt.organisation_id": "連絡を試みた記録",
    "organisation_note.organisation_id": "事務局メモ",
    "constituent_body.organisation_id": "協議会の構成機関等",
    "outbox_message.organisation_id": "送信した文書",
    "ab_user.organisation_id": "利用者",
    "api_key.organisation_id": "オープンAPIの鍵",
    "organisation.merged_into_id": "前に統合した記録",
    "register_report.organisation_id": "間違いの知らせ",
    "event_registration.organisation_id": "主催する行事の申込み",
    "event_registration.member_id": "行事への参加の申込み",
    "event_answer.organisation_id": "主催する行事のアンケート",
    "subcommittee_member.member_id": "分科会への参加",
    "proposal_author.organisation_id": "共同提言",
    "need_message.organisation_id": "つなぎたい・手伝えるのやりとり（掲載した団体）",
    "need_message.author_organisation_id": "つなぎたい・手伝えるのやりとり（答えた団体）",
    "survey_answer.organisation_id": "アンケートの回答",
    "member_grant.organisation_id": "補助金",
    "grant_paper.organisation_id": "補助金の書類",
    "grant_file.organisation_id": "補助金のファイル",
    "grant_payment.organisation_id": "補助金の請求と支払",
    **{f"{model.__tablename__}.organisation_id": model.register.label for model in registers()},
}
"""What the preview calls the rows, in its order. A stored merge keeps them by these names."""

PARTIAL_KEYS = {
    "uq_membership_current": "one of two current memberships is ended before they move",
}
"""Unique indexes over some rows of a moved table, and why moving its rows keeps them."""


def references(mappers: Iterable[Mapper[Any]]) -> dict[str, Column]:
    """Return every column that references an organisation, by `table.column`."""
    return {
        str(column): attribute.class_attribute
        for mapper in mappers
        for attribute in mapper.column_attrs
        for column in attribute.columns
        if any(key.target_fullname == "organisation.id" for key in column.foreign_keys)
    }


def why_left(column: Column) -> str | None:
    """Return why the column's rows stay with the merged record; None for rows that move."""
    wing = column.class_.__module__.rpartition(".")[0]
    return LEFT.get(column.class_.__table__.name) or LEFT.get(wing)


def moves(mappers: Iterable[Mapper[Any]]) -> dict[str, Column]:
    """Return the columns whose rows move to the kept record, by the names in the preview."""
    found = {key: each for key, each in references(mappers).items() if why_left(each) is None}
    known = [key for key in NAMES if key in found]
    return {NAMES.get(key, key): found[key] for key in (*known, *sorted(found.keys() - NAMES))}


MOVED: Mapping[str, Column] = moves(Organisation.registry.mappers)
"""Columns whose rows move to the kept record, by the names shown in the preview."""
OPEN: Mapping[str, type[Any]] = {
    words: column.parent.class_
    for words, column in MOVED.items()
    if "open_key" in column.class_.__table__.c
}
"""Entities of which an organisation has at most one open at a time (`open_key`)."""
QUIET = (Account, OutboxMessage)
"""Entities whose changes do not count as later activity: only their existence is compared."""


def ids(column: Column, organisation_id: int) -> list[int]:
    """Return the ids of the rows that reference the organisation in the column."""
    entity: Any = column.class_
    found = select(entity.id).where(column == organisation_id).order_by(entity.id)
    return list(db.session.scalars(found))


def movable(column: Column, kept_id: int, merged_id: int) -> list[int]:
    """Return the rows to move: without those of which the kept record has the like already.

    Such a row, by a unique key, is a contact of the same kind and day.
    """
    entity: Any = column.class_
    found = ids(column, merged_id)
    for key in unique_keys(column):
        like = {
            tuple(row[1:])
            for row in db.session.execute(select(entity.id, *key).where(column == kept_id))
        }
        rows = db.session.execute(select(entity.id, *key).where(entity.id.in_(found)))
        found = [row.id for row in rows if None in row or tuple(row[1:]) not in like]
    return found


def unique_keys(column: Column) -> list[list[Column]]:
    """Return the other columns of each unique key that the column is part of."""
    table, mapper = column.class_.__table__, column.parent
    keys: list[UniqueConstraint | Index] = [
        *(key for key in table.constraints if isinstance(key, UniqueConstraint)),
        *(key for key in table.indexes if key.unique and key.name not in PARTIAL_KEYS),
    ]
    return [
        [
            mapper.get_property_by_column(other).class_attribute
            for other in key.columns
            if other.name != column.key
        ]
        for key in keys
        if column.key in key.columns
    ]


def state(organisation_id: int) -> dict[str, list[str]]:
    """Return an organisation's rows by the same names, to detect later changes."""
    found: dict[str, list[str]] = {}
    for words, column in MOVED.items():
        entity: Any = column.class_
        parts = [entity.id]
        if entity not in QUIET:
            parts += [
                getattr(entity, name)
                for name in ("state", "ended_on", "end_cause", "resolved_at", "taken_back_at")
                if name in entity.__table__.c
            ]
        rows = db.session.execute(
            select(*parts).where(column == organisation_id).order_by(entity.id)
        )
        found[words] = [" ".join(str(value) for value in row) for row in rows]
    return found


def questions(organisation_id: int) -> list[int]:
    """Return the ids of the links in contact questions sent to the organisation."""
    return list(
        db.session.scalars(
            select(OneTimeLink.id).where(
                OneTimeLink.purpose == contact_questions.REPLY,
                OneTimeLink.subject_id == organisation_id,
            )
        )
    )


def reminders(organisation_id: int) -> list[int]:
    """Return the ids of the timers for the end of the organisation's readmission bar."""
    return list(
        db.session.scalars(
            select(Timer.id).where(
                Timer.kind == timers.READMISSION_DAY,
                Timer.subject_id == organisation_id,
                Timer.done_at.is_(None),
            )
        )
    )
