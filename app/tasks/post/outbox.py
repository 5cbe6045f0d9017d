"""The sweep over the outbox, with several commits per letter."""

from functools import partial
from pathlib import Path
from uuid import uuid4

from flask import current_app

from app.extensions import celery, db
from app.mail.common import transport
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.post import delivery


@celery.task(name="outbox.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Send due letters and return the number of letters taken up."""
    holder = uuid4().hex
    delivery.recover(SYSTEM)
    db.session.commit()
    taken = delivery.claim(SYSTEM, holder)
    db.session.commit()
    for message_id in taken:
        send(message_id, holder)
    heartbeats.beat(SYSTEM, "outbox")
    db.session.commit()
    return len(taken)


def send(message_id: int, holder: str) -> None:
    """Send one letter, with a commit before the text is transmitted and one after the reply."""
    settings = current_app.config
    outgoing = delivery.outgoing(SYSTEM, message_id, holder, settings["MAIL_FROM"])
    db.session.commit()
    if outgoing is None:
        return
    spool = Path(settings["INSTANCE_DIR"]) / "spool"
    try:
        reply = transport.send(
            settings["SMTP_URL"], spool, outgoing, partial(begin_data, message_id, holder)
        )
    except transport.NotSent as refusal:
        delivery.not_sent(SYSTEM, message_id, holder, refusal.reply, permanent=refusal.permanent)
    except transport.ReplyLost as lost:
        delivery.reply_lost(SYSTEM, message_id, holder, str(lost))
    else:
        delivery.sent(SYSTEM, message_id, holder, reply)
    db.session.commit()


def begin_data(message_id: int, holder: str) -> None:
    """Commit that the text is about to be transmitted. Raises NotSent if the lease is lost."""
    ours = delivery.begin_data(SYSTEM, message_id, holder)
    db.session.commit()
    if not ours:
        raise transport.NotSent("the lease passed to another sweep", permanent=False)
