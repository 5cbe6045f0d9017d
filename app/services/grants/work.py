"""What of this wing waits: grants whose next step is the secretariat's."""

from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.models.membership.organisation import Organisation
from app.rules.common.msgid import N_
from app.rules.states.grants.grant import DESKS_TURN
from app.security.viewer import Viewer
from app.services.common.work import Rows, Work, waiting


def _grants(actor: Viewer) -> Rows:
    of_it, waits = Grant.organisation_id == Organisation.id, Grant.state.in_(DESKS_TURN)
    which = Organisation.name + "　" + GrantCall.name  # a body has grants under several calls
    under = Grant.call_id == GrantCall.id
    return waiting(Grant.id, which, Grant.arrived_at, of_it, under, waits)


WORK = (Work("grant", N_("Next step of a grant"), "/grants/{}", _grants),)
