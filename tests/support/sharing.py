"""A case of one body, and a person of another body to share it with."""

from typing import Any, NamedTuple

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.rules.cases.fields import RecordKind
from app.rules.cases.passing_on import Terms
from app.rules.cases.requests import Cooperation, Request, RequestPurpose
from app.security.viewer import Viewer
from app.services.cases import emergencies, participations, passing_on
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from app.services.common.links import Links
from tests.support import cases
from tests.support.canaries import CANARY
from tests.support.cases import add_participant, new_case, of, person, viewer_of, work_as
from tests.support.client import PlatformClient

LINKS = Links("https://kodoku.example.jp", "a secret of the tests")
DANGER = Terms(PassingOnBasis.DANGER, "安否の確認", reason=f"連絡が途絶えている（{CANARY}）")
READ_BASICS = {Section.BASIC: Level.READ}


class Shared(NamedTuple):
    """A case, its manager, the session's viewer, a colleague, and a person of another body."""

    case_id: str
    alias: str
    manager: CouncilPerson
    actor: Viewer
    colleague: CouncilPerson
    other: CouncilPerson


def shared() -> Shared:
    """Create such a case and let the session act for the case manager."""
    manager = person("鳥取県")
    case = new_case(manager)
    colleague, other = person("鳥取県", of=manager.body), person("鳥取市")
    return Shared(case.id, case.alias, manager, work_as(manager), colleague, other)


def a_request(body: int = 0, **values: object) -> Request:
    """Return a valid request for cooperation with the canary in its text."""
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


def participant_of(client: PlatformClient) -> dict[str, Any]:
    """Create a case of the client's person with another participant; return its URL values."""
    case, other = of(client), person("鳥取市")
    add_participant(case, other, Section.BASIC)
    return {"case_id": case.id, "person_id": other.id}


def request_of(client: PlatformClient) -> dict[str, Any]:
    """Create a draft request in a case managed by the client's person; return its URL values."""
    case = of(client)
    row = case_requests.draft(_keeper(case.id), case.id, person("鳥取市").id, a_request())
    return {"case_id": case.id, "request_id": row.id}


def offer_of(client: PlatformClient) -> dict[str, Any]:
    """Create an offer in a case managed by the client's person; return its URL values."""
    case = of(client)
    return {"case_id": case.id, "offer_id": offered(case.id, person("鳥取市"))}


def emergency_of(client: PlatformClient) -> dict[str, Any]:
    """Open emergency access by another person to the client's case; return its URL values."""
    case, other = of(client), person("鳥取市")
    emergencies.begin(
        viewer_of(other), term_id=other.id, alias=case.alias, reason=CANARY, links=LINKS
    )
    [access] = emergencies.of_case(_keeper(case.id), case.id)
    return {"case_id": case.id, "access_id": access.id}


def request_to(client: PlatformClient) -> dict[str, Any]:
    """Send a request to the client's person; return its URL values.

    Another person receives it if they have no term.
    """
    case = new_case(person("鳥取県"))
    keeper = _keeper(case.id)
    row = case_requests.draft(keeper, case.id, _service_of(client).id, a_request())
    return {"row_id": case_requests.send(keeper, case.id, row.id, LINKS).id}


def offer_to(client: PlatformClient) -> dict[str, Any]:
    """Offer participation to the client's person; return the URL values of the offer.

    Another person receives it if they have no term.
    """
    return {"row_id": offered(new_case(person("鳥取県")).id, _service_of(client))}


def offered(case_id: str, receiver: CouncilPerson) -> str:
    """Offer participation in the case; return the offer's id."""
    return case_offers.invite(
        _keeper(case_id),
        case_id,
        receiver.id,
        message=f"お願いします（{CANARY}）",
        grants=READ_BASICS,
        terms=DANGER,
        links=LINKS,
    ).id


def _keeper(case_id: str) -> Viewer:
    """Return the case manager as a viewer."""
    return viewer_of(participations.managers(case_id)[0])


def _service_of(client: PlatformClient) -> CouncilPerson:
    own = select(CouncilPerson).where(CouncilPerson.account_id == client.account_id)
    return db.session.scalars(own).first() or person("米子市")


def lapsed_of(client: PlatformClient) -> dict[str, Any]:
    """Create a participation under a consent that was withdrawn, in a case of the client."""
    case = of(client)
    [manager] = participations.people(case.id)
    _consent, other = by_consent(case.id, manager)
    withdraw_consent(case.id, manager)
    return {"case_id": case.id, "person_id": other.id}


def by_consent(case_id: str, manager: CouncilPerson) -> tuple[str, CouncilPerson]:
    """Let a person of another body read the basics by consent; return the consent's id and them."""
    other, actor = person("鳥取市"), viewer_of(manager)
    values = cases.filled(RecordKind.CONSENT) | {
        "recipients": [other.body_id],
        "expires_on": None,
        "withdrawn_on": None,
    }
    consent = case_records.add(actor, case_id, RecordKind.CONSENT, values)
    terms = Terms(PassingOnBasis.CONSENT, "見守り", source_id=consent.id, within_consent=True)
    grants = {Section.COURSE: Level.READ, Section.PLAN: Level.WRITE}
    passing_on.pass_on(actor, case_id, other.id, grants, terms)
    return consent.id, other


def withdraw_consent(case_id: str, manager: CouncilPerson) -> None:
    """Record that the case's consent was withdrawn today."""
    [consent] = case_records.of_kind(case_id, RecordKind.CONSENT)
    values = case_records.content(consent) | {"withdrawn_on": clock.today().isoformat()}
    case_records.change(viewer_of(manager), consent.id, values, version=consent.version)
