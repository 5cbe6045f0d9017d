"""Timers of memberships: what is sent when a readmission bar ends."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.post import staff_letters
from app.models.common.timer import Timer
from app.models.membership.organisation import Organisation
from app.rules.common.timer_kinds import Effect, TimerKind
from app.rules.membership.membership import EndCause
from app.rules.membership.readmission import LossCause, readmittable_from
from app.security.viewer import Viewer
from app.services.common import timers
from app.services.common.due_work import Timed
from app.services.common.links import Links
from app.services.membership import memberships
from app.services.membership.recipients import secretariat
from app.services.post import outbox


def names(organisation_ids: Collection[int]) -> Mapping[int, str]:
    """Return the organisations' names by their ids."""
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids))
    return {key: name for key, name in db.session.execute(wanted)}


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


def moments(organisation_id: int) -> Collection[datetime]:
    """Return the first day after an expelled organisation's bar (要領第5条第2項)."""
    loss = memberships.last_loss(organisation_id)
    if loss is None or loss.ended_on is None or loss.end_cause is not EndCause.EXPULSION:
        return ()
    return (clock.at_start_of(readmittable_from(loss.ended_on, LossCause.EXPULSION)),)


TIMED = (
    Timed(
        TimerKind(
            timers.READMISSION_DAY,
            "再入会を認められる日のお知らせ（事務局あて）",
            basis="要領第5条第2項",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
        ),
        readmission_day,
        names=names,
        moments=moments,
    ),
)
