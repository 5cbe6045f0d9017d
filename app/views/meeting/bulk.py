"""Letters to many members, proposed by one officer: released by another, or taken back."""

from collections.abc import Callable

from flask import abort, redirect, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.services.meeting import bulk
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import (
    View,
    flash_refusal,
    links,
    redirect_with_success,
    run,
    run_or_flash,
)

ACTS = {"remind": bulk.REMIND, "results": bulk.RESULTS, "cancel": bulk.CANCEL}
"""Part of the address → kind of the proposal."""
VERBS: dict[str, Callable[[int], int | None]] = {
    "remind": lambda pk: run(bulk.remind, pk, links=links()),
    "results": lambda pk: run(bulk.tell_results, pk, links=links()),
    "cancel": lambda pk: run(bulk.cancel, pk, ""),
}
"""Part of the address → what sends, proposes or releases."""


class MeetingBulkView(View):
    """`/meetings/<pk>/bulk/<act>`."""

    route_base = "/meetings"
    default_view = "release"

    @expose("/<int:pk>/bulk/<act>", methods=("POST",))
    @has_access
    @permission_name("handle")
    @recently_authenticated
    def release(self, pk: int, act: str) -> Response:
        """Send at once, release a proposal, or propose."""
        return send(pk, act)

    @expose("/<int:pk>/bulk/<act>/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self, pk: int, act: str) -> Response:
        back = url_for("MeetingView.show", pk=pk)
        if run_or_flash(bulk.take_back, pk, ACTS[act] if act in ACTS else abort(404)):
            return redirect_with_success(_("The proposal has been taken back."), back)
        return redirect(back, 303)


def send(pk: int, act: str, back: str = "") -> Response:
    """Run the act; say whether it was carried out or proposed. back: the page to return to."""
    back = back or url_for("MeetingView.show", pk=pk)
    verb = VERBS[act] if act in VERBS else abort(404)
    try:
        sent = verb(pk)
    except (RuleViolation, StaleState) as refusal:
        flash_refusal(refusal)
        return redirect(back, 303)
    return redirect_with_success(outcome(sent), back)


def outcome(sent: int | None) -> str:
    """Return the message after an act: how many letters, or that another officer releases it."""
    if sent is None:
        return _("Proposed. Another officer has to release what is sent to so many.")
    return _("%(number)s letters are in the outbox.", number=sent)
