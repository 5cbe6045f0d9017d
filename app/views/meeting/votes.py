"""One item in session, for the secretariat: opening, voting, closing (規約第12条)."""

from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.rules.meeting import quorum
from app.rules.meeting.agenda import ItemKind, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, ItemState, MeetingState
from app.services.meeting import (
    closing,
    effects,
    meeting_pages,
    progress,
    rolls,
    show_of_hands,
    subject_facts,
    subjects,
    vote_state,
    votes,
    written_end,
)
from app.views.common.base import (
    View,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.etags import polled
from app.views.meeting.agenda import found

NOTED = (VoteWay.HANDS, VoteWay.BALLOT)


class VoteDeskView(View):
    """`/meetings/<pk>/items/<item_id>/vote`."""

    route_base = "/meetings"
    default_view = "vote"

    @expose("/<int:pk>/items/<int:item_id>/vote")
    @has_access
    @permission_name("handle")
    @polled
    def vote(self, pk: int, item_id: int) -> Response:
        return shown(pk, item_id)

    @expose("/<int:pk>/items/<int:item_id>/open", methods=("POST",))
    @has_access
    @permission_name("handle")
    def open(self, pk: int, item_id: int) -> Response:
        _meeting, item = found(pk, item_id)
        here = url_for(".vote", pk=pk, item_id=item_id)
        if not run_or_flash(votes.open_item, item_id):
            return redirect(url_for("MeetingView.show", pk=pk), 303)
        if item.kind is ItemKind.RESOLUTION:
            return redirect_with_success(_("The vote has been started."), here)
        return redirect_with_success(
            _("The item has been opened."), url_for("MeetingView.show", pk=pk)
        )

    @expose("/<int:pk>/items/<int:item_id>/finish", methods=("POST",))
    @has_access
    @permission_name("handle")
    def finish(self, pk: int, item_id: int) -> Response:
        found(pk, item_id)
        url = url_for("MeetingView.show", pk=pk)
        return (
            redirect_with_success(_("The item has ended."), url)
            if run_or_flash(votes.end_item, item_id)
            else redirect(url, 303)
        )

    @expose("/<int:pk>/items/<int:item_id>/hands", methods=("POST",))
    @has_access
    @permission_name("handle")
    def hands(self, pk: int, item_id: int) -> Response:
        found(pk, item_id)
        choices, rest, way = read_hands()
        try:
            number = run(show_of_hands.record, item_id, choices, way=way, rest=rest)
        except RuleViolation as refusal:
            return shown(pk, item_id, typed=choices, fault=with_article(refusal))
        except StaleState as stale:
            return shown(pk, item_id, typed=choices, fault=stale.message)
        words = _("%(number)s votes recorded.", number=number)
        return redirect_with_success(words, url_for(".vote", pk=pk, item_id=item_id))

    @expose("/<int:pk>/items/<int:item_id>/close", methods=("POST",))
    @has_access
    @permission_name("handle")
    def close(self, pk: int, item_id: int) -> Response:
        found(pk, item_id)
        url = url_for(".vote", pk=pk, item_id=item_id)
        return (
            redirect_with_success(_("The vote has been closed."), url)
            if run_or_flash(
                vote_state.close,
                item_id,
                seen=request.form.get("seen"),
                reads_mail=reads_mail(),
            )
            else redirect(url, 303)
        )


def reads_mail() -> bool:
    """Whether an inbox is read automatically."""
    return bool(current_app.config["IMAP_URL"])


def read_hands() -> tuple[dict[int, Choice], Choice | None, VoteWay]:
    """Return the choices by member, that of all others, and the way of voting. 400 if invalid."""
    choices = {}
    for name, value in request.form.items():
        prefix, _dash, member = name.partition("-")
        if prefix != "vote" or not value:
            continue
        if not (member.isascii() and member.isdigit() and len(member) < 10):
            abort(400)
        if value not in set(Choice):
            abort(400)
        choices[int(member)] = Choice(value)
    rest, way = request.form.get("rest", ""), request.form.get("way", VoteWay.HANDS.value)
    if (rest and rest not in set(Choice)) or way not in NOTED:
        abort(400)
    return choices, Choice(rest) if rest else None, VoteWay(way)


def shown(
    pk: int, item_id: int, *, typed: dict[int, Choice] | None = None, fault: str = ""
) -> Response:
    """Return the page of one resolution. typed, fault: rejected choices and the reason."""
    meeting, item = found(pk, item_id)
    if item.kind is not ItemKind.RESOLUTION:
        abort(404)
    is_open = item.state is ItemState.OPEN and meeting.state is MeetingState.OPEN
    values: dict[str, Any] = {
        "meeting": meeting,
        "item": item,
        "is_open": is_open and not meeting.is_written,
        "is_over": written_end.is_over(meeting),
        "record": meeting_pages.records(viewer(), meeting).get(item.id),
        "typed": typed or {},
        "typed_way": request.form.get("way", ""),
        "typed_rest": request.form.get("rest", ""),
        "fault": fault,
        "Choice": Choice,
        "ways": NOTED,
        "live_url": url_for("VoteDeskView.vote", pk=pk, item_id=item_id, part="live"),
    }
    if item.state in LIVE_ITEM_STATES or meeting.state is MeetingState.OPEN:
        register = rolls.register(meeting)
        values["progress"] = progress.of(register) if meeting.state is MeetingState.OPEN else None
    if item.state in LIVE_ITEM_STATES:
        values |= {
            "quorum": quorum(register.roll(item)),
            "about": subject_facts.of_meeting(meeting).get(item.id),
            "effect": effects.preview(item, subjects.resolution_day(meeting)),
            "voters": show_of_hands.voters(register, item),
            "emails": [m for m, words in register.emails.items() if item.id in words],
            "state": vote_state.of_item(register, item) if is_open else None,
            "ending": vote_state.ending(register, item),
            "deemed": closing.deemed_now(register, item) if meeting.is_written else None,
            "hindrance": written_end.hindrance(meeting, reads_mail=reads_mail())
            if meeting.is_written
            else "",
            "register": register,
        }
    live = request.args.get("part") == "live" and "voters" in values
    page = render_template(f"meeting/meetings/{'_vote_live' if live else 'vote'}.html", **values)
    return make_response(page, 422 if fault else 200)
