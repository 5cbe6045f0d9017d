"""What a second officer does with a proposed merge, or with its undoing."""

from flask import redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services.merging import proposals
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import View, redirect_with_success, run_or_flash
from app.views.common.form_actions import run_for_form
from app.views.forms.common.returning import ReturnForm
from app.views.merging.merges import compared, one_merge


class MergeProposalView(View):
    """`/merges/proposals/<pk>`; pk: the ids of two records, or the id of a merge to undo."""

    route_base = "/merges/proposals"
    default_view = "show"

    @expose("/<pk>")
    @has_access
    @permission_name("merge")
    def show(self, pk: str) -> Response:
        return redirect(page_of(pk), 303)

    @expose("/<pk>/release", methods=("POST",))
    @has_access
    @permission_name("merge")
    @recently_authenticated
    def release(self, pk: str) -> Response:
        undone = proposals.kind_of(pk) == proposals.UNDO
        if not run_or_flash(proposals.release, pk):
            return redirect(page_of(pk), 303)
        if undone:
            return redirect_with_success(_("The merge has been undone."), page_of(pk))
        url = url_for("OrganisationView.show", pk=proposals.pair_of(pk).kept_id)
        return redirect_with_success(_("The two records have been merged."), url)

    @expose("/<pk>/send-back", methods=("POST",))
    @has_access
    @permission_name("merge")
    def send_back(self, pk: str) -> Response:
        undoing = proposals.kind_of(pk) == proposals.UNDO
        form = ReturnForm()
        if form.validate() and run_for_form(form, proposals.send_back, pk, form.reason.data):
            return redirect_with_success(_("Sent back."), page_of(pk))
        if undoing:
            return one_merge(int(pk), form, 422)
        return compared(*proposals.pair_of(pk), status=422, returned=form)

    @expose("/<pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("merge")
    def take_back(self, pk: str) -> Response:
        url = page_of(pk)
        if run_or_flash(proposals.take_back, pk):
            return redirect_with_success(_("The proposal has been taken back."), url)
        return redirect(url, 303)


def page_of(pk: str) -> str:
    """Return the URL of the page on which the proposal is shown."""
    if proposals.kind_of(pk) == proposals.UNDO:
        return url_for("MergeView.show", pk=int(pk))
    kept_id, merged_id = proposals.pair_of(pk)
    return url_for("MergeView.compare", kept=kept_id, merged=merged_id)
