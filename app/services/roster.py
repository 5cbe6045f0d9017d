"""The roster (団体名簿; 要領第3条): what each viewer sees of it, today and on any past day."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models.organisation import Organisation
from app.rules.membership import Standing
from app.security.viewer import Viewer


def entries(actor: Viewer) -> Sequence[Organisation]:
    """The organisations on the roster today."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.standing != Standing.FORMER)
        .order_by(Organisation.name_kana, Organisation.id)
    ).all()
