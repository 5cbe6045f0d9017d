"""Voting by an executive member on a phone during the meeting: arrival, ballot, departure."""

import re

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.rules.meeting.roll import Choice
from app.services.meeting import attendance, ballots, meetings, subject_facts, votes
from app.views.common.base import (
    View,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.etags import polled

VOTE = re.compile(r"vote_([0-9]{1,9})")
"""Form field of a choice; contains the id of the member whose vote it is."""


class BallotView(View):
    """`/meetings/<pk>/ballot`. Opening it records nothing; the buttons do."""

    route_base = "/meetings"
    default_view = "show"

    @expose("/<int:pk>/ballot")
    @has_access
    @permission_name("vote")
    def show(self, pk: int) -> str:
        return page(pk)

    @expose("/<int:pk>/ballot/live")
    @has_access
    @permission_name("vote")
    @polled
    def live(self, pk: int) -> str:
        booth = ballots.ballot_of(viewer(), pk)
        return render_template("meeting/ballots/_live.html", **shown(booth), typed={})

    @expose("/<int:pk>/ballot/arrive", methods=("POST",))
    @has_access
    @permission_name("vote")
    def arrive(self, pk: int) -> Response:
        member_id = ballots.ballot_of(viewer(), pk).member_id
        if run_or_flash(attendance.arrive, pk, member_id, online=True):
            return redirect_with_success(
                _("Your arrival has been recorded."), url_for(".show", pk=pk)
            )
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/ballot/depart", methods=("POST",))
    @has_access
    @permission_name("vote")
    def depart(self, pk: int) -> Response:
        member_id = ballots.ballot_of(viewer(), pk).member_id
        if run_or_flash(attendance.depart, pk, member_id):
            return redirect_with_success(
                _("Your departure has been recorded."), url_for(".show", pk=pk)
            )
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/ballot/items/<int:item_id>", methods=("POST",))
    @has_access
    @permission_name("vote")
    def cast(self, pk: int, item_id: int) -> Response:
        if meetings.of_item(item_id) != pk:
            raise NotFound
        choices = chosen()
        try:
            run(votes.cast_all, item_id, choices)
        except RuleViolation as violation:
            refused = with_article(violation)
        except StaleState as stale:
            refused = stale.message
        else:
            return redirect(url_for(".show", pk=pk, received=item_id), 303)
        db.session.expire_all()
        return make_response(page(pk, choices, refused), 422)


def chosen() -> dict[int, Choice]:
    """Return the submitted choices by member. Raises NotFound for a choice that is not offered."""
    found = {}
    for name, value in request.form.items():
        of_member = VOTE.fullmatch(name)
        if of_member is None:
            continue
        if value not in set(Choice):
            raise NotFound
        found[int(of_member[1])] = Choice(value)
    return found


def page(pk: int, typed: dict[int, Choice] | None = None, refused: str = "") -> str:
    """Return the ballot page; after a refusal with the submitted choices and the reason.

    That a vote was received is told by the address, not by a message in the session, which would
    be two more writes for each vote.
    """
    booth = ballots.ballot_of(viewer(), pk)
    received = booth.has_just_voted_on(request.args.get("received", type=int))
    return render_template(
        "meeting/ballots/show.html",
        **shown(booth),
        typed=typed or {},
        refused=refused,
        received=received,
    )


def shown(booth: ballots.Ballot) -> dict[str, object]:
    """Return the values of the live parts."""
    return {"booth": booth, "about": subject_facts.of_meeting(booth.meeting)}
