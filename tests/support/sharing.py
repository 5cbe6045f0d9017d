"""A case of one body, and somebody of another that it is shared with."""

from typing import NamedTuple

from app import clock
from app.models.council import CouncilPerson
from app.rules.case_access import Level, PassingOnBasis, Section
from app.rules.case_requests import Cooperation, Request, RequestPurpose
from app.rules.passing_on import Terms
from app.security.viewer import Viewer
from app.services.links import Links
from tests.support.canaries import CANARY
from tests.support.cases import a_case, person, work_as

LINKS = Links("https://kodoku.example.jp", "a secret of the tests")
DANGER = Terms(PassingOnBasis.DANGER, "安否の確認", reason=f"連絡が途絶えている（{CANARY}）")
READ_BASICS = {Section.BASIC: Level.READ}


class Shared(NamedTuple):
    """A case, who manages it, the session's viewer, a colleague, and somebody of another body."""

    case_id: str
    label: str
    manager: CouncilPerson
    actor: Viewer
    colleague: CouncilPerson
    other: CouncilPerson


def shared() -> Shared:
    """The session works on behalf of the manager."""
    manager = person("鳥取県")
    case = a_case(manager)
    colleague, other = person("鳥取県", of=manager.body), person("鳥取市")
    return Shared(case.id, case.label, manager, work_as(manager), colleague, other)


def a_request(body: int = 0, **values: object) -> Request:
    """A request that may be sent, with a canary in what is typed."""
    day = clock.today().replace(year=clock.today().year + 1)
    given = {"what": f"通所の様子（{CANARY}）", "reason": "協議のため", "due_on": day, **values}
    return Request(
        **{
            "cooperation": Cooperation.INFORMATION,
            "purpose": RequestPurpose.EXCHANGE,
            "body": body,
            **given,
        }
    )
