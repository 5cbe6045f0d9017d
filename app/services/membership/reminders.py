"""Timers of memberships: what is sent when a readmission bar ends."""

from app.extensions import db
from app.mail.post import staff_letters
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.security.viewer import Viewer
from app.services.common import timers
from app.services.common.links import Links
from app.services.membership import memberships
from app.services.membership.recipients import secretariat
from app.services.post import outbox


def readmission_day(actor: Viewer, timer: Timer, _links: Links) -> None:
    """Notify the secretariat of the end of a bar (要領第5条第2項), after checking it again."""
    organisation = db.session.get_one(Organisation, timer.subject_id)
    loss = memberships.last_loss(organisation.id)
    if loss is None or loss.ended_on is None:
        return
    for account in secretariat():
        outbox.write(
            actor,
            staff_letters.readmission_possible(organisation, loss.ended_on, account),
            to=account.email,
            dedupe_key=f"organisation:{organisation.id}",
            period=loss.ended_on.isoformat(),
        )


HANDLERS = {timers.READMISSION_DAY: readmission_day}
