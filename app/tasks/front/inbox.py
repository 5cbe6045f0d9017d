"""The sweep over the inbox: every minute if a mailbox is configured."""

import logging

from flask import current_app

from app import bell, clock
from app.extensions import celery, db
from app.mail.common import mailbox
from app.security.viewer import SYSTEM
from app.services.common import heartbeats, sweep_requests
from app.services.front import inbox_readers
from app.services.meeting import written_end
from app.services.post.inbox import InboxSettings

log = logging.getLogger(__name__)


@celery.task(name="inbound.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Receive the waiting mails, one transaction each, and return their number.

    A mail is marked as read after its commit: one fetched twice is recorded once.
    """
    settings = current_app.config
    if not settings["IMAP_URL"] and not settings["BOUNCE_IMAP_URL"]:
        return 0
    began_at = clock.now()
    taken, left = read(settings["BOUNCE_IMAP_URL"])
    if settings["IMAP_URL"]:
        taken_here, left = read(settings["IMAP_URL"])
        taken += taken_here
        if not left and taken_here < mailbox.MAX_MAILS:
            heartbeats.beat(SYSTEM, written_end.INBOX_READ, began_at)
    heartbeats.beat(SYSTEM, "inbound")
    letters = sweep_requests.take()
    db.session.commit()
    if letters:
        bell.ring("outbox.sweep")
    return taken


def read(url: str) -> tuple[int, int]:
    """Read a mailbox, "" for none; return how many mails were taken in, and how many were left."""
    taken = left = 0
    if not url:
        return taken, left
    values = current_app.config
    settings = InboxSettings(values["SECRET_KEY"], values["MAIL_AUTHSERV"], values["MAIL_FROM"])
    with mailbox.open_mailbox(url) as box:
        for mail in box.waiting():
            try:
                inbox_readers.take(SYSTEM, mail.raw, mail.arrived_at, settings)
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
    return taken, left
