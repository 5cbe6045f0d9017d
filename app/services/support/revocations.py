"""Supporters who ended: in a restored database they end again, and what tells of them goes again."""

from typing import Any

from app.models.support.supporter import Supporter
from app.rules.states.support.supporter import SupporterStage
from app.security.viewer import Viewer
from app.services.common.ledger_lines import Revocation, Values, renewed_link
from app.services.support import supporters


def _ended(supporter: Supporter, _before: Values) -> dict[str, Any] | None:
    return {} if supporter.ended_on is not None else None


def _end_again(actor: Viewer, supporter: Supporter | None, _values: Values) -> bool:
    if supporter is None or supporter.stage is SupporterStage.ENDED:
        return False
    supporters.end(actor, Supporter, supporter.public_id, "復元の前に終了した")
    return True


REVOCATIONS = (
    Revocation("supporter.end", Supporter, ("ended_on",), _ended, _end_again),
    renewed_link("supporter.link", Supporter, "nonce"),
)
