"""The regional council's public notice (公示), readable by all, published by the secretariat."""

from collections.abc import Sequence
from dataclasses import replace

from flask import make_response, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.common import decision_request
from app.documents.council import public_notice
from app.security.viewer import Role
from app.services.council import councils, notice_decision, public_notices
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.forms.council.public_notices import PublishForm


class PublicNoticeView(View):
    """`/council/notice`."""

    route_base = "/council"
    default_view = "show"

    @expose("/notice")
    @has_access
    def show(self) -> str:
        notices = public_notices.every()
        return render_template(
            "council/notice.html",
            notices=notices,
            items=public_notices.as_published(notices[0]) if notices else None,
            mismatch=self._mismatch(),
        )

    def _mismatch(self) -> Sequence[str]:
        """Return the differences between notice and council, for the secretariat only."""
        is_theirs = viewer().has(Role.SECRETARIAT)
        return public_notices.mismatch(councils.present()) if is_theirs else ()

    @expose("/notice/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        found = public_notices.one(pk)
        return pdf(found.document, f"council-notice-{pk}")

    @expose("/notice/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        council = councils.required()
        draft = public_notices.draft(viewer())
        form = PublishForm(
            data={
                "published_on": clock.today(),
                "issuer": draft.issuer,
                "seen": public_notices.stamp(draft.items),
            }
        )
        if form.validate_on_submit():
            values = {"number": form.number.data, "published_on": form.published_on.data}
            values |= {"issuer": form.issuer.data, "seen": form.seen.data or ""}
            values |= {
                "outside_number": form.outside_number.data or "",
                "outside_on": form.outside_on.data,
            }
            if run_for_form(form, notice_decision.publish, **values):
                return redirect_with_success(
                    _("The public notice has been published."), url_for(".show")
                )
        page = render_template(
            "council/new_notice.html",
            form=form,
            items=draft.items,
            opening=public_notice.opening(draft.replaces),
            mismatch=public_notices.mismatch(council),
        )
        return make_response(page, 422 if form.errors else 200)

    @expose("/notice/request.pdf")
    @has_access
    @permission_name("handle")
    def request_paper(self) -> Response:
        asked, drafting = notice_decision.asked(viewer())
        return pdf(decision_request.pdf(asked, drafting), "council-notice-decision-request")

    @expose("/notice/draft.pdf")
    @has_access
    @permission_name("handle")
    def draft(self) -> Response:
        paper = public_notices.draft(viewer())
        made = public_notice.pdf(replace(paper, number="鳥取県告示第　　号", is_draft=True))
        return pdf(made, "council-notice-draft")
