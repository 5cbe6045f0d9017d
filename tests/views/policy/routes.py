"""The routes of this wing, written by hand: which role is answered, and with which object."""

from datetime import date
from typing import Any

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.policy.plan import PlanActivity
from app.models.policy.proposal import Proposal, ProposalAuthor
from app.models.policy.support_offer import SupportOffer
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import Standing
from tests import factories
from tests.support.client import Examples
from tests.support.register_samples import entry

REGISTERS = """
programmes          P G E C S A   - - - - S -
programme-years     P G E C S A   - - - - S -
advisory-members    P G E C S A   - - - - S -
advisory-sessions   P G E C S A   - - - - S -
advisory-opinions   P G E C S A   - - - - S -
state-requests      - - - - S -   - - - - S -
library           P G E C S A   - - - - S -
municipalities    P G E C S A   - - - - S -
support-offers    P G E C S A   - G E - S -
proposals         P G E C S A   - - E - S -
plan-activities   P G E C S A   - - E - S -
"""
ROUTES = """
GET   /programme-years/<pk>/comparison              P G E C S A
GET   /programme-years/<pk>/matching                - - - - S -
POST  /programme-years/<pk>/matching                - - - - S -
GET   /programme-years/<pk>/package.zip             P G E C S A
GET   /programme-years/<pk>/report                  P G E C S A
GET   /programme-years/<pk>/report.pdf              P G E C S A
GET   /advisory-opinions/became                     P G E C S A
GET   /roster/<public_id>/message                   - G E - - -
POST  /roster/<public_id>/message                   - G E - - -
GET   /support-offers/<pk>/answer                   - G E - S -
POST  /support-offers/<pk>/answer                   - G E - S -
GET   /proposals/became                             P G E C S A
GET   /proposals/waiting                            - - - - S -
GET   /proposals/<pk>/authors                       - - E - S -
POST  /proposals/<pk>/authors                       - - E - S -
POST  /proposals/<pk>/authors/<int:organisation_id>/agree    - G E - S -
POST  /proposals/<pk>/authors/<int:organisation_id>/remove   - G E - S -
POST  /proposals/<pk>/steps/<verb>                  - - E - S -
GET   /proposals/<pk>/<any(hand_over,answers,measures):act>   - - - - S -
POST  /proposals/<pk>/<any(hand_over,answers,measures):act>   - - - - S -
GET   /proposals/<pk>/paper.pdf                     P G E C S A
GET   /plan-activities/<pk>/figure                  - - E - S -
POST  /plan-activities/<pk>/figure                  - - E - S -
GET   /plan-activities/years/<int:year>             P G E C S A
GET   /plan-activities/years/<int:year>/paper.pdf   P G E C S A
POST  /plan-activities/years/<int:year>/take        - - - - S -
GET   /plan-activities/years/<int:year>/meeting     - - - - S -
POST  /plan-activities/years/<int:year>/meeting     - - - - S -
"""


def offer_to(client: Any) -> dict[str, str]:
    """Create an offer to the municipality that the client's organisation is, or to any."""
    own = db.session.get(Organisation, client.organisation_id or 0)
    code, name = "312011", "鳥取市"
    if own is not None:
        own.kind, own.municipality_code = OrganisationKind.ADMINISTRATIVE, code
        own.name = name
    return {"pk": entry(SupportOffer, municipality=code).public_id}


def draft_of(client: Any) -> dict[str, Any]:
    """Create a draft of the client's organisation, with an author beside it."""
    own = db.session.get(Organisation, client.organisation_id or 0)
    owner = own if own and own.standing is Standing.EXECUTIVE else None
    joint = client.organisation_id if owner is None else None
    return _draft(owner.id if owner else None, joint)


def draft_with(client: Any) -> dict[str, Any]:
    """Create a draft of which the client's organisation shall be an author, too."""
    return _draft(None, client.organisation_id)


def _draft(owner_id: int | None, joint_id: int | None) -> dict[str, Any]:
    proposal, author = entry(Proposal, owner_id), joint_id or factories.member().id
    db.session.add(ProposalAuthor(proposal_id=proposal.id, organisation_id=author))
    db.session.flush()
    return {"pk": proposal.public_id, "verb": "submit", "organisation_id": author, "act": "answers"}


YEAR_PAGES = ("comparison", "matching", "package.zip", "report", "report.pdf")
PROPOSAL_PAGES = (
    *("authors", "authors/<int:organisation_id>/remove", "steps/<verb>"),
    "<any(hand_over,answers,measures):act>",
)
EXAMPLES: Examples = {
    **dict.fromkeys(
        (f"/programme-years/<pk>/{part}" for part in YEAR_PAGES), lambda client: {"pk": "2024"}
    ),
    "/roster/<public_id>/message": lambda client: {"public_id": factories.member().public_id},
    "/support-offers/<pk>/answer": offer_to,
    **dict.fromkeys((f"/proposals/<pk>/{part}" for part in PROPOSAL_PAGES), draft_of),
    "/proposals/<pk>/authors/<int:organisation_id>/agree": draft_with,
    "/proposals/<pk>/paper.pdf": lambda client: {
        "pk": entry(Proposal, decided_on=date(2026, 11, 2)).public_id
    },
    "/plan-activities/<pk>/figure": lambda client: {
        "pk": entry(PlanActivity, client.organisation_id).public_id
    },
    **dict.fromkeys(
        (
            f"/plan-activities/years/<int:year>{part}"
            for part in ("", "/paper.pdf", "/take", "/meeting")
        ),
        lambda client: {"year": 2026},
    ),
}
