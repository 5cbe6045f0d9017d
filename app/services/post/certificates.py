"""Who has a notice, when, and what the server said: for the office's file (送達の記録)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from app import clock
from app.documents.post import delivery_certificate
from app.extensions import db
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.post.progress import progress
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows, tabular
from app.services.post.bulks import SEND

HEADER = ("宛先", "送り先", "文書番号", "状態", "日時", "サーバーの応答", "Message-ID")
BY_POST = "郵送"


def workbook(actor: Viewer, bulk_id: int) -> bytes:
    """Return the record as a workbook. Raises NotFound."""
    bulk = _bulk(actor, bulk_id, "xlsx")
    return tabular.to_workbook(
        [
            tabular.Worksheet("送達", HEADER, _lines(bulk), sentences=("サーバーの応答",)),
            tabular.Worksheet("発信", ("項目", "内容"), _facts(bulk)),
        ],
        title=f"送達の記録　{bulk.title}"[:200],
    )


def pdf(actor: Viewer, bulk_id: int) -> bytes:
    """Return the record as a paper. Raises NotFound."""
    bulk = _bulk(actor, bulk_id, "pdf")
    lines = [line[:6] for line in _lines(bulk)]
    return delivery_certificate.pdf(_facts(bulk), HEADER[:6], lines, dated=clock.today())


def _bulk(actor: Viewer, bulk_id: int, form: str) -> MailBulk:
    actor.require(Role.SECRETARIAT)
    bulk = rows.one(MailBulk, bulk_id)
    audit.record(actor, "mail_bulk.certify", "mail_bulk", bulk.id, form=form)
    db.session.flush()
    return bulk


def _facts(bulk: MailBulk) -> list[Sequence[str]]:
    proposal = approvals.last(SEND, bulk.id)
    facts = [("件名", bulk.title), ("作成", f"{bulk.written_by_name}　{_moment(bulk.created_at)}")]
    if proposal is not None and proposal.decided_at is not None:
        who = (
            f"{proposal.proposed_by_name}が提案、{proposal.decided_by_name}が{proposal.state.label}"
        )
        facts.append(("承認", f"{who}　{_moment(proposal.decided_at)}"))
    if bulk.starts_at is not None:
        facts.append(("送信の開始", _moment(bulk.starts_at)))
    if bulk.stopped_at is not None:
        facts.append(("停止", _moment(bulk.stopped_at)))
    return [*facts, ("状態", bulk.state.label), ("記録の作成", _moment(clock.now()))]


def _lines(bulk: MailBulk) -> Iterator[list[str]]:
    found = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.bulk_id == bulk.id)
        .order_by(OutboxMessage.id)
        .options(defer(OutboxMessage.body), defer(OutboxMessage.letter))
    )
    for each in found:
        is_out = each.state in (OutboxState.SENT, OutboxState.RETURNED)
        yield [
            each.recipient_name,
            BY_POST if each.by_post else each.recipient,
            each.number,
            progress(each.state, by_post=each.by_post).label,
            _moment(each.sent_at) if is_out and each.sent_at else "",
            "" if each.by_post else each.reply,
            each.message_id,
        ]


def _moment(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"
