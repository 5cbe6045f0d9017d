"""The list of a batch's decisions as a paper, for approval (決裁)."""

from app import clock
from app.documents.admission import decision_list
from app.documents.admission.decision_list import DecisionList, Line
from app.models.admission.application import Application
from app.rules.common.era import era_date
from app.rules.membership.eligibility import Check, required_checks
from app.rules.states.admission.application import ApplicationState
from app.rules.states.common.approval import ApprovalState
from app.security.viewer import Role, Viewer
from app.services.admission import approvals, batches, fortnights
from app.services.common import approvals as common_approvals

SHORT = {
    Check.RELEVANT_ACTIVITY: "活動の関連",
    Check.NO_ANTI_SOCIAL_TIES: "反社会的勢力",
    Check.ELIGIBLE_KIND: "種別",
    Check.SUITABLE: "適切",
}


def decisions_pdf(actor: Viewer, batch_id: int) -> bytes:
    """Return the list of the batch's applications. Raises NotFound, TypesettingFailed."""
    actor.require(Role.SECRETARIAT)
    batch = batches.one(actor, batch_id)
    proposal = common_approvals.last(approvals.KIND, batch_id)
    submitted = proposal is not None and proposal.state in (
        ApprovalState.PROPOSED,
        ApprovalState.RELEASED,
    )
    proposed_by = approved_by = ""
    if proposal is not None and submitted:
        day = era_date(clock.local(proposal.proposed_at).date())
        proposed_by = f"{proposal.proposed_by_name}　{day}"
    if proposal is not None and batch.approved_at is not None:
        day = era_date(clock.local(batch.approved_at).date())
        approved_by = f"{proposal.decided_by_name}　{day}"
    return decision_list.pdf(
        DecisionList(
            name=batch.name,
            begins_on=fortnights.first_day(batch),
            ends_on=fortnights.last_day(batch),
            printed_on=clock.today(),
            proposed_by=proposed_by,
            approved_by=approved_by,
            lines=tuple(_line(application) for application in batch.applications),
        )
    )


def _line(application: Application) -> Line:
    return Line(
        number=application.receipt_number or "",
        name=application.name,
        kind=application.kind.label,
        received_on=application.received_on,
        checks=_checks(application),
        decision=_decision(application),
        reason=application.decision_reason,
    )


def _checks(application: Application) -> tuple[str, ...]:
    recorded = {row.check: row for row in application.checks}
    lines = []
    for check in required_checks(application.kind):
        row = recorded.get(check)
        if row is None:
            lines.append(f"{SHORT[check]}：未確認")
        else:
            result = "要再確認" if row.again else "適" if row.passed else "否"
            lines.append(f"{SHORT[check]}：{result}（{row.checked_by_name}）")
    return tuple(lines)


def _decision(application: Application) -> str:
    if application.state is ApplicationState.PROPOSED:
        return "入会承認（案）" if application.proposed_acceptance else "不承認（案）"
    if application.state is ApplicationState.RECEIVED:
        return "案なし"
    return application.state.label
