"""Change notices (変更届, 要領第3条第2項): a member reports what has changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.filings.change_notice import ChangeLine, ChangeNotice
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.membership import ContactKind, ReceivedBy, Standing
from app.rules.membership.profile_changes import differences
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import CHANGE_NOTICE, ChangeNoticeState, ChangeNoticeVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.membership import contacts, memberships, receipts


def file(
    actor: Viewer, values: Mapping[str, Any], *, changed_on: date, idempotency_key: str
) -> ChangeNotice:
    """File a change notice of the member. values: the whole present profile, by field.

    The same idempotency key returns the same notice. Raises RuleViolation when nothing differs from
    the roster or the day is in the future, StaleState while another notice is undecided.
    """
    assert actor.organisation_id is not None
    actor.require_member(actor.organisation_id)
    same = by_key(actor, idempotency_key)
    if same is not None:
        return same
    organisation = memberships.locked(actor.organisation_id)
    notice = _receive(actor, organisation, values, changed_on, ReceivedBy.WEB, clock.today())
    notice.idempotency_key = idempotency_key
    contacts.record_contact(
        actor, organisation.id, ContactKind.FORM, f"変更届 {notice.receipt_number}"
    )
    return notice


def enter(
    actor: Viewer,
    organisation_id: int,
    values: Mapping[str, Any],
    *,
    changed_on: date,
    received_by: ReceivedBy,
    received_on: date | None = None,
) -> ChangeNotice:
    """Enter a notice received on paper, by FAX or by mail, on the member's behalf (代行入力).

    received_on: the day of receipt; by default today. Raises RuleViolation for a future day and for
    one before the membership began.
    """
    actor.require(Role.SECRETARIAT)
    organisation = memberships.locked(organisation_id)
    day = receipts.day_of_receipt(organisation_id, received_on, articles.CHANGE_NOTICE)
    notice = _receive(actor, organisation, values, changed_on, received_by, day)
    words = f"変更届 {notice.receipt_number}"
    contacts.record_contact(actor, organisation.id, ContactKind.FORM, words, on=day)
    return notice


def _receive(
    actor: Viewer,
    organisation: Organisation,
    values: Mapping[str, Any],
    changed_on: date,
    received_by: ReceivedBy,
    received_on: date,
) -> ChangeNotice:
    _check(organisation, changed_on, received_on)
    changes = differences(organisation.profile(), values)
    if not changes:
        raise RuleViolation(
            articles.CHANGE_NOTICE, "団体名簿の内容から変わったところがありません。"
        )
    notice = ChangeNotice(
        organisation_id=organisation.id,
        receipt_number=numbers.receipt_number("H"),
        state=next_state(CHANGE_NOTICE, None, ChangeNoticeVerb.SUBMIT),
        received_by=received_by,
        changed_on=changed_on,
        submitted_at=receipts.moment_of(received_on),
        submitted_by_id=actor.account_id,
        open_key=organisation.id,
    )
    notice.lines = [
        ChangeLine(
            organisation_id=organisation.id,
            field=change.key,
            old_value=change.before,
            new_value=change.after,
        )
        for change in changes
    ]
    db.session.add(notice)
    db.session.flush()
    audit.record(
        actor,
        "change_notice.file",
        "change_notice",
        notice.id,
        organisation_id=organisation.id,
        received_by=received_by,
        fields=[change.key for change in changes],
    )
    return notice


def _check(organisation: Organisation, changed_on: date, received_on: date) -> None:
    if organisation.standing is Standing.FORMER:
        raise RuleViolation(articles.CHANGE_NOTICE, "会員でない団体の変更届は受け付けられません。")
    if changed_on > received_on:
        until = "今日" if received_on == clock.today() else "受付日"
        raise RuleViolation(
            articles.CHANGE_NOTICE,
            f"変更年月日は{until}までの日を入力してください。これから変わることは、変わった後に届け出てください。",
        )
    if open_notice(organisation.id) is not None:
        raise StaleState(
            "処理が済んでいない変更届があります。先の変更届を取り下げるか、処理が済んでから提出してください。"
        )


def take_back(actor: Viewer, notice_id: int) -> ChangeNotice:
    """Take back a notice that is still undecided (取下げ), as the member."""
    notice = rows.locked(ChangeNotice, notice_id)
    actor.require_member(notice.organisation_id)
    close(actor, notice, ChangeNoticeVerb.TAKE_BACK)
    contacts.record_contact(actor, notice.organisation_id, ContactKind.FORM)
    return notice


def close_when_leaving(actor: Viewer, organisation_id: int) -> None:
    """Close an undecided notice because the membership ends."""
    notice = open_notice(organisation_id)
    if notice is not None:
        notice.decision_note = "会員でなくなったため終了"
        close(actor, rows.locked(ChangeNotice, notice.id), ChangeNoticeVerb.TAKE_BACK)


def close(actor: Viewer, notice: ChangeNotice, verb: ChangeNoticeVerb) -> None:
    """Close a locked notice."""
    notice.state = next_state(CHANGE_NOTICE, notice.state, verb)
    notice.open_key = None
    notice.decided_at, notice.decided_by_id = clock.now(), actor.account_id
    audit.record(actor, f"change_notice.{verb.value}", "change_notice", notice.id)
    db.session.flush()


def open_notice(organisation_id: int) -> ChangeNotice | None:
    """Return the organisation's undecided notice, if any."""
    return db.session.scalars(
        select(ChangeNotice).where(ChangeNotice.open_key == organisation_id)
    ).one_or_none()


def one(actor: Viewer, notice_id: int) -> ChangeNotice:
    """Return a notice with its lines. Raises NotFound for one that the viewer may not see."""
    return rows.one(
        ChangeNotice,
        notice_id,
        selectinload(ChangeNotice.lines),
        joinedload(ChangeNotice.organisation),
    )


def page(
    actor: Viewer, *, state: ChangeNoticeState | None, number: int
) -> tuple[Sequence[ChangeNotice], int]:
    """Return one page of notices, the longest waiting first, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(ChangeNotice).order_by(
        ChangeNotice.open_key.is_(None), ChangeNotice.submitted_at, ChangeNotice.id
    )
    if state is not None:
        wanted = wanted.where(ChangeNotice.state == state)
    return rows.page(wanted, number, joinedload(ChangeNotice.organisation))


def by_key(actor: Viewer, idempotency_key: str) -> ChangeNotice | None:
    """Return the notice submitted from this form, if any."""
    return db.session.scalars(
        select(ChangeNotice).where(ChangeNotice.idempotency_key == idempotency_key)
    ).one_or_none()
