"""Minutes of a meeting: written by the secretariat, read by executive members once confirmed."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.documents.meeting import minutes as paper
from app.models.meeting.minutes import Minutes
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.minutes import MinutesState
from app.services.common import approvals
from app.services.meeting import bulk, meetings, minutes, public_text, results
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.files import pdf
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.minutes import ConfirmForm, MinutesForm
from app.views.meeting.bulk import send


class MinutesView(View):
    """`/meetings/<pk>/minutes`."""

    route_base = "/meetings"
    default_view = "show"

    @expose("/<int:pk>/minutes")
    @has_access
    def show(self, pk: int) -> Response:
        found = minutes.of_meeting(viewer(), pk)
        meeting = meetings.one(viewer(), pk) if found is None else found.meeting
        return page(pk, found, None if found is None else editor(found), meeting=meeting)

    @expose("/<int:pk>/minutes.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, pk: int) -> Response:
        found = minutes.one(viewer(), pk)
        return pdf(set_paper(found, found.text), f"minutes-{pk}")

    @expose("/<int:pk>/minutes", methods=("POST",))
    @has_access
    @permission_name("write")
    def save(self, pk: int) -> Response:
        found, form = minutes.one(viewer(), pk), MinutesForm()
        if not form.validate():
            return page(pk, found, form, meeting=found.meeting)
        values = {
            "text": form.text.data,
            "public_text": form.public_text.data,
            "seen": form.seen.data,
            "remask": "remask" in request.form,
        }
        verb = form.since_opened(minutes.revise, lambda: minutes.locked(pk))
        if run_for_form(form, verb, pk, **values):
            return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        found = minutes.one(viewer(), pk)
        if form.changed:
            form.seen.data = minutes.stamp(found)
        return page(pk, found, form, meeting=found.meeting, refused=True)

    @expose("/<int:pk>/minutes/draft", methods=("POST",))
    @has_access
    @permission_name("write")
    def draft(self, pk: int) -> Response:
        return answer(
            run_or_flash(minutes.draft, pk),
            _("The draft minutes have been created from the record."),
            pk,
        )

    @expose("/<int:pk>/minutes/confirm", methods=("POST",))
    @has_access
    @permission_name("write")
    def confirm(self, pk: int) -> Response:
        form = ConfirmForm()
        seen, looked = form.seen.data or "", bool(form.looked.data)
        went = run_or_flash(minutes.confirm, pk, seen=seen, looked=looked)
        return answer(went, _("The minutes have been confirmed and published."), pk)

    @expose("/<int:pk>/results", methods=("POST",))
    @has_access
    @permission_name("write")
    def tell(self, pk: int) -> Response:
        return send(pk, "results", url_for(".show", pk=pk))


def editor(found: Minutes) -> MinutesForm:
    """Return the form with the current texts."""
    return MinutesForm(
        formdata=None,
        text=found.text,
        public_text=found.public_text,
        seen=minutes.stamp(found),
    )


def confirm_form(found: Minutes) -> ConfirmForm:
    """Return the form that confirms the current texts."""
    return ConfirmForm(formdata=None, seen=minutes.stamp(found))


def page(
    pk: int,
    found: Minutes | None,
    form: MinutesForm | None,
    *,
    meeting: object,
    refused: bool = False,
) -> Response:
    """Return the page of the minutes; status 422 for a form in error, 409 for a stale one."""
    is_draft = found is not None and found.state is MinutesState.DRAFT
    content = render_template(
        "meeting/minutes/show.html",
        meeting=meeting,
        minutes=found,
        form=form,
        may_write=viewer().is_staff,
        is_over=getattr(meeting, "state", None) is MeetingState.CLOSED,
        is_draft=is_draft,
        confirm_form=confirm_form(found) if found is not None else None,
        places=public_text.masked_places(found.text, found.public_text)
        if found is not None and is_draft
        else [],
        names=minutes.names_left(found) if found is not None and is_draft else [],
        told=results.sent_count(pk) if viewer().is_staff else 0,
        sending=approvals.pending(bulk.RESULTS, pk) if viewer().is_staff else None,
        own_id=viewer().account_id,
    )
    if refused:
        return make_response(content, 409)
    return make_response(content, 422 if form is not None and form.errors else 200)


def set_paper(found: Minutes, text: str) -> bytes:
    """Return one of the texts as PDF, dated by its confirmation, else by its last change."""
    day = clock.local(found.confirmed_at or found.edited_at).date()
    return paper.pdf(text, dated=day, is_draft=found.state is MinutesState.DRAFT)


def answer(went: bool, words: str, pk: int) -> Response:
    """Redirect to the page, with a message on success."""
    back = url_for("MinutesView.show", pk=pk)
    return redirect_with_success(words, back) if went else redirect(back, 303)
