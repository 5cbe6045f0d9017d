"""What registers show on a member's page: the entries that it keeps."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from app.services.registers import owners
from app.services.roster.roster import Entry
from app.views.common.member_page import MemberPart
from app.views.registers.register import RegisterView


def parts(entry: Entry) -> Iterator[MemberPart]:
    """Yield the registers that members keep, each with the member's entries."""
    kept = sorted(
        (view for view in RegisterView.__subclasses__() if view.model.register.owned),
        key=lambda view: view.model.register.key,
    )
    entries = owners.entries_of([view.model for view in kept], entry.public_id)
    for view, found in zip(kept, entries, strict=True):
        show = f"{view.__name__}.show"
        links = [(name, url_for(show, pk=public_id)) for public_id, name in found.entries]
        yield MemberPart(_(view.model.register.english), links)
