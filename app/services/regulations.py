"""The texts in force (規約, 要領, 法)."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app import clock
from app.extensions import db
from app.models.regulation import Regulation

CONSENTED = ("bylaws", "guideline")
"""What whoever applies agrees to: 規約 and 要領."""


def in_force(*slugs: str) -> Sequence[Regulation]:
    """The versions in force today, in the order asked for. A text not in force is left out."""
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
