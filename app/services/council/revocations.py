"""Terms on the council, and the membership of its bodies, that ended: they stay ended."""

from typing import Any

from app.models.council.council import ConstituentBody, CouncilPerson
from app.security.viewer import Viewer
from app.services.common.ledger_lines import Revocation, Values, earlier_end


def _naming_over(term: CouncilPerson, _before: Values) -> dict[str, Any] | None:
    return None if term.coordinates else {}


def _naming_again(_actor: Viewer, term: CouncilPerson | None, _values: Values) -> bool:
    if term is None or not term.coordinates:
        return False
    term.coordinates = False
    return True


REVOCATIONS = (
    earlier_end("council_person.term", CouncilPerson, "ends_at"),
    Revocation(
        "council_person.coordinator", CouncilPerson, ("coordinates",), _naming_over, _naming_again
    ),
    earlier_end("constituent_body.end", ConstituentBody, "ends_on"),
)
