"""My organisation: its entry as others see it, filed documents, letters, and pending tasks."""

from flask import abort, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.documents.common import letter as official
from app.models.filings.change_notice import ChangeNotice
from app.models.membership.organisation import Organisation
from app.rules.membership.profile_fields import REQUIRED_FIELDS
from app.rules.membership.roster import Tier, visible
from app.rules.states.filings.member import ChangeNoticeState
from app.services.common import rows
from app.services.filings import change_notices, hearings, my_organisation, withdrawals
from app.services.membership import recipients
from app.services.post.attachments import are_taken
from app.views.common.base import View, redirect_with_success, run, viewer
from app.views.common.files import pdf
from app.views.common.formats import day
from app.views.filings.filed_documents import filed_documents
from app.views.membership.profiles import item_label, visible_sections

SHOWN_LETTERS = 5


class MyOrganisationView(View):
    """`/my-organisation`."""

    route_base = "/my-organisation"

    @expose("/")
    @has_access
    def index(self) -> str:
        organisation = my_organisation.entry(viewer())
        asked = request.args.get("as", Tier.PUBLIC.value)
        tier = Tier(asked) if asked in set(Tier) else Tier.PUBLIC
        profile = organisation.profile()
        return render_template(
            "filings/my_organisation/index.html",
            organisation=organisation,
            membership=next(row for row in organisation.memberships if row.ended_on is None),
            tier=tier,
            tiers=Tier,
            sections=visible_sections(visible(profile, tier)),
            due=due(organisation),
            leaving=withdrawals.waiting(organisation.id),
            papers=filed_documents(organisation.id),
            letters=my_organisation.letters(viewer(), SHOWN_LETTERS),
            takes_files=are_taken(organisation, recipients.address_of(organisation)),
        )

    @expose("/attachments", methods=("POST",))
    @has_access
    @permission_name("index")
    def attachments(self) -> Response:
        take = request.form.get("take") == "yes"
        run(my_organisation.take_attachments, take)
        words = (
            _("Letters by e-mail now carry files.")
            if take
            else _("Letters by e-mail now carry no files.")
        )
        return redirect_with_success(words, url_for(".index"))

    @expose("/letters")
    @has_access
    @permission_name("index")
    def letters(self) -> str:
        return render_template(
            "filings/my_organisation/letters.html", letters=my_organisation.letters(viewer())
        )

    @expose("/letters/<int:pk>")
    @has_access
    @permission_name("index")
    def letter(self, pk: int) -> str:
        return render_template(
            "filings/my_organisation/letter.html", letter=my_organisation.letter(viewer(), pk)
        )

    @expose("/letters/<int:pk>.pdf")
    @has_access
    @permission_name("index")
    def letter_pdf(self, pk: int) -> Response:
        stored = my_organisation.letter(viewer(), pk).letter
        if stored is None:
            abort(404)
        return pdf(official.pdf(official.from_json(stored)), f"letter-{pk}")


def due(organisation: Organisation) -> list[tuple[str, str, str]]:
    """Return the member's pending tasks as (text, URL, note), most urgent first."""
    found = [
        (
            _("Submit a statement (expulsion proceedings)"),
            url_for("HearingView.show", pk=file.id),
            _("Until %(day)s", day=day(file.hearing_until)) if file.hearing_until else "",
        )
        for file in hearings.open_hearings(viewer())
    ]
    papers = rows.of_organisation(ChangeNotice, organisation.id)
    latest = papers[0] if papers else None
    if latest is not None and latest.state is ChangeNoticeState.RETURNED:
        url = url_for("ChangeNoticeView.show", pk=latest.id)
        found.append((_("Correct the returned change notice"), url, latest.decision_note))
    if recipients.is_gone(organisation):
        note = organisation.business_contact_name
        found.append((_("Name another contact person"), url_for("ChangeFilingView.form"), note))
    missing = [item_label(field) for field in REQUIRED_FIELDS if not getattr(organisation, field)]
    if missing and change_notices.open_notice(organisation.id) is None:
        note = _("Missing: %(fields)s", fields="、".join(missing))
        url = url_for("ChangeFilingView.form")
        found.append((_("Complete your roster entry"), url, note))
    return found
