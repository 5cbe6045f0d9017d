"""The prefecture's decision on a public notice (公示): what is asked, and what was decided (伺い, 決裁)."""

from datetime import date
from typing import Any

from app import clock
from app.documents.common.decision_request import DecisionRequest, Drafting
from app.documents.council import public_notice
from app.models.council.council import PublicNotice
from app.rules.common import articles
from app.rules.common.era import era_date
from app.security.viewer import Viewer
from app.services.common import approvals, audit, settings
from app.services.council import councils, public_notices


def asked(actor: Viewer) -> tuple[DecisionRequest, Drafting]:
    """Return what is asked about the public notice as of today, and who drafts it."""
    paper = public_notices.draft(actor)
    items = paper.items
    lines = (
        public_notice.opening(paper.replaces),
        "",
        f"設置した旨　{era_date(items.established_on)}に設置した。",
        f"協議会の名称　{items.name}",
        f"調整機関の名称　{items.coordinating_body or public_notice.NONE}",
        "構成機関等の名称",
        *(f"　{name}" for name in items.bodies),
    )
    request = DecisionRequest(
        title="孤独・孤立対策地域協議会の公示について",
        ask="このことについて、別案のとおり公示してよろしいか伺います。",
        reason="\n".join(public_notices.mismatch(councils.present())),
        basis=str(articles.COUNCIL_PUBLIC_NOTICE),
        planned="決裁の後",
        drafts=(("公示", "\n".join(lines)),),
    )
    return request, Drafting(actor.name, clock.today(), settings.value("contact_office"))


def publish(
    actor: Viewer, *, outside_number: str, outside_on: date | None, **values: Any
) -> PublicNotice:
    """Publish the notice, and note number and day of the outside decision, if there are any.

    Raises as `public_notices.publish`, and RuleViolation for only one of both or a future day.
    """
    outside = approvals.checked_decision(outside_number, outside_on)
    notice = public_notices.publish(actor, **values)
    if outside:
        details = {"outside": outside, "outside_before": ["", ""]}
        audit.record(actor, "public_notice.note_outside", "public_notice", notice.id, **details)
    return notice
