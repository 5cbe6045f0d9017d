"""The two-week batch (2週間ごとの一括決定): filling and closing it (要領第2条第2項).

Every function locks the batch first and its applications after it. Proposals are in
proposals.py, the approval in approvals.py.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.rules.common.era import fiscal_year_name
from app.rules.states.admission.application import (
    APPLICATION,
    BATCH,
    ApplicationState,
    ApplicationVerb,
    BatchState,
    BatchVerb,
)
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance, applications, immediate
from app.services.common import audit, numbers, rows

CHANGEABLE = frozenset({BatchState.OPEN, BatchState.CLOSED})
"""States in which applications can be added, removed and decided on."""


def open_batch(actor: Viewer, application_ids: Collection[int] = ()) -> DecisionBatch:
    """Open a batch with these applications. Raises RuleViolation while another batch is open."""
    actor.require(Role.SECRETARIAT)
    if db.session.scalar(select(DecisionBatch.id).where(DecisionBatch.open_key == 1)):
        raise RuleViolation(None, "受付中の一括決定があります。締め切ってから始めてください。")
    _year, number = numbers.next_number("batch")
    batch = DecisionBatch(
        name=f"{fiscal_year_name(clock.today())}第{number}回",
        state=next_state(BATCH, None, BatchVerb.OPEN),
        opened_at=clock.now(),
        open_key=1,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(actor, "batch.open", "batch", batch.id)
    put_in(actor, batch.id, application_ids)
    return batch


def put_in(actor: Viewer, batch_id: int, application_ids: Collection[int]) -> int:
    """Add received applications to the batch; return their number.

    Raises StaleState when one of them no longer awaits a decision.
    """
    actor.require(Role.SECRETARIAT)
    batch = locked_changeable(batch_id)
    for application_id in sorted(set(application_ids)):
        application = applications.locked(application_id)
        next_state(APPLICATION, application.state, ApplicationVerb.PROPOSE)
        if immediate.pending(application_id) is not None:
            raise StaleState("すぐに決める提案が承認待ちです。先に提案を取り下げてください。")
        application.batch_id = batch.id
        audit.record(actor, "application.put_in", "application", application.id, batch=batch.name)
    db.session.flush()
    return len(set(application_ids))


def put_in_open(actor: Viewer, application_id: int) -> int:
    """Add a received application to the open batch, which is opened with it where none is.

    Raises StaleState when it no longer awaits a decision, or is in a batch.
    """
    actor.require(Role.SECRETARIAT)
    if db.session.scalar(select(Application.batch_id).where(Application.id == application_id)):
        raise StaleState("この申込みはすでに一括決定に入っています。")
    batch_id = db.session.scalar(select(DecisionBatch.id).where(DecisionBatch.open_key == 1))
    if batch_id is None:
        return open_batch(actor, [application_id]).id
    return put_in(actor, batch_id, [application_id])


def take_out(actor: Viewer, application_id: int) -> Application:
    """Remove an application from its batch, and its proposal."""
    actor.require(Role.SECRETARIAT)
    batch, application = locked_application(application_id)
    if application.state is ApplicationState.PROPOSED:
        reopen(application)
    application.batch_id = None
    audit.record(actor, "application.take_out", "application", application.id, batch=batch.name)
    db.session.flush()
    return application


def close(actor: Viewer, batch_id: int) -> int:
    """Close the batch with all received applications; return their number.

    Applications that wait for the end of a readmission bar (要領第5条第2項) are left out; an
    officer may add them. So are those proposed for a decision at once.
    """
    actor.require(Role.SECRETARIAT)
    batch = locked(batch_id)
    batch.state = next_state(BATCH, batch.state, BatchVerb.CLOSE)
    received = db.session.scalars(
        select(Application)
        .where(Application.state == ApplicationState.RECEIVED, Application.batch_id.is_(None))
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()
    at_once = immediate.pending_on([application.id for application in received])
    for application in received:
        if application.id not in at_once and acceptance.waits_until(application) is None:
            application.batch_id = batch.id
            audit.record(
                actor, "application.put_in", "application", application.id, batch=batch.name
            )
    db.session.flush()
    held = sum(row.state is not ApplicationState.TAKEN_BACK for row in members(batch_id))
    if not held:
        raise RuleViolation(None, "受付済みの申込みがありません。申込みがあってから締め切ります。")
    batch.closed_at, batch.open_key = clock.now(), None
    audit.record(actor, "batch.close", "batch", batch.id, applications=held)
    db.session.flush()
    return held


def members(batch_id: int) -> list[Application]:
    """Return the applications of a batch, also those taken back, in the order of their numbers."""
    return list(
        db.session.scalars(
            select(Application).where(Application.batch_id == batch_id).order_by(Application.id)
        )
    )


def page(actor: Viewer, *, number: int) -> tuple[Sequence[DecisionBatch], int]:
    """Return one page of batches, the newest first, and their total."""
    actor.require(Role.SECRETARIAT)
    return rows.page(select(DecisionBatch).order_by(DecisionBatch.id.desc()), number)


def counts(actor: Viewer, held: Sequence[DecisionBatch]) -> Mapping[int | None, int]:
    """Return the number of applications in each of these batches: batch id → number."""
    actor.require(Role.SECRETARIAT)
    found = db.session.execute(
        select(Application.batch_id, func.count())
        .where(Application.batch_id.in_([batch.id for batch in held]))
        .group_by(Application.batch_id)
    )
    return dict(found.all())


def one(actor: Viewer, batch_id: int) -> DecisionBatch:
    """Return a batch with its applications and their checks. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(
        DecisionBatch,
        batch_id,
        selectinload(DecisionBatch.applications).selectinload(Application.checks),
    )


def changeable(actor: Viewer) -> Sequence[DecisionBatch]:
    """Return the batches to which applications can be added, the latest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(DecisionBatch)
        .where(DecisionBatch.state.in_(CHANGEABLE))
        .order_by(DecisionBatch.id.desc())
    ).all()


def locked(batch_id: int) -> DecisionBatch:
    """Return the batch, locked and fresh. Raises NotFound where there is none."""
    return rows.locked(DecisionBatch, batch_id)


def locked_changeable(batch_id: int) -> DecisionBatch:
    """Return the batch, locked, while it is changeable. Raises StaleState otherwise."""
    batch = locked(batch_id)
    if batch.state not in CHANGEABLE:
        raise StaleState(
            f"この一括決定は{batch.state.label}のため変更できません。"
            "変えるときは、承認者に差し戻してもらってください。"
        )
    return batch


def locked_application(application_id: int) -> tuple[DecisionBatch, Application]:
    """Return an application's batch and the application, locked in this order.

    Raises StaleState when it is in no batch.
    """
    batch_id = db.session.scalar(
        select(Application.batch_id).where(Application.id == application_id)
    )
    if batch_id is None:
        raise StaleState("この申込みは一括決定に入っていません。画面を開き直してください。")
    batch = locked_changeable(batch_id)
    application = applications.locked(application_id)
    if application.batch_id != batch.id:
        raise StaleState("この申込みは一括決定から外れました。画面を開き直してください。")
    return batch, application


def locked_after_its_batch(application_id: int) -> Application:
    """Return the application, locked after its batch, if any, so that an approval is over first.

    Raises StaleState when it changed batches in between, NotFound.
    """
    wanted = select(Application.batch_id).where(Application.id == application_id)
    batch_id = db.session.scalar(wanted)
    if batch_id is not None:
        locked(batch_id)
    application = applications.locked(application_id)
    if application.batch_id not in (None, batch_id):
        raise StaleState("この申込みは別の一括決定に入りました。画面を開き直してください。")
    return application


def reopen(application: Application) -> None:
    """Remove the proposal on the locked application."""
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.REOPEN)
    application.proposed_acceptance = None
    application.decision_reason = ""
