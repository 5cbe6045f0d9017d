"""The record of a passing-on (法第18条): its basis, recipient, content and purpose."""

from dataclasses import asdict

from app import clock
from app.extensions import db
from app.models.cases.case import PassingOn
from app.rules.cases.access import PassingOnBasis
from app.rules.cases.passing_on import Terms
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases.participations import Grants
from app.services.common import audit


def write(
    actor: Viewer,
    case_id: str,
    person_id: int,
    grants: Grants,
    terms: Terms,
    *,
    passed_by_id: int,
) -> PassingOn:
    """Record a passing-on. grants: access granted; empty where information was only told."""
    by_consent = terms.basis is PassingOnBasis.CONSENT
    passed = PassingOn(
        case_id=case_id,
        basis=terms.basis,
        recipient_id=person_id,
        consent_id=terms.source_id if by_consent else None,
        passed_at=clock.now(),
        passed_by_id=passed_by_id,
    )
    sections = {section.value: level.value for section, level in grants.items()}
    vault.seal(passed, "content", asdict(terms) | {"sections": sections})
    db.session.add(passed)
    db.session.flush()
    audit.record(
        actor, "case.pass_on", CASE_SUBJECT, case_id, person=person_id, basis=terms.basis.value
    )
    return passed
