"""What of this wing waits: applications, corrections, the two-week batch."""

from app.models.admission.application import Application, DecisionBatch
from app.rules.admission.fortnight import FORTNIGHT
from app.rules.common.msgid import N_
from app.rules.states.admission.application import ApplicationState, BatchState
from app.security.viewer import Viewer
from app.services.admission.application_queue import TARGET
from app.services.common.work import Rows, WaitsFor, Work, waiting

NAME = Application.name


def _received(actor: Viewer) -> Rows:
    is_received = Application.state == ApplicationState.RECEIVED
    return waiting(Application.id, NAME, Application.received_on, is_received)


def _corrections(actor: Viewer) -> Rows:
    is_asked = Application.state == ApplicationState.CORRECTION
    return waiting(Application.id, NAME, Application.correction_requested_at, is_asked)


def _batches(actor: Viewer) -> Rows:
    batch, is_open = DecisionBatch, DecisionBatch.state != BatchState.APPROVED
    return waiting(batch.id, batch.name, batch.opened_at, is_open)


WORK = (
    Work("application", N_("Decide on an application"), "/applications/show/{}", _received, TARGET),
    Work(
        "correction",
        N_("Wait for a corrected application"),
        "/applications/show/{}",
        _corrections,
        waits_for=WaitsFor.BODY,
    ),
    Work("decision_batch", N_("Close and decide a batch"), "/batches/{}", _batches, FORTNIGHT),
)
