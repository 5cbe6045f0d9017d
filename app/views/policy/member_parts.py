"""What this wing shows on a member's page: who is near, and how to write to it."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from app.rules.membership.past_roster import REPLACED
from app.security.viewer import MEMBERS
from app.services.policy import messages
from app.services.roster.roster import Entry
from app.views.common.base import viewer
from app.views.common.member_page import MemberPart
from app.views.forms.common.fields import activity_fields


def parts(entry: Entry) -> Iterator[MemberPart]:
    """Yield links to those nearby who work on the same, and to a message."""
    code, fields = (entry.profile.get(key) for key in ("municipality_code", "activity_fields"))
    if code and code != REPLACED:
        names = dict(activity_fields())
        near = [(_("Page of the municipality"), url_for("MunicipalityView.show", pk=code))]
        for field in fields if isinstance(fields, list) else ():
            url = url_for("RosterView.list", field=field, municipality=code)
            near.append((_("%(field)s: members here", field=names.get(field, field)), url))
        yield MemberPart(_("Nearby"), near)
    if viewer().has(*MEMBERS) and not messages.is_own(viewer(), entry.public_id):
        url = url_for("MemberMessageView.write", public_id=entry.public_id)
        yield MemberPart(_("Contact"), [(_("Send this member a message"), url)])
