"""The agenda, for the secretariat: items, papers, table of old and new text (規約第9条)."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import NotFound
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.regulations.regulation_text import written
from app.services.meeting import (
    agenda_order,
    agendas,
    declared_effects,
    meeting_pages,
    meetings,
    subjects,
)
from app.services.meeting.declared_effects import DeclaredEffect
from app.services.regulations import regulations
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.meeting.agenda import (
    DeclaredForm,
    ExclusionForm,
    ExpulsionForm,
    ItemForm,
    NewRegulationForm,
    PaperForm,
    RegulationForm,
    ReleaseForm,
    SelectionForm,
    Sort,
    SubjectForm,
    WithdrawForm,
    sort_of,
)
from app.views.meeting.planning import page


class AgendaView(View):
    """`/meetings/<pk>/items/…`."""

    route_base = "/meetings"
    default_view = "new"

    @expose("/<int:pk>/items/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self, pk: int) -> Response:
        meeting = meetings.one(viewer(), pk)
        asked = request.args.get("sort", Sort.DISCUSSION.value)
        declared = declared_effects.every().get(asked)
        if asked not in set(Sort) and declared is None:
            abort(400)
        sort = Sort.OTHER if declared else Sort(asked)
        form = (
            declared_form(declared)
            if declared
            else form_for(sort, slug=f"rules-{pk}-{len(meeting.items) + 1}")
        )
        if form.validate_on_submit():
            values = form.values() | {"resolution_kind": sort.resolution_kind}
            if run_for_form(form, agendas.add, pk, sort.kind, values):
                return redirect_with_success(
                    _("The item has been added to the agenda."), url_for("MeetingView.show", pk=pk)
                )
        shown = {"meeting": meeting, "sort": sort, "item": None, "declared": declared}
        return page("meeting/meetings/item.html", form, **shown)

    @expose("/<int:pk>/items/<int:item_id>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int, item_id: int) -> Response:
        meeting, item = found(pk, item_id)
        sort, declared = sort_of(item), declared_effects.of(item)
        form = declared_form(declared, item) if declared else form_for(sort, item)
        if form.validate_on_submit():
            values = form.values() | {"resolution_kind": sort.resolution_kind}
            verb = form.since_opened(
                agendas.revise, lambda: proposed(meetings.locked_item(item_id))
            )
            if run_for_form(form, verb, item_id, values):
                return redirect_with_success(
                    _("The change has been saved."), url_for("MeetingView.show", pk=pk)
                )
        shown = {"meeting": meeting, "sort": sort, "item": item, "declared": declared}
        return page("meeting/meetings/item.html", form, **shown)

    @expose("/<int:pk>/items/<int:item_id>/table")
    @has_access
    @permission_name("show")
    def table(self, pk: int, item_id: int) -> str:
        meeting, item = found(pk, item_id)
        changes = meeting_pages.changes(meeting, item)
        return render_template(
            "meeting/meetings/table.html", meeting=meeting, item=item, changes=changes
        )

    @expose("/<int:pk>/items/<int:item_id>/withdraw", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def withdraw(self, pk: int, item_id: int) -> Response:
        meeting, item = found(pk, item_id)
        form = WithdrawForm()
        if form.validate_on_submit() and run_for_form(
            form, agendas.withdraw, item_id, form.reason.data
        ):
            return redirect_with_success(
                _("The item has been withdrawn from the agenda."),
                url_for("MeetingView.show", pk=pk),
            )
        return page("meeting/meetings/withdraw.html", form, meeting=meeting, item=item)

    @expose("/<int:pk>/items/<int:item_id>/move", methods=("POST",))
    @has_access
    @permission_name("handle")
    def move(self, pk: int, item_id: int) -> Response:
        found(pk, item_id)
        url = url_for("MeetingView.show", pk=pk, _anchor=f"item-{item_id}")
        if run_or_flash(agenda_order.move, item_id, up="up" in request.form):
            return redirect_with_success(_("The order has been changed."), url)
        return redirect(url, 303)

    @expose("/<int:pk>/items/<int:item_id>/papers", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def papers(self, pk: int, item_id: int) -> Response:
        meeting, item = found(pk, item_id)
        form = PaperForm()
        if form.validate_on_submit():
            sent = form.document.data
            content = {"name": sent.filename, "content": sent.read()}
            if run_for_form(
                form, agendas.add_paper, item_id, title=form.title.data or "", **content
            ):
                return redirect_with_success(
                    _("The paper has been added."), url_for("MeetingView.show", pk=pk)
                )
        return page("meeting/meetings/papers.html", form, meeting=meeting, item=item)

    @expose("/<int:pk>/items/<int:item_id>/papers/<int:paper_id>/remove", methods=("POST",))
    @has_access
    @permission_name("handle")
    def remove_paper(self, pk: int, item_id: int, paper_id: int) -> Response:
        found(pk, item_id)
        url = url_for(".papers", pk=pk, item_id=item_id)
        if run_or_flash(agendas.remove_paper, item_id, paper_id):
            return redirect_with_success(_("Removed."), url)
        return redirect(url, 303)

    @expose("/<int:pk>/items/<int:item_id>/exclusions", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def exclusions(self, pk: int, item_id: int) -> Response:
        meeting, item = found(pk, item_id)
        form = ExclusionForm()
        members = meeting_pages.members(viewer(), meeting)
        form.member.choices = [("", _("Select one")), *((str(m.id), m.name) for m in members)]
        if form.validate_on_submit():
            member, reason = int(form.member.data), form.reason.data
            if run_for_form(form, agendas.exclude, item_id, member, reason):
                return redirect_with_success(
                    _("Recorded."), url_for(".exclusions", pk=pk, item_id=item_id)
                )
        return page("meeting/meetings/exclusions.html", form, meeting=meeting, item=item)

    @expose("/<int:pk>/items/<int:item_id>/readmit/<int:member_id>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def readmit(self, pk: int, item_id: int, member_id: int) -> Response:
        found(pk, item_id)
        url = url_for(".exclusions", pk=pk, item_id=item_id)
        if run_or_flash(agendas.readmit, item_id, member_id):
            return redirect_with_success(_("The member can vote again."), url)
        return redirect(url, 303)


def found(pk: int, item_id: int) -> tuple[Meeting, AgendaItem]:
    """Return the meeting and its item. Raises NotFound."""
    meeting = meetings.at_desk(viewer(), pk)
    item: AgendaItem | None = next((each for each in meeting.items if each.id == item_id), None)
    if item is None:
        raise NotFound
    return meeting, item


def form_for(sort: Sort, item: AgendaItem | None = None, *, slug: str = "") -> Any:
    """Return the form of this sort of item, filled with the item. slug: of new rules."""
    data = proposed(item) if item else {}
    if sort in (Sort.BYLAWS, Sort.GUIDELINE):
        return RegulationForm(of=regulations.one(sort.value, clock.today()), data=data)
    if sort is Sort.NEW:
        return NewRegulationForm(slug=item.regulation_slug if item else slug, data=data)
    if sort not in SUBJECTS:
        return ItemForm(data=data)
    form_class, waiting = SUBJECTS[sort]
    choices = [(row.id, named(row)) for row in waiting(viewer())]
    subject = item and (item.consent or item.release_request or item.expulsion)
    if subject:
        choices.insert(0, (subject.id, named(subject)))
    form = form_class(data=data)
    form.offer(choices)
    return form


def declared_form(declared: DeclaredEffect, item: AgendaItem | None = None) -> DeclaredForm:
    """Return the form of an item whose effect a higher wing declares, filled with the item."""
    choices = list(declared.waiting(viewer()))
    if item and item.subject not in dict(choices):
        choices.insert(0, (item.subject, declared.name(item.subject)))
    made = type("DeclaredForm", (DeclaredForm,), {"key": declared.key})
    form: DeclaredForm = made(data=proposed(item) if item else {})
    form.offer(choices)
    return form


def named(subject: ConsentToServe | Expulsion | ReleaseRequest) -> str:
    """Return whom a resolution would be about; of a release also what the member wishes."""
    name: str = subject.organisation.name
    if not isinstance(subject, ReleaseRequest):
        return name
    wish = (
        _("Remain as a general member")
        if subject.becomes_general
        else _("Withdraw from the platform")
    )
    return _("%(name)s (%(plan)s)", name=name, plan=wish)


def proposed(item: AgendaItem) -> dict[str, Any]:
    """Return an item as data of its form: what is on the agenda, and the text proposed."""
    subject = item.subject or item.consent_id or item.release_request_id or item.expulsion_id
    data = {
        "title": item.title,
        "text": item.text,
        "subject": str(subject or ""),
        "becomes_general": item.becomes_general,
    }
    if item.regulation_text:
        data |= {
            "name": item.regulation_text["title"],
            "body": written(item.regulation_text),
            "in_force_from": item.in_force_from,
            "is_retroactive": item.is_retroactive,
        }
    return data


SUBJECTS: dict[Sort, tuple[type[SubjectForm], Any]] = {
    Sort.SELECTION: (SelectionForm, subjects.waiting_consents),
    Sort.RELEASE: (ReleaseForm, subjects.waiting_releases),
    Sort.EXPULSION: (ExpulsionForm, subjects.waiting_expulsions),
}
"""Sort → its form, and the matters pending for such a resolution."""
