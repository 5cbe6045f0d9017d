"""What of this wing waits: grants whose next step is the secretariat's."""

from app.models.grants.grant import Grant
from app.models.membership.organisation import Organisation
from app.rules.common.msgid import N_
from app.rules.states.grants.grant import DESKS_TURN
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _grants(actor: Viewer) -> Rows:
    of_it, waits = Grant.organisation_id == Organisation.id, Grant.state.in_(DESKS_TURN)
    return waiting(Grant.id, Organisation.name, Grant.arrived_at, of_it, waits)


WORK = (Work("grant", N_("Next step of a grant"), "/grants/{}", _grants),)
