"""The time line (経過) of an organisation: all dealings with it, newest first."""

from typing import NamedTuple

from flask import render_template, url_for
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models.common.audit import AuditEntry
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.membership.membership import ContactKind, ContactMeans
from app.rules.states.post.outbox import OutboxState
from app.services.front import timeline
from app.services.front.timeline import Event, Source
from app.services.post.outbox import SUBJECT_PREFIX
from app.services.roster import organisations
from app.views.common.base import View, viewer
from app.views.common.history import Step, steps
from app.views.common.labels import label
from app.views.common.paging import page_number
from app.views.common.trail import SUBJECTS

WHAT = {
    Source.VERSION: _l("Roster entry written"),
    Source.LETTER: _l("Letter"),
    Source.CONTACT: _l("Contact"),
    Source.ATTEMPT: _l("Contact attempt"),
    Source.REPLY: _l("Answer to a meeting notice"),
    Source.STATEMENT: _l("Statement of intent"),
    Source.PROXY: _l("Proxy"),
}
CODES = {
    Source.LETTER: OutboxState,
    Source.CONTACT: ContactKind,
    Source.ATTEMPT: ContactMeans,
    Source.REPLY: Reply,
    Source.STATEMENT: AnswerWay,
    Source.PROXY: AnswerWay,
}
PAGES = {
    Source.LETTER: "OutboxView.show",
    Source.REPLY: "MeetingView.show",
    Source.STATEMENT: "MeetingView.show",
    Source.PROXY: "MeetingView.show",
}
UNNAMED = ("application", "expulsion", "account")
SUBJECT_PAGES = {
    "application": "ApplicationView.show",
    "change_notice": "ChangeNoticeView.show",
    "withdrawal_notice": "WithdrawalView.show",
    "release_request": "ReleaseView.show",
    "consent_to_serve": "ConsentView.show",
    "expulsion": "ExpulsionView.show",
    "account": "AccountsView.show",
}


class Line(NamedTuple):
    """One event, prepared for display. url: of the page that shows it, or ""."""

    step: Step
    url: str


class TimelineView(View):
    """`/organisations/<pk>/timeline`."""

    route_base = "/organisations"

    @expose("/<int:pk>/timeline")
    @has_access
    def show(self, pk: int) -> str:
        organisation, number = organisations.one(viewer(), pk), page_number()
        events, total = timeline.page(viewer(), pk, number)
        return render_template(
            "front/timeline.html",
            organisation=organisation,
            lines=[line(event, pk) for event in events],
            total=total,
            number=number,
        )


def line(event: Event, pk: int) -> Line:
    """Return the event prepared for display."""
    if event.entry is not None:
        return Line(entry_step(event.entry), entry_url(event.entry))
    code, text, url = CODES.get(event.source), event.text.removeprefix(SUBJECT_PREFIX), ""
    if event.source is Source.VERSION:
        url = url_for("OrganisationView.history", pk=pk, on=event.code)
    elif event.source in PAGES:
        url = url_for(PAGES[event.source], pk=event.subject_id)
    else:
        url = url_for("ContactView.show", pk=pk)
    parts = [label(code(event.code)) if code and event.code else "", text]
    who = _("To: %(name)s", name=event.who) if event.source is Source.PROXY else event.who
    step = Step(event.at, who, str(WHAT[event.source]), " / ".join(filter(None, parts)))
    return Line(step, url)


def entry_step(entry: AuditEntry) -> Step:
    """Return the entry with its subject, where the action's label does not name it."""
    [step] = steps([entry])
    if entry.subject_type not in UNNAMED:
        return step
    return step._replace(what=f"{SUBJECTS[entry.subject_type]}: {step.what}")


def entry_url(entry: AuditEntry) -> str:
    """Return the URL of the page of an entry's subject, or "" where it has none of its own."""
    endpoint = SUBJECT_PAGES.get(entry.subject_type)
    return url_for(endpoint, pk=int(entry.subject_id)) if endpoint else ""
