"""The daily backup, and the daily note of how far the audit trail has come."""

import logging

from flask import current_app

from app.extensions import celery, db
from app.security.viewer import SYSTEM
from app.services.front import backups, restores

log = logging.getLogger(__name__)


@celery.task(name="backups.daily")  # type: ignore[untyped-decorator]
def daily() -> None:
    """Write and verify today's backup where there is a folder for it; note the trail's head."""
    restores.note_head(SYSTEM)
    if not current_app.config["BACKUP_FOLDER"] or not backups.is_due(SYSTEM):
        return
    db.session.rollback()  # nothing waits for the copy
    written = backups.write(SYSTEM, backups.Place.of(current_app.config))
    db.session.commit()
    if written.fault:
        log.error("the backup could not be verified")
