"""Database tables. Importing this package registers all of them with SQLAlchemy."""

from app.models.accounts import user
from app.models.admission import application
from app.models.cases import case, conference, incident, issue_sheet
from app.models.cases import disclosure as case_disclosure
from app.models.cases import record as case_record
from app.models.cases import request as case_request
from app.models.common import audit, draft, master, timer
from app.models.council import council
from app.models.filings import change_notice, consent, expulsion, withdrawal
from app.models.meeting import (
    agenda,
    attendance,
    inbound,
    meeting,
    minutes,
    open_task,
    resolution,
    vote,
)
from app.models.membership import contact, membership, organisation
from app.models.post import outbox
from app.models.regulations import regulation
from app.models.roster import roster_job
