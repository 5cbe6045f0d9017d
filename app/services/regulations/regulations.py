"""The texts in force (規約, 要領, 法), and former versions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.regulations.regulation import Regulation

CONSENTED = ("bylaws", "guideline")
"""Texts to which an applicant consents: 規約 and 要領."""
ALL = (*CONSENTED, "act")
"""From the most specific to the most general."""


def in_force(*slugs: str) -> Sequence[Regulation]:
    """Return the versions in force today, in the order of `slugs`, without texts not in force."""
    today = clock.today()
    found = {
        text.slug: text
        for text in db.session.scalars(
            select(Regulation)
            .where(Regulation.slug.in_(slugs), Regulation.in_force_from <= today)
            .where(or_(Regulation.in_force_until.is_(None), Regulation.in_force_until > today))
            .order_by(Regulation.in_force_from)
        )
    }
    return [found[slug] for slug in slugs if slug in found]


def everything() -> Sequence[Regulation]:
    """Return all texts in force today: by-laws, guideline and Act, then other adopted texts."""
    others = db.session.scalars(
        select(Regulation.slug)
        .where(Regulation.slug.not_in(ALL))
        .distinct()
        .order_by(Regulation.slug)
    )
    return in_force(*ALL, *others)


def versions(slug: str) -> Sequence[Regulation]:
    """Return every version of a text, newest first, without its content."""
    return db.session.scalars(
        select(Regulation)
        .where(Regulation.slug == slug)
        .order_by(Regulation.in_force_from.desc())
        .options(defer(Regulation.text))
    ).all()


def one(slug: str, day: date) -> Regulation:
    """Return the version in force on the day. Raises NotFound where there is none."""
    found = db.session.scalars(
        select(Regulation)
        .where(Regulation.slug == slug, Regulation.in_force_from <= day)
        .order_by(Regulation.in_force_from.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
