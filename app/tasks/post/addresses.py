"""The sweep over the addresses of letters that came back."""

from app.extensions import celery, db
from app.security.viewer import SYSTEM
from app.services.common import heartbeats
from app.services.post import addresses, delivery_reports
from app.tasks.common.batches import run_until_done


@celery.task(name="addresses.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Note what servers refused, and find which addresses are good again."""
    run_until_done(delivery_reports.note_refusals)
    addresses.recover_quiet(SYSTEM)
    heartbeats.beat(SYSTEM, "addresses")
    db.session.commit()
