"""Which rows' search entries change with their organisation's name."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.services.common.search_entries import is_renamed


def of_renamed(model: Any, *columns: str) -> Callable[[Organisation], Iterable[int]]:
    """Return what names the rows of an organisation of which one of the columns changes."""

    def ids(organisation: Organisation) -> Iterable[int]:
        if not is_renamed(organisation, *columns):
            return ()
        return db.session.scalars(select(model.id).where(model.organisation_id == organisation.id))

    return ids
