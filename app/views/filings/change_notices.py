"""Change notices (変更届): the secretariat's queue, each notice, and the decision on it."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.models.filings.change_notice import ChangeNotice
from app.rules.states.filings.member import ChangeNoticeState
from app.services.filings import change_decisions, change_notices, member_papers
from app.services.membership import memberships, profile_texts
from app.services.roster import organisations
from app.views.common.base import redirect_with_success, run, viewer, with_article
from app.views.common.labels import label
from app.views.common.listing import listing
from app.views.filings.filing import PrintedFilingView
from app.views.forms.filings.change_notice import DecisionForm, PaperChangeForm, fill_from
from app.views.membership.profiles import item_label


class ChangeNoticeView(PrintedFilingView):
    """`/change-notices`."""

    route_base = "/change-notices"
    default_view = "list"
    kind = change_notices.KIND
    templates = "filings/change_notices"

    def paper(self, filed: Any) -> bytes:
        """Return the notice as PDF."""
        return member_papers.change_notice_pdf(filed)

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        return self.list_by_state(change_notices.page, ChangeNoticeState)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        notice = change_notices.one(viewer(), pk)
        form = DecisionForm()
        form.offer(notice)
        form.lines.data = [line.id for line in notice.lines]
        return page(notice, form)

    @expose("/<int:pk>/decide", methods=("POST",))
    @has_access
    def decide(self, pk: int) -> Response:
        form = DecisionForm()
        form.offer(change_notices.one(viewer(), pk))
        code = 422
        if form.validate():
            try:
                return self._decide(pk, form)
            except RuleViolation as refusal:
                flash(with_article(refusal), "danger")
            except StaleState as stale:
                flash(stale.message, "warning")
                code = 409
        return make_response(page(change_notices.one(viewer(), pk), form), code)

    def _decide(self, pk: int, form: DecisionForm) -> Response:
        url, note = url_for(".list"), form.note.data or ""
        if request.form.get("decision") == "return":
            run(change_decisions.send_back, pk, note)
            return redirect_with_success(_("The change notice has been returned."), url)
        run(
            change_decisions.accept,
            pk,
            lines=form.chosen,
            seen=form.seen.data or "",
            note=note,
        )
        return redirect_with_success(_("The selected items have been applied to the roster."), url)

    @expose("/enter/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    def enter(self, organisation_id: int) -> Response:
        organisation = organisations.one(viewer(), organisation_id)
        form = fill_from(PaperChangeForm, organisation)
        done = _("The change notice has been entered. Process it below.")
        verb = form.since_opened(
            change_notices.enter,
            lambda: form.data_of(memberships.locked(organisation_id).profile()),
        )
        return self.file(form, verb, organisation_id, done=done) or self.form_page(
            "enter", form, organisation=organisations.one(viewer(), organisation_id)
        )


def page(notice: ChangeNotice, form: DecisionForm) -> str:
    """Return the page of a notice. The stamp always matches the page's content."""
    texts = profile_texts.load(label)
    form.seen.data = change_decisions.stamp(notice)
    compared = [
        (
            row.line,
            item_label(row.line.field),
            texts.value(row.line.field, row.line.old_value),
            texts.value(row.line.field, row.line.new_value),
            texts.value(row.line.field, row.current) if row.is_stale else None,
        )
        for row in change_decisions.compare(notice)
    ]
    return render_template(
        "filings/change_notices/show.html",
        filing=notice,
        form=form,
        compared=compared,
        is_open=notice.state is ChangeNoticeState.SUBMITTED,
        is_staff=viewer().is_staff,
    )
