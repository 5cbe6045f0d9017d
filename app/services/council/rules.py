"""The council's own rules (法第19条): adopted by the council, entered by the secretariat."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.regulations.regulation import Regulation
from app.rules.common import articles
from app.rules.council.coordination import provision
from app.security.viewer import Role, Viewer
from app.services.council import councils
from app.services.regulations import enactments, regulations

SLUG = "council-rules"


def latest() -> Regulation | None:
    """Return the latest version, in force or not yet; None before the first."""
    return db.session.scalars(
        select(Regulation)
        .where(Regulation.slug == SLUG)
        .order_by(Regulation.in_force_from.desc())
        .limit(1)
    ).one_or_none()


def coordination() -> str:
    """Return the article of the rules in force today that provides for coordination; "" for none."""
    for text in regulations.in_force(SLUG):
        if label := provision(text.text):
            return f"{text.title}{label}"
    return ""


def enter(actor: Viewer, text: Mapping[str, Any], in_force_from: date, *, basis: str) -> Regulation:
    """Enter a version of the rules adopted by the council; earlier versions stay unchanged.

    basis: the council's decision. Raises RuleViolation without it, for a day before the
    council, and where a version begins on that day or later.
    """
    actor.require(Role.SECRETARIAT)
    council = councils.locked()
    if not basis.strip():
        raise RuleViolation(
            articles.COUNCIL_RULES, "協議会がいつ、どのように定めたかを入力してください。"
        )
    if in_force_from < council.established_on:
        raise RuleViolation(
            articles.COUNCIL_RULES, "施行日には、協議会の設置の日より後の日を入力してください。"
        )
    too_early = enactments.fault(SLUG, in_force_from)
    if too_early:
        raise RuleViolation(articles.COUNCIL_RULES, too_early)
    return enactments.enact(actor, SLUG, text, in_force_from, basis=basis.strip())
