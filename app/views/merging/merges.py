"""Duplicate records: search, comparison, merge, and its undoing."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.rules.membership.profile_changes import name_of
from app.services.common import approvals
from app.services.membership import profile_texts
from app.services.merging import merges, proposals
from app.services.merging import preview as merge_preview
from app.services.merging import undo as merge_undo
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.labels import label
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.common.returning import ReturnForm
from app.views.forms.merging.merges import MergeForm


class MergeView(View):
    """`/merges`."""

    route_base = "/merges"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        text = request.args.get("q", "").replace("\0", "")[:100]
        number = page_number()
        found, total = merges.page(viewer(), number)
        records = merge_preview.find(viewer(), text)
        return render_template(
            "merging/merges/list.html",
            text=text,
            records=records,
            former=merge_preview.former_names(viewer(), records),
            suspects=merge_preview.suspects(viewer()),
            merges=found,
            obstacle=merge_undo.obstacle,
            total=total,
            number=number,
        )

    @expose("/compare")
    @has_access
    @permission_name("show")
    def compare(self) -> Response:
        kept_id, merged_id = asked("kept"), asked("merged")
        if kept_id == merged_id or not (kept_id and merged_id):
            return redirect(url_for(".list"), 303)
        proposal = proposals.last(kept_id, merged_id)
        if proposal is not None and proposal.open_key and proposal.arguments["kept"] == merged_id:
            return redirect(url_for(".compare", kept=merged_id, merged=kept_id), 303)
        return compared(kept_id, merged_id)

    @expose("/<int:kept_id>/<int:merged_id>", methods=("POST",))
    @has_access
    def merge(self, kept_id: int, merged_id: int) -> Response:
        shown = merge_preview.preview(viewer(), kept_id, merged_id)
        form = MergeForm()
        form.offer([each.key for each in shown.differences])
        if form.validate() and run_or_flash(
            proposals.propose, kept_id, merged_id, take=form.take.data, seen=form.seen.data
        ):
            url = url_for(".compare", kept=kept_id, merged=merged_id)
            return redirect_with_success(_("Proposed. Another officer has to release it."), url)
        return compared(kept_id, merged_id, form, 422)

    @expose("/<int:pk>/undo", methods=("POST",))
    @has_access
    @permission_name("merge")
    def undo(self, pk: int) -> Response:
        if run_or_flash(proposals.propose_undo, pk):
            words = _("Proposed. Another officer has to release it.")
            return redirect_with_success(words, url_for(".show", pk=pk))
        return redirect(url_for(".list"), 303)

    @expose("/<int:pk>")
    @has_access
    @permission_name("show")
    def show(self, pk: int) -> Response:
        return one_merge(pk, ReturnForm(formdata=None))


def asked(name: str) -> int:
    """Return a record's id from the query string, 0 if absent. Raises 400 if it is not a number."""
    value = request.args.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        abort(400)
    return int(value)


def compared(
    kept_id: int,
    merged_id: int,
    form: MergeForm | None = None,
    status: int = 200,
    *,
    returned: ReturnForm | None = None,
) -> Response:
    """Return the page of the two records side by side, with what is proposed.

    returned: the form of sending the proposal back, where it is to be corrected.
    """
    proposal = proposals.last(kept_id, merged_id)
    pending = proposal if proposal is not None and proposal.open_key else None
    shown = merge_preview.preview(viewer(), kept_id, merged_id)
    form = form or MergeForm(formdata=None)
    form.seen.data = shown.stamp
    texts = profile_texts.load(label)
    page = render_template(
        "merging/merges/compare.html",
        shown=shown,
        form=form,
        name_of=name_of,
        words=texts.value,
        taken=pending.arguments["take"] if pending else form.take.data or [],
        proposal=proposal,
        pending=pending,
        stale=pending is not None and pending.arguments["seen"] != shown.stamp,
        subject=proposals.subject(kept_id, merged_id),
        own_id=viewer().account_id,
        return_form=returned or ReturnForm(formdata=None),
    )
    return make_response(page, status)


def one_merge(pk: int, form: ReturnForm, status: int = 200) -> Response:
    """Return the page of a merge, with the proposal to undo it."""
    row = merges.one(viewer(), pk)
    page = render_template(
        "merging/merges/show.html",
        merge=row,
        obstacle=merge_undo.obstacle(row),
        proposal=approvals.last(proposals.UNDO, pk),
        own_id=viewer().account_id,
        return_form=form,
    )
    return make_response(page, status)
