"""Which organisation is a municipality itself (市町村)."""

from app.rules.membership.eligibility import OrganisationKind


def is_office_of(kind: OrganisationKind | None, name: str, municipality: str) -> bool:
    """Whether an organisation is the municipality of this name.

    *Reading*: the administrative body of exactly that name. A longer one may be another body's, and
    the municipality sees persons' data (supporters who agreed to it).
    """
    return kind is OrganisationKind.ADMINISTRATIVE and name == municipality
