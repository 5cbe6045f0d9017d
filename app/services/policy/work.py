"""What of this wing waits: proposals to the prefecture, their answers."""

from app.models.policy.proposal import Proposal
from app.rules.common.msgid import N_
from app.security.viewer import Viewer
from app.services.common.work import Rows, WaitsFor, Work, waiting
from app.services.policy import proposal_answers


def _steps(actor: Viewer) -> Rows:
    row = Proposal
    return waiting(row.public_id, row.name, row.changed_at, proposal_answers.waits())


def _overdue(actor: Viewer) -> Rows:
    row, late = Proposal, proposal_answers.is_overdue()
    return waiting(row.public_id, row.name, row.handed_on, late, due=row.due_on)


WORK = (
    Work("proposal", N_("Next step of a proposal"), "/proposals/{}", _steps),
    Work(
        "proposal_answer",
        N_("Answer of the prefecture"),
        "/proposals/{}",
        _overdue,
        waits_for=WaitsFor.PREFECTURE,
    ),
)
