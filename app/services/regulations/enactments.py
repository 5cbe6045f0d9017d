"""Entry into force of a text (規約第14条): by resolution (規約第9条第1号) or minor amendment (要領第6条)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.regulations.regulation import Regulation
from app.rules.common import articles
from app.security.viewer import Role, Viewer
from app.services.common import audit

GUIDELINE = "guideline"


def fault(slug: str, in_force_from: date) -> str:
    """Return why a version of the text cannot enter into force on that day; "" when it can."""
    latest = db.session.scalar(
        select(func.max(Regulation.in_force_from)).where(Regulation.slug == slug)
    )
    if latest is None or latest < in_force_from:
        return ""
    return f"{latest:%Y-%m-%d}から施行の版がすでにあります。それより後の施行日にしてください。"


def enact(
    actor: Viewer, slug: str, text: Mapping[str, Any], in_force_from: date, *, basis: str
) -> Regulation:
    """Put a new version of a text in force from a day; the previous one ends then and is kept.

    Raises RuleViolation where a version already begins on that day or later.
    """
    versions = db.session.scalars(
        select(Regulation)
        .where(Regulation.slug == slug)
        .order_by(Regulation.in_force_from)
        .with_for_update()
    ).all()
    too_early = fault(slug, in_force_from)
    if too_early:
        raise RuleViolation(articles.POWER_REGULATIONS, too_early)
    if versions:
        versions[-1].in_force_until = in_force_from
    regulation = Regulation(
        slug=slug,
        title=text["title"],
        version=in_force_from.isoformat(),
        in_force_from=in_force_from,
        text=dict(text) | {"in_force_from": in_force_from.isoformat()},
        basis=basis,
    )
    db.session.add(regulation)
    db.session.flush()
    audit.record(
        actor, "regulation.enact", "regulation", slug, version=regulation.version, basis=basis
    )
    return regulation


def amend_slightly(
    actor: Viewer, text: Mapping[str, Any], in_force_from: date, *, reason: str
) -> Regulation:
    """Enact a minor amendment of the guideline: without a resolution, but with a reason.

    Raises RuleViolation without a reason (要領第6条), and for a day that is past.
    """
    actor.require(Role.SECRETARIAT)
    if not reason.strip():
        raise RuleViolation(articles.AMENDMENT, "軽微な改正である理由を入力してください。")
    if in_force_from < clock.today():
        raise RuleViolation(articles.AMENDMENT, "施行日は、今日以後の日を入力してください。")
    basis = f"軽微な改正：{reason.strip()}"[:300]
    return enact(actor, GUIDELINE, text, in_force_from, basis=basis)
