"""Who is the municipality itself."""

import pytest

from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.municipality_offices import is_office_of

K = OrganisationKind
PLACE = "鳥取市"


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (K.ADMINISTRATIVE, "鳥取市", True),
        (K.ADMINISTRATIVE, "鳥取市福祉部", False),
        (K.ADMINISTRATIVE, "鳥取県", False),  # the prefecture's office stands there
        (K.ADMINISTRATIVE, "米子市", False),
        (K.SOCIAL_WELFARE_COUNCIL, "鳥取市社会福祉協議会", False),
        (K.VOLUNTARY, "鳥取市を歩く会", False),
        (None, "鳥取市", False),
    ],
)
def test_office_is_the_administration_of_that_name(
    kind: K | None, name: str, expected: bool
) -> None:
    assert is_office_of(kind, name, PLACE) is expected
