"""Platform meetings: the list, and the page of one, for secretariat and executive members."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app import clock
from app.documents.common import letter as papers
from app.mail.common.rendering import text
from app.models.meeting.meeting import Meeting
from app.rules.meeting import grounds, quorum
from app.rules.states.common.approval import ApprovalState
from app.rules.states.meeting.meeting import ANSWERABLE_STATES, OVER_STATES, ItemState, MeetingState
from app.services.admission import application_queue
from app.services.common import approvals
from app.services.meeting import (
    agendas,
    answers,
    changes,
    declared_effects,
    meeting_pages,
    meetings,
    member_answers,
    notice_contents,
    notices,
    progress,
    rolls,
    subject_facts,
    subjects,
    vote_state,
)
from app.views.common.approval_register import KINDS
from app.views.common.base import View, links, viewer
from app.views.common.etags import polled
from app.views.common.files import download as saved
from app.views.common.files import pdf
from app.views.common.history import steps
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.common.returning import ReturnForm
from app.views.forms.meeting.agenda import Sort
from app.views.forms.meeting.meetings import ObserverForm
from app.views.meeting.bulk import ACTS
from app.views.meeting.change_lines import change_lines

PLACES = {
    MeetingState.REQUESTED: 1,
    MeetingState.PLANNING: 1,
    MeetingState.AWAITING_APPROVAL: 2,
    MeetingState.NOTIFIED: 3,
    MeetingState.OPEN: 4,
    MeetingState.CLOSED: 5,
}
"""Step of a meeting. A written resolution takes answers in the third and ends in the fourth."""
TOLD_ELSEWHERE = ("meeting.arrive", "meeting.depart", "meeting.answer", "proxy.file")
"""Actions of members, shown in the lists of answers and attendance and not in the history."""


class MeetingView(View):
    """`/meetings`."""

    route_base = "/meetings"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number = page_number()
        found, total = meetings.page(viewer(), number)
        return render_template(
            "meeting/meetings/list.html",
            coming=sorted(
                (m for m in found if m.state not in OVER_STATES), key=lambda m: m.starts_at
            ),
            over=[m for m in found if m.state in OVER_STATES],
            total=total,
            number=number,
            is_staff=viewer().is_staff,
        )

    @expose("/<int:pk>")
    @has_access
    @polled
    def show(self, pk: int) -> Response:
        return shown(pk)

    @expose("/<int:pk>/letter")
    @has_access
    @permission_name("handle")
    def letter(self, pk: int) -> str:
        meeting = meetings.one(viewer(), pk)
        by_mail = bool(links().mailbox)
        sample, count = notice_contents.sample_notice(viewer(), meeting, by_mail=by_mail)
        return render_template(
            "meeting/meetings/letter.html",
            meeting=meeting,
            letter=sample,
            text=text(sample),
            count=count,
        )

    @expose("/<int:pk>/letter.pdf")
    @has_access
    @permission_name("handle")
    def letter_pdf(self, pk: int) -> Response:
        sample, _count = notice_contents.sample_notice(
            viewer(), meetings.one(viewer(), pk), by_mail=False
        )
        return pdf(papers.pdf(sample), "notice")

    @expose("/<int:pk>/papers/<int:paper_id>")
    @has_access
    @permission_name("show")
    def paper(self, pk: int, paper_id: int) -> Response:
        return download(agendas.paper(viewer(), pk, paper_id))


def download(document: Any, content: bytes | None = None) -> Response:
    """Return a document as a download, never displayed as content of this site."""
    content = document.content if content is None else content
    return saved(content, document.media_type, document.file_name)


def shown(
    pk: int, *, return_form: ReturnForm | None = None, observer_form: ObserverForm | None = None
) -> Response:
    """Return the page of a meeting: the secretariat's by its state, or what a member may see."""
    meeting = meetings.one(viewer(), pk)
    values: dict[str, Any] = {
        "meeting": meeting,
        "place": PLACES.get(meeting.state, 0),
        "records": meeting_pages.records(viewer(), meeting),
        "about": subject_facts.of_meeting(meeting),
        "is_staff": viewer().is_staff,
    }
    if not viewer().is_staff:
        return make_response(render_template("meeting/meetings/member.html", **values))
    values |= desk_of(meeting)
    if request.args.get("part") == "live":
        return make_response(render_template("meeting/meetings/_live.html", **values))
    return_form = return_form or ReturnForm(formdata=None)
    observer_form = observer_form or ObserverForm(formdata=None)
    page = render_template(
        "meeting/meetings/show.html",
        **values,
        return_form=return_form,
        observer_form=observer_form,
        history=steps(
            entry
            for entry in application_queue.history(viewer(), "meeting", pk)
            if entry.action not in TOLD_ELSEWHERE
        ),
    )
    return make_response(page, 422 if return_form.errors or observer_form.errors else 200)


def unvoiced_items(meeting: Meeting, register: rolls.MeetingRows) -> dict[int, list[str]]:
    """Return resolution about to be voted on → members attending by e-mail that said nothing on it."""
    if meeting.state is not MeetingState.OPEN:
        return {}
    planned = [item for item in meeting.resolutions if item.state is ItemState.PLANNED]
    found = {item.id: vote_state.unvoiced(register, item) for item in planned}
    return {item_id: names for item_id, names in found.items() if names}


def desk_of(meeting: Meeting) -> dict[str, Any]:
    """Return the further values for the secretariat."""
    meeting_pages.read_subjects(meeting)
    notified = meeting.state in ANSWERABLE_STATES
    register = rolls.register(meeting) if notified else None
    proposals = approvals.latest("meeting", meeting.id)
    change = proposals.get(changes.KIND)
    if change is not None and change.state is not ApprovalState.PROPOSED:
        change = None
    return {
        "register": register,
        "outlook": answers.outlook(register) if register else None,
        "unvoiced": unvoiced_items(meeting, register) if register else {},
        "deemed": member_answers.deemed(register) if register and meeting.is_written else {},
        "ways": grounds(register.roll()) if register else {},
        "quorum": quorum(register.roll()) if register else None,
        "progress": progress.of(register) if register else None,
        "sorts": Sort,
        "declared": declared_effects.every(),
        "is_short": notices.is_short(meeting),
        "is_past": meeting.starts_at <= clock.now(),
        "days_before": meeting_pages.days_before(meeting),
        "proposal": proposals.get(notices.KIND),
        "change": change,
        "sendings": [
            (act, KINDS[kind].label, proposals[kind])
            for act, kind in ACTS.items()
            if kind in proposals and proposals[kind].state is ApprovalState.PROPOSED
        ],
        "change_lines": change_lines(meeting, change),
        "own_id": viewer().account_id,
        "failed": meeting_pages.without_quorum(meeting),
        "effects": meeting_pages.effects_of(meeting, subjects.resolution_day(meeting)),
        "live_url": url_for("MeetingView.show", pk=meeting.id, part="live"),
    }
