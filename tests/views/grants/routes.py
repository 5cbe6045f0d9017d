"""The routes of this wing, written by hand: which role is answered, and with which object."""

from typing import Any

from app.extensions import db
from app.models.grants.grant import GrantPayment
from app.models.membership.organisation import Organisation
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import Payment
from app.rules.membership.membership import ReceivedBy
from app.services.grants import decisions, papers
from tests.support import grants as made
from tests.support.client import Examples

REGISTERS = """
grant-calls       P G E C S A   - - - - S -
"""
ROUTES = """
GET   /grant-calls/<pk>/apply                       - G E - - -
POST  /grant-calls/<pk>/apply                       - G E - - -
GET   /grant-calls/<pk>/try                         - G E - - -
POST  /grant-calls/<pk>/try                         - G E - - -
GET   /grant-calls/<pk>/on-behalf                   - - - - S -
POST  /grant-calls/<pk>/on-behalf                   - - - - S -
GET   /my-grants/                                   - G E - - -
GET   /grants/                                      - - - - S -
GET   /grants/payments                              - - - - S -
POST  /grants/payments                              - - - - S -
POST  /grants/payments.xlsx                         - - - - S -
GET   /grants/<int:pk>                              - G E - S -
POST  /grants/<int:pk>/propose/<act>                - - - - S -
POST  /grants/<int:pk>/release/<act>                - - - - S -
POST  /grants/<int:pk>/send-back/<act>              - - - - S -
POST  /grants/<int:pk>/drop/<act>                   - - - - S -
POST  /grants/<int:pk>/return                       - - - - S -
POST  /grants/<int:pk>/inspection                   - - - - S -
POST  /grants/<int:pk>/repaid                       - - - - S -
GET   /grants/<int:pk>/papers/<kind>/edit           - G E - S -
POST  /grants/<int:pk>/papers/<kind>/edit           - G E - S -
POST  /grants/<int:pk>/do/<verb>                    - G E - S -
GET   /grants/<int:pk>/withdraw                     - G E - S -
POST  /grants/<int:pk>/withdraw                     - G E - S -
GET   /grants/<int:pk>/claim                        - G E - S -
POST  /grants/<int:pk>/claim                        - G E - S -
GET   /grants/<int:pk>/papers/<int:paper_id>.pdf    - G E - S -
GET   /grants/<int:pk>/claims/<int:payment_id>.pdf  - G E - S -
GET   /grants/<int:pk>/files/<file_id>              - G E - S -
"""


def body_of(client: Any) -> Organisation | None:
    """Return the client's organisation, if it has one."""
    return db.session.get(Organisation, client.organisation_id or 0)


def _entered(client: Any, case: made.Case) -> made.Case:
    """Let the grant be one on paper where the client is nobody of a body: the secretariat enters it."""
    if client.organisation_id is None:
        case.grant.received_by = ReceivedBy.PAPER
    return case


def _written(client: Any) -> made.Case:
    return _entered(client, made.begun(organisation=body_of(client)))


def _advance(client: Any) -> made.Case:
    call = made.call(payment=Payment.ADVANCE)
    return _entered(client, made.decided(call, organisation=body_of(client)))


def _reported(client: Any) -> dict[str, Any]:
    case = made.decided(organisation=body_of(client))
    case.report()
    return {"pk": case.id}


def _proposed(client: Any) -> dict[str, Any]:
    case = made.submitted(organisation=body_of(client))
    decisions.propose(case.officers[0], case.id, GrantAct.OFFER)
    return {"pk": case.id, "act": "offer"}


def _claimed(client: Any) -> dict[str, Any]:
    case = _advance(client)
    case.claim(1000)
    found = db.session.query(GrantPayment).order_by(GrantPayment.id.desc()).first()
    return {"pk": case.id, "payment_id": found.id}


def _paper(client: Any) -> dict[str, Any]:
    case = made.submitted(organisation=body_of(client))
    return {"pk": case.id, "paper_id": papers.of(case.grant)[0].id}


def _file(client: Any) -> dict[str, Any]:
    case = _written(client)
    return {"pk": case.id, "file_id": next(iter(papers.files(case.grant)))}


def _submitted(client: Any) -> dict[str, Any]:
    return {"pk": made.submitted(organisation=body_of(client)).id}


EXAMPLES: Examples = {
    **dict.fromkeys(
        (f"/grant-calls/<pk>/{part}" for part in ("apply", "try", "on-behalf")),
        lambda client: {"pk": made.call().public_id},
    ),
    **dict.fromkeys(
        (f"/grants/<int:pk>/{part}/<act>" for part in ("release", "send-back", "drop")), _proposed
    ),
    "/grants/<int:pk>": lambda client: {"pk": _written(client).id},
    "/grants/<int:pk>/propose/<act>": lambda client: {**_submitted(client), "act": "offer"},
    "/grants/<int:pk>/return": _submitted,
    "/grants/<int:pk>/inspection": _reported,
    "/grants/<int:pk>/repaid": _submitted,
    "/grants/<int:pk>/papers/<kind>/edit": lambda client: {
        "pk": _written(client).id,
        "kind": "application",
    },
    "/grants/<int:pk>/do/<verb>": lambda client: {
        "pk": _written(client).id,
        "verb": "ask" if client.organisation_id else "receive",
    },
    "/grants/<int:pk>/withdraw": lambda client: {"pk": _written(client).id},
    "/grants/<int:pk>/claim": lambda client: {"pk": _advance(client).id},
    "/grants/<int:pk>/papers/<int:paper_id>.pdf": _paper,
    "/grants/<int:pk>/claims/<int:payment_id>.pdf": _claimed,
    "/grants/<int:pk>/files/<file_id>": _file,
}
