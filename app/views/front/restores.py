"""What followed a restore of the database: looked through and confirmed by a person."""

from flask import redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.services.front import restores
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer

RIGHTS = {
    "account.disabled": _l("Accounts that were disabled"),
    "account.last_day": _l("Accounts with an earlier last day of use"),
    "account.roles": _l("Accounts that had lost a role"),
    "account.password": _l("Accounts whose password had changed: to be set by mail"),
    "account.second_factor": _l(
        "Accounts whose second factor had changed: password by mail, then a new second factor"
    ),
    "account.address": _l(
        "Accounts whose mail address had changed: disabled until you enable them"
    ),
    "account.organisation": _l("Accounts that had left their organisation"),
    "organisation.membership": _l(
        "Organisations that were no longer members: record their leaving again; their accounts are disabled"
    ),
    "api_key.revoked": _l("Keys of the open API that were revoked"),
    "meeting.proxy": _l("Proxies that had ended"),
    "council_person.term": _l("Terms on the council that had ended"),
    "council_person.coordinator": _l("Coordinators whose naming had ended"),
    "constituent_body.end": _l("Constituent bodies that had left"),
    "case.access": _l("Access to cases that had ended (number)"),
    "case.consent": _l("Consents in cases that were withdrawn (number)"),
    "case.offer": _l("Offers in cases that were withdrawn (number)"),
    "case.attachment": _l("Documents in cases that were struck out (number)"),
    "supporter.end": _l("Supporters who had ended: their personal data are deleted again"),
    "supporter.link": _l("Personal links of supporters that had been made void"),
    "digest_wish.link": _l("Links to preferences that had been made void"),
    "calendar_address.link": _l("Addresses of the calendar that had been made void"),
    "letter.stopped": _l("Letters that their recipient had stopped (number)"),
    "letter": _l("Letters sent since: written again, they wait for your decision (number)"),
}
"""Kind of right (services/<wing>/revocations.py) → its label."""


class RestoreView(View):
    """データベースの復元."""

    route_base = "/restores"

    @expose("/")
    @has_access
    def index(self) -> str:
        return render_template(
            "front/restores.html", restores=restores.all_of(viewer()), rights=RIGHTS
        )

    @expose("/confirm/<int:pk>", methods=("POST",))
    @has_access
    @permission_name("index")
    def confirm(self, pk: int) -> Response:
        here = url_for("RestoreView.index")
        if run_or_flash(restores.confirm, pk):
            return redirect_with_success(_("The restore has been confirmed."), here)
        return redirect(here, 303)
