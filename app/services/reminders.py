"""What each kind of timer tells, and to whom."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from app.extensions import db
from app.mail import staff_letters
from app.models.organisation import Organisation
from app.models.timer import Timer
from app.models.user import Account, RoleRow
from app.security.viewer import Role, Viewer
from app.services import memberships, outbox, timers


def readmission_day(actor: Viewer, timer: Timer) -> None:
    """Tell the secretariat that the bar ended (要領第5条第2項). Whether it has is computed anew."""
    organisation = db.session.get_one(Organisation, timer.subject_id)
    loss = memberships.last_loss(organisation.id)
    if loss is None or loss.ended_on is None:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.readmission_possible(organisation, loss.ended_on, account),
            to=account.email,
            notice=f"organisation:{organisation.id}",
            period=loss.ended_on.isoformat(),
        )


def secretariat() -> list[Account]:
    """The persons of the secretariat who can be written to."""
    return list(
        db.session.scalars(
            select(Account)
            .join(Account.roles)
            .where(RoleRow.name == Role.SECRETARIAT.value, Account.active.is_(True))
            .order_by(Account.id)
        )
    )


HANDLERS: Mapping[str, Callable[[Viewer, Timer], None]] = {timers.READMISSION_DAY: readmission_day}
"""Kind of timer → what tells it."""
