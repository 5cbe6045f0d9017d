"""The tables. Importing this package makes all of them known to SQLAlchemy."""

from app.models import (  # noqa: F401
    application,
    audit,
    change_notice,
    consent,
    contact,
    draft,
    expulsion,
    master,
    membership,
    organisation,
    outbox,
    regulation,
    roster_job,
    timer,
    user,
    withdrawal,
)
