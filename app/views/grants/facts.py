"""What the pages show of a grant: where it stands, whose turn it is, what is said and worked out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app import clock
from app.models.grants.grant import Grant, GrantFile, GrantPaper, GrantPayment
from app.rules.grants.amounts import Reckoning
from app.rules.grants.content import WRITTEN_IN, Content, PaperKind
from app.rules.grants.desk import Way, way
from app.rules.states.grants.grant import BODYS_TURN, WRITING
from app.rules.states.grants.grant import GrantState as S
from app.services.grants import carrying_out, grants, papers

NEXT: Mapping[S, LazyString] = {
    S.DRAFT: _l("Next: check the application and ask a colleague to confirm it."),
    S.TO_CONFIRM: _l("Next: a colleague other than the one who asked checks it and submits it."),
    S.SUBMITTED: _l("The secretariat is examining the application. There is nothing to do now."),
    S.REJECTED: _l("The application was not accepted. The letter says why."),
    S.OFFERED: _l("Next: apply formally for the grant. Do not spend anything yet."),
    S.REQUESTED: _l(
        "The secretariat decides on your formal application. Do not spend anything yet."
    ),
    S.DECIDED: _l("You can carry out the project. Next: report once it is completed."),
    S.CHANGE_ASKED: _l("The secretariat decides on the change. Do not carry it out before."),
    S.SUSPENDED: _l("The project is suspended. Next: go on with it."),
    S.ABOLISHED: _l("The project has ended early. Next: report what was spent until then."),
    S.REPORTED: _l("The secretariat inspects the report. There is nothing to do now."),
    S.INSPECTED: _l("The report was inspected. The amount will be settled."),
    S.SETTLED: _l("The amount is settled. Next: claim the payment."),
    S.CLAIMED: _l("The claim has arrived. The payment will follow."),
    S.PAID: _l("The grant has been paid. Keep the receipts for five years."),
    S.WITHDRAWN: _l("The grant was withdrawn."),
    S.REVOKED: _l("The grant was revoked. The letter says why."),
    S.REPAYING: _l("Next: pay back the amount by the deadline. The letter says how."),
    S.REPAID: _l("The repayment has arrived. Everything is done."),
}
"""The one next step of the body in each state."""
TOO_LATE = _l("The deadline is over, so it cannot be submitted any more. Ask the secretariat.")
"""What is said instead of an application that was not submitted in time."""
CHANGING = (S.CHANGE_ASKED, S.SUSPENDED)
TONES = {
    S.REJECTED: "danger",
    S.REVOKED: "danger",
    S.REPAYING: "danger",
    S.PAID: "success",
    S.REPAID: "success",
    S.WITHDRAWN: "neutral",
    S.DRAFT: "neutral",
}


class Brief(NamedTuple):
    """A grant in a list."""

    grant: Grant
    next: LazyString
    is_bodys_turn: bool
    is_late: bool
    tone: str


class Facts(NamedTuple):
    """A grant on its page. paper: the one that matters now; a draft can be submitted."""

    brief: Brief
    way: Way | None
    papers: Sequence[GrantPaper]
    files: Mapping[str, GrantFile]
    payments: Sequence[GrantPayment]
    paper: GrantPaper | None
    said: Content | None
    reckoning: Reckoning | None
    drafts: Mapping[PaperKind, GrantPaper]
    writes: Sequence[PaperKind]
    may_claim_advance: bool
    withdrawal: str


def brief(grant: Grant) -> Brief:
    """Return what a list shows of a grant, without a query."""
    is_late = grant.deadline is not None and grant.deadline < clock.today()
    return Brief(
        grant,
        TOO_LATE if is_late and grant.state in WRITING else NEXT[grant.state],
        grant.state in BODYS_TURN,
        is_late,
        TONES.get(grant.state, "warning" if grant.state in BODYS_TURN else "info"),
    )


def facts_of(grant: Grant, *, with_drafts: bool) -> Facts:
    """Return what the page shows of a grant. Drafts are the body's own until it submits them."""
    found = [each for each in papers.of(grant) if with_drafts or each.submitted_at is not None]
    drafts = {each.kind: each for each in found if each.submitted_at is None}
    writes = [kind for kind, states in WRITTEN_IN.items() if grant.state in states]
    paper = _paper(grant, found, drafts, writes)
    said = paper.said if paper is not None else None
    held = grants.payments(grant)
    return Facts(
        brief(grant),
        way(grant.state, has_prenotice=grant.call.has_prenotice),
        found,
        papers.files(grant),
        held,
        paper,
        said,
        reckoning_of(grant, paper, grant.struck) if paper is not None else None,
        {kind: each for kind, each in drafts.items() if kind in writes},
        writes,
        carrying_out.may_claim_advance(grant, len(held)),
        carrying_out.withdrawal_note(grant, len(held)),
    )


def reckoning_of(grant: Grant, paper: GrantPaper, struck: Sequence[int] = ()) -> Reckoning:
    """Return the calculation of a paper, with each step in words. struck: what an inspection left out."""
    more: dict[str, Any] = {}
    if paper.kind is PaperKind.REPORT:
        more = {"decided_on": grant.decided_on, "struck": struck, "at_most": grant.decided}
    return paper.said.reckoning(grant.its_terms, **more)


def _paper(
    grant: Grant,
    found: Sequence[GrantPaper],
    drafts: Mapping[PaperKind, GrantPaper],
    writes: Sequence[PaperKind],
) -> GrantPaper | None:
    """Return the draft at hand, else what was submitted last.

    A change that was refused, or a suspension that is over, is not the project as it stands.
    """
    at_hand = [each for kind, each in drafts.items() if kind in writes]
    submitted = [
        each
        for each in found
        if each.submitted_at is not None
        and (each.kind is not PaperKind.CHANGE or each.is_in_force or grant.state in CHANGING)
    ]
    return (at_hand or submitted or list(found) or [None])[-1]
