"""Every column that references an organisation, and its treatment in a merge."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models.accounts.user import Account, OneTimeLink
from app.models.admission.application import Application
from app.models.common.timer import Timer
from app.models.council.council import ConstituentBody
from app.models.filings.change_notice import ChangeLine, ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion, ExpulsionEvidence, ExpulsionStatement
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.contact import Contact, ContactAttempt
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationNote
from app.models.post.outbox import OutboxMessage
from app.services.common import timers
from app.services.filings import contact_questions

MOVED: Mapping[str, InstrumentedAttribute[Any]] = {
    "会員資格": Membership.organisation_id,
    "入会申込み": Application.organisation_id,
    "以前の会員と認めた入会申込み": Application.former_organisation_id,
    "変更届": ChangeNotice.organisation_id,
    "変更届の事項": ChangeLine.organisation_id,
    "退会届": WithdrawalNotice.organisation_id,
    "幹事団体の退会の申出": ReleaseRequest.organisation_id,
    "内諾書": ConsentToServe.organisation_id,
    "除名の記録": Expulsion.organisation_id,
    "除名の証拠": ExpulsionEvidence.organisation_id,
    "弁明": ExpulsionStatement.organisation_id,
    "連絡の記録": Contact.organisation_id,
    "連絡を試みた記録": ContactAttempt.organisation_id,
    "事務局メモ": OrganisationNote.organisation_id,
    "協議会の構成機関等": ConstituentBody.organisation_id,
    "送信した文書": OutboxMessage.organisation_id,
    "利用者": Account.organisation_id,
    "前に統合した記録": Organisation.merged_into_id,
}
"""Columns whose rows move to the kept record, by the names shown in the preview."""

LEFT = {
    "organisation_version.organisation_id": "what the roster said; gaps of the kept record are filled",
    "organisation_merge.kept_id": "the record of merges",
    "organisation_merge.merged_id": "the record of merges",
    **dict.fromkeys(
        (
            "agenda_exclusion.organisation_id",
            "meeting.chair_id",
            "meeting.requested_by_id",
            "meeting_presence.organisation_id",
            "meeting_proxy.agent_id",
            "meeting_proxy.principal_id",
            "meeting_roll.organisation_id",
            "statement.organisation_id",
            "vote.agent_id",
            "vote.organisation_id",
        ),
        "a meeting's record; while it is going on, nobody on its roll is merged",
    ),
    "roster_import_row.organisation_id": "what a file's row was recognised as at the time",
}
"""Columns left unchanged, and why."""

OPEN: Mapping[str, type[Any]] = {
    "変更届": ChangeNotice,
    "幹事団体の退会の申出": ReleaseRequest,
    "内諾書": ConsentToServe,
    "除名の記録": Expulsion,
}
"""Entities of which an organisation has at most one open at a time (`open_key`)."""
QUIET = (Account, OutboxMessage)
"""Entities whose changes do not count as later activity: only their existence is compared."""


def ids(column: InstrumentedAttribute[Any], organisation_id: int) -> list[int]:
    """Return the ids of the rows that reference the organisation in the column."""
    entity: Any = column.class_
    found = select(entity.id).where(column == organisation_id).order_by(entity.id)
    return list(db.session.scalars(found))


def movable(column: InstrumentedAttribute[Any], kept_id: int, merged_id: int) -> list[int]:
    """Return the rows to move: without contacts whose kind and day the kept record already has."""
    found = ids(column, merged_id)
    if column.class_ is not Contact:
        return found
    own = {
        (row.kind, row.contacted_on)
        for row in db.session.execute(
            select(Contact.kind, Contact.contacted_on).where(Contact.organisation_id == kept_id)
        )
    }
    rows = db.session.execute(
        select(Contact.id, Contact.kind, Contact.contacted_on).where(Contact.id.in_(found))
    )
    return [row.id for row in rows if (row.kind, row.contacted_on) not in own]


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
