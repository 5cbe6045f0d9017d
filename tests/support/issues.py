"""Issue sheets and platform issues for tests."""

from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.cases.issue_sheet import IssueSheet
from app.models.common.sealed import new_id
from app.models.council.council import CouncilPerson
from app.models.meeting.platform_issue import IssueUse, PlatformIssue
from app.rules.cases.deidentify import ChecklistPoint
from app.services.cases import issue_sheets, participations
from app.services.cases.issue_sheets import Sheet
from tests.support.cases import new_case, of, person, viewer_of
from tests.support.client import PlatformClient
from tests.support.desk import LINKS

EVERY_CHECK = tuple(check.value for check in ChecklistPoint)
CLEAN = Sheet("通院の足がない", "通院の手段がなく、孤立していく人がいる。", EVERY_CHECK, {})


def released() -> PlatformIssue:
    """Create an issue released to the platform."""
    issue = PlatformIssue(
        id=new_id(),
        title=CLEAN.title,
        text=CLEAN.text,
        released_in=clock.today().replace(day=1),
        use=IssueUse.NONE,
    )
    db.session.add(issue)
    db.session.flush()
    return issue


def sheet_of(client: PlatformClient) -> dict[str, Any]:
    """Create an issue sheet editable by the client's person; return its URL values."""
    case, checker = of(client), person("鳥取市")
    writer = _service_of(client) or case_writer(case.id)
    return {"case_id": case.id, "sheet_id": _written(writer, case.id, checker).id}


def sheet_to_check(client: PlatformClient) -> dict[str, Any]:
    """Create an issue sheet to be checked by the client's person; return its URL values.

    Another person checks it if they have no term.
    """
    writer = person("鳥取市")
    case = new_case(writer)
    row = _written(writer, case.id, _service_of(client) or person("米子市"))
    issue_sheets.submit(viewer_of(writer), case.id, row.id, LINKS)
    return {"row_id": row.id}


def case_writer(case_id: str) -> CouncilPerson:
    """Return the case's intake worker."""
    return participations.people(case_id)[0]


def _written(writer: CouncilPerson, case_id: str, checker: CouncilPerson) -> IssueSheet:
    return issue_sheets.write(viewer_of(writer), case_id, checker.id, CLEAN)


def _service_of(client: PlatformClient) -> CouncilPerson | None:
    own = select(CouncilPerson).where(CouncilPerson.account_id == client.account_id)
    return db.session.scalars(own).first()
