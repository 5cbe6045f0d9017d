"""Change notices (変更届, 要領第3条第2項): a member reports what has changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.filings.change_notice import ChangeLine, ChangeNotice
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.membership import ReceivedBy, Standing
from app.rules.membership.profile_changes import differences
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import CHANGE_NOTICE, ChangeNoticeState, ChangeNoticeVerb
from app.security.viewer import Viewer
from app.services.common import rows
from app.services.filings import filing
from app.services.filings.filing import Kind, Receipt

KIND = Kind(
    ChangeNotice,
    noun="change_notice",
    title="変更届",
    letter="H",
    article=articles.CHANGE_NOTICE,
    states=CHANGE_NOTICE,
)


def file(
    actor: Viewer, values: Mapping[str, Any], *, changed_on: date, idempotency_key: str
) -> ChangeNotice:
    """File a change notice of the member. values: the whole present profile, by field.

    The same idempotency key returns the same notice. Raises RuleViolation when nothing differs from
    the roster or the day is in the future, StaleState while another notice is undecided.
    """
    organisation, receipt = filing.from_member(actor)
    same = by_key(actor, idempotency_key)
    return same or _receive(
        actor, organisation, receipt, values, changed_on, idempotency_key=idempotency_key
    )


def enter(
    actor: Viewer,
    organisation_id: int,
    values: Mapping[str, Any],
    *,
    changed_on: date,
    received_by: ReceivedBy,
    received_on: date | None = None,
) -> ChangeNotice:
    """Enter a notice received on paper, by FAX or by mail, on the member's behalf (代行入力)."""
    received = filing.on_behalf(actor, KIND, organisation_id, received_by, received_on)
    return _receive(actor, *received, values, changed_on)


def _receive(
    actor: Viewer,
    organisation: Organisation,
    receipt: Receipt,
    values: Mapping[str, Any],
    changed_on: date,
    idempotency_key: str | None = None,
) -> ChangeNotice:
    _check(organisation, changed_on, receipt.on)
    changes = differences(organisation.profile(), values)
    if not changes:
        raise RuleViolation(
            articles.CHANGE_NOTICE, "団体名簿の内容から変わったところがありません。"
        )
    return filing.receive(
        actor,
        KIND,
        organisation,
        receipt,
        trail={"received_by": receipt.by, "fields": [change.key for change in changes]},
        state=next_state(CHANGE_NOTICE, None, ChangeNoticeVerb.SUBMIT),
        changed_on=changed_on,
        open_key=organisation.id,
        idempotency_key=idempotency_key,
        lines=[
            ChangeLine(
                organisation_id=organisation.id,
                field=change.key,
                old_value=change.before,
                new_value=change.after,
            )
            for change in changes
        ],
    )


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
    if actor.is_staff:
        raise NotPermitted
    notice = filing.to_take_back(actor, KIND, notice_id)
    return close(actor, notice, ChangeNoticeVerb.TAKE_BACK)


def close_when_leaving(actor: Viewer, organisation_id: int) -> None:
    """Close an undecided notice because the membership ends."""
    notice = open_notice(organisation_id)
    if notice is not None:
        notice.decision_note = "会員でなくなったため終了"
        close(actor, rows.locked(ChangeNotice, notice.id), ChangeNoticeVerb.TAKE_BACK)


def close(actor: Viewer, notice: ChangeNotice, verb: ChangeNoticeVerb) -> ChangeNotice:
    """Close a locked notice."""
    notice.decided_at, notice.decided_by_id = clock.now(), actor.account_id
    return filing.move(actor, KIND, notice, verb)


def open_notice(organisation_id: int) -> ChangeNotice | None:
    """Return the organisation's undecided notice, if any."""
    return filing.open_one(KIND, organisation_id)


def one(actor: Viewer, notice_id: int) -> ChangeNotice:
    """Return a notice with its lines. Raises NotFound for one that the viewer may not see."""
    return filing.one(actor, KIND, notice_id, selectinload(ChangeNotice.lines))


def page(
    actor: Viewer, *, state: ChangeNoticeState | None, number: int
) -> tuple[Sequence[ChangeNotice], int]:
    """Return one page of notices, the longest waiting first, and their total."""
    order = (ChangeNotice.open_key.is_(None), ChangeNotice.received_at.asc(), ChangeNotice.id.asc())
    return filing.page(actor, KIND, state, number, *order)


def by_key(actor: Viewer, idempotency_key: str) -> ChangeNotice | None:
    """Return the notice submitted from this form, if any."""
    return db.session.scalars(
        select(ChangeNotice).where(ChangeNotice.idempotency_key == idempotency_key)
    ).one_or_none()
