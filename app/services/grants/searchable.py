"""What is found of this wing: grants, by number, call and organisation; a member finds its own."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from app.extensions import db
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.models.membership.organisation import Organisation
from app.rules.common.audience import Audience
from app.services.common.search_entries import Entry, Searchable, is_renamed, newest_first
from app.services.membership.search_follows import of_renamed


def _grant(grant: Grant) -> Iterator[Entry]:
    call = db.session.get_one(GrantCall, grant.call_id)
    organisation = db.session.get_one(Organisation, grant.organisation_id)
    yield Entry(
        grant.id,
        title=f"{call.name} {grant.number}",
        words=(grant.number, call.name, organisation.name, organisation.name_kana),
        note=organisation.name,
        rank=newest_first(grant.begun_at),
        audience=Audience.SECRETARIAT,
        organisation_id=organisation.id,
    )


def _of_call(call: GrantCall) -> Iterable[int]:
    if not is_renamed(call, "name"):
        return ()
    return db.session.scalars(select(Grant.id).where(Grant.call_id == call.id))


SEARCHABLE = (
    Searchable(
        "grant",
        Grant,
        ("number", "call_id", "organisation_id", "begun_at"),
        _grant,
        follows={Organisation: of_renamed(Grant, "name", "name_kana"), GrantCall: _of_call},
    ),
)
