"""The sweep over mailed answers: every minute if a mailbox is configured."""

import logging

from flask import current_app

from app import bell, clock
from app.extensions import celery, db
from app.mail.common import mailbox
from app.security.viewer import SYSTEM
from app.services.common import heartbeats, sweep_requests
from app.services.meeting import inbound, written_end

log = logging.getLogger(__name__)


@celery.task(name="inbound.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Receive the waiting mails, one transaction each, and return their number.

    A mail is marked as read after its commit: one fetched twice is recorded once.
    """
    settings = current_app.config
    if not settings["IMAP_URL"]:
        return 0
    taken, left, began_at = 0, 0, clock.now()
    with mailbox.open_mailbox(settings["IMAP_URL"]) as box:
        for mail in box.waiting():
            try:
                inbound.receive(
                    SYSTEM,
                    mail.raw,
                    secret=settings["SECRET_KEY"],
                    authserv=settings["MAIL_AUTHSERV"],
                    mail_from=settings["MAIL_FROM"],
                    arrived_at=mail.arrived_at,
                )
                db.session.commit()
            except Exception as error:  # it stays unread, and the next one is read
                db.session.rollback()
                log.warning(
                    "mail is left unread",
                    extra={"mail": mail.uid, "cause": type(error).__name__},
                )
                left += 1
                continue
            box.done(mail.uid)
            taken += 1
    heartbeats.beat(SYSTEM, "inbound")
    if not left and taken < mailbox.MAX_MAILS:
        heartbeats.beat(SYSTEM, written_end.INBOX_READ, began_at)
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        bell.ring("outbox.sweep")
    return taken
