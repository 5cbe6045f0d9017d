"""Intake from outside (外部からの受付): somebody without an account passes a person on.

It reaches the coordinators alone: they take part in the new case by its intake. All of it is the
software's doing, so that neither trail nor outbox says who sent it; the sealed record does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import RuleViolation
from app.extensions import db
from app.models.council.council import CouncilPerson
from app.rules.cases.access import ParticipationBasis, Urgency
from app.rules.cases.fields import SCHEMAS, RecordKind
from app.rules.common import articles
from app.security import guard
from app.security.case_visibility import CASE_SUBJECT
from app.security.identity import is_usable
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import cases, participations, records
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import mail as council_mail
from app.services.council import namings

NOBODY = (
    "今は、この画面から受け取れる担当者がいません。入力した内容は保存していません。"
    "お手数ですが、県の孤独・孤立対策の担当課に電話してください。"
    "命にかかわるとき、急ぐときは、110番か119番に電話してください。"
)
UNKNOWN = "（氏名は分からない）"


@dataclass(frozen=True)
class OutsideIntake:
    """What is told. Of name, place and contact of the person at least one is given."""

    brought_by: str
    found_by: str
    """One of FOUND_BY (rules/cases/fields.py)."""
    reach_sender: str
    worry: str
    wish: str
    urgency: Urgency
    name: str = ""
    place: str = ""
    contact: str = ""


def is_possible() -> bool:
    """Whether a coordinator serves who can read it."""
    return _is_read(namings.named())


def begin(actor: Viewer, intake: OutsideIntake, *, links: Links) -> None:
    """Take in a case for the coordinators, and tell them that there is something to read.

    actor: whoever sends the form; not recorded. Raises RuleViolation where no coordinator serves.
    """
    with guard.acting_as_system(db.session):
        coordinators = namings.named()
        if not _is_read(coordinators):
            raise RuleViolation(articles.COORDINATION, NOBODY)
        case = cases.new(coordinators[0].body_id, intake.urgency)
        db.session.add(case)
        db.session.flush()
        for person in coordinators:
            participations.add(
                SYSTEM, case.id, person.id, cases.EVERYTHING, ParticipationBasis.INTAKE
            )
        audit.record(SYSTEM, "case.begin", CASE_SUBJECT, case.id)
        told = {
            "brought_by": intake.brought_by,
            "found_by": intake.found_by,
            "found_details": f"知らせた人への連絡：{intake.reach_sender}",
            "first_assessment": intake.worry,
            "wish": intake.wish,
        }
        known = {"name": intake.name or UNKNOWN, "address": intake.place, "contact": intake.contact}
        for kind, values in ((RecordKind.INTAKE, told), (RecordKind.PERSON, known)):
            blank = {field.name: None for field in SCHEMAS[kind].fields}
            records.add(SYSTEM, case.id, kind, blank | values)
        council_mail.notify(SYSTEM, coordinators, links)


def _is_read(coordinators: Iterable[CouncilPerson]) -> bool:
    return any(is_usable(person.account) for person in coordinators)
