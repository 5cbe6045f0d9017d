"""The secretariat's queue of applications: waiting time and reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.admission.application import Application
from app.models.common.audit import AuditEntry
from app.models.membership.organisation import Organisation
from app.rules.common.naming import search_form
from app.rules.membership.profile_search import sought
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance
from app.services.admission.duplicates import OPEN_STATES
from app.services.common import rows

TARGET = timedelta(days=14)
"""The interval of decisions: every two weeks."""


@dataclass(frozen=True)
class QueuedApplication:
    """One application in the queue."""

    application: Application
    days: int | None
    """Days since receipt; None where not yet received, or decided on."""
    late: bool
    """Whether it has waited longer than two weeks, other than for a readmission bar."""
    asked_days: int | None
    """Days since a correction was requested; None where none is awaited."""
    waits_until: date | None
    """再入会可能日待ち: the first day on which the application can be accepted."""


def queue(
    actor: Viewer, *, states: Collection[ApplicationState], text: str, page: int
) -> tuple[list[QueuedApplication], int]:
    """Return one page (from 1) of the queue, oldest first, and the total of applications.

    states: empty means all that await the secretariat or the applicant.
    """
    actor.require(Role.SECRETARIAT)
    chosen = tuple(states) or OPEN_STATES
    wanted: list[ColumnElement[bool]] = [Application.state.in_(chosen)]
    folded = search_form(text)
    if folded:
        wanted.append(
            or_(
                Application.name_search.contains(folded, autoescape=True),
                *(Application.details_search.contains(f, autoescape=True) for f in sought(text)),
                Application.receipt_number == text.strip().upper(),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(Application).where(*wanted))
    offset, limit = rows.part(page)
    found = db.session.scalars(
        select(Application)
        .where(*wanted)
        .order_by(Application.received_on, Application.id)
        .offset(offset)
        .limit(limit)
        .options(
            joinedload(Application.former_organisation).selectinload(Organisation.memberships),
            joinedload(Application.batch),
        )
    ).all()
    return [_waiting(application) for application in found], total or 0


def some(actor: Viewer, application_ids: Collection[int]) -> Sequence[Application]:
    """Return those of the applications that exist."""
    actor.require(Role.SECRETARIAT)
    wanted = select(Application).where(Application.id.in_(application_ids))
    return db.session.scalars(wanted).all()


def counts(actor: Viewer) -> Mapping[ApplicationState, int]:
    """Return the number of applications in each state."""
    actor.require(Role.SECRETARIAT)
    wanted = select(Application.state, func.count()).group_by(Application.state)
    return dict(db.session.execute(wanted).all())


def one(actor: Viewer, application_id: int) -> Application:
    """Return an application with all that its page shows. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    application = db.session.get(
        Application,
        application_id,
        options=[
            selectinload(Application.checks),
            selectinload(Application.corrections),
            joinedload(Application.batch),
            joinedload(Application.former_organisation).selectinload(Organisation.memberships),
        ],
    )
    if application is None:
        raise NotFound
    return application


def waiting(actor: Viewer, application: Application) -> QueuedApplication:
    """Return the waiting time of one application."""
    actor.require(Role.SECRETARIAT)
    return _waiting(application)


def history(actor: Viewer, subject_type: str, subject_id: int) -> Sequence[AuditEntry]:
    """Return the audit entries on one object, oldest first."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_type == subject_type,
            AuditEntry.subject_id == str(subject_id),
            AuditEntry.refused.is_(False),
        )
        .order_by(AuditEntry.sequence)
    ).all()


def _waiting(application: Application) -> QueuedApplication:
    if application.state not in OPEN_STATES or application.received_on is None:
        return QueuedApplication(application, None, False, None, None)
    days = (clock.today() - application.received_on).days
    until = acceptance.waits_until(application)
    late = days > TARGET.days and until is None
    asked_at = application.correction_requested_at
    asked = asked_at is not None and application.state is ApplicationState.CORRECTION
    asked_days = (clock.today() - clock.local(asked_at).date()).days if asked_at and asked else None
    return QueuedApplication(application, days, late, asked_days, until)
