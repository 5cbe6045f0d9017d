"""The letters of decisions that are proposed, as they will go out."""

from collections.abc import Mapping

from app.documents.common.letter import Letter
from app.errors import NotFound
from app.mail.admission import application_letters
from app.models.admission.application import Application
from app.models.common.approval import Approval
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance, application_queue, immediate
from app.services.common.links import Links

LATER = "（文書番号は決定の時に付きます）"


def preview(actor: Viewer, application_id: int, *, links: Links) -> Letter:
    """Return the letter of the proposed decision, dated today.

    Raises NotFound for an application without a proposal.
    """
    actor.require(Role.SECRETARIAT)
    application = application_queue.one(actor, application_id)
    accept, words = _proposed(application, immediate.pending(application_id))
    if accept:
        return application_letters.membership_accepted(application, LATER, links.login())
    return application_letters.membership_refused(
        application, LATER, words=words, readmittable_from=acceptance.waits_until(application)
    )


def _proposed(application: Application, proposal: Approval | None) -> tuple[bool, str]:
    """Return whether acceptance is proposed, and the reason of a refusal."""
    if application.state is ApplicationState.PROPOSED:
        return bool(application.proposed_acceptance), application.decision_reason
    if proposal is None:
        raise NotFound
    arguments: Mapping[str, str] = proposal.arguments
    return proposal.kind == immediate.ACCEPT, arguments.get("words", "")
