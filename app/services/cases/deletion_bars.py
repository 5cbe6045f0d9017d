"""What keeps a case from being deleted: what it says is still needed, or may be asked for.

*Reading*: the register of incidents names no case, so while an incident is open, each case may be
the one that it is about.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import EmergencyAccess, SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.models.cases.incident import Incident
from app.rules.cases import disclosure
from app.rules.common import articles
from app.security import guard


def conditions() -> dict[str, ColumnElement[bool]]:
    """Return, by what it says to a person, the SQL condition under which it bars SupportCase's row."""
    request = exists().where(DisclosureRequest.case_id == SupportCase.id)
    uncontested = disclosure.last_uncontested(clock.today())
    still_contestable = or_(
        DisclosureRequest.told_on.is_(None), DisclosureRequest.told_on > uncontested
    )
    return {
        "決定していない開示請求があります": request.where(DisclosureRequest.decided_on.is_(None)),
        "開示の決定を通知していないか、通知から3か月（審査請求の期間）が過ぎていません": request.where(
            and_(DisclosureRequest.decided_on.is_not(None), still_contestable)
        ),
        "事後点検をしていない緊急閲覧があります": exists().where(
            EmergencyAccess.case_id == SupportCase.id, EmergencyAccess.reviewed_at.is_(None)
        ),
        "対応が終わっていない漏えい等事案があります": exists().where(Incident.closed_on.is_(None)),
    }


def of(case_id: str) -> list[str]:
    """Return what bars the deletion of the case, in Japanese. The caller has checked the access."""
    bars = conditions()
    columns = [bar.label(f"bar_{number}") for number, bar in enumerate(bars.values())]
    with guard.acting_as_system(db.session):
        row = db.session.execute(select(*columns).where(SupportCase.id == case_id)).one()
    return [words for words, is_barred in zip(bars, row, strict=True) if is_barred]


def check(case_id: str) -> None:
    """Raise RuleViolation while something bars the deletion of the case."""
    if bars := of(case_id):
        raise RuleViolation(
            articles.SECRECY, f"このケースはまだ削除できません。{'、'.join(bars)}。"
        )
