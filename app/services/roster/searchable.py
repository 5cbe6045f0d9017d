"""What is found of this wing: the roster of today, and organisations for the secretariat."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, false

from app import clock
from app.models.common.search_entry import SearchEntry
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.audience import Audience
from app.rules.membership.profile_search import SEARCHED, words_of
from app.rules.membership.roster import Tier
from app.security.viewer import Viewer
from app.services.common.search_entries import Entry, Searchable
from app.services.roster.roster_selects import held_on, member_on


def _organisation(organisation: Organisation) -> Iterator[Entry]:
    if organisation.merged_into_id is None:
        yield Entry(
            organisation.id,
            title=organisation.name,
            words=tuple(words_of(organisation.profile(), Tier.SECRETARIAT)),
            note=organisation.standing.label,
            rank=organisation.name_kana,
            audience=Audience.SECRETARIAT,
        )


def _version(version: OrganisationVersion) -> Iterator[Entry]:
    """Versions that are over stay out: the search is of today."""
    if version.valid_until is not None and version.valid_until <= clock.today():
        return
    found: list[str] = []
    for tier in (Tier.PUBLIC, Tier.MEMBERS):
        before, found = found, list(words_of(version.profile, tier))
        if found != before:
            yield Entry(
                version.organisation.public_id,
                title=version.profile["name"],
                words=found,
                rank=version.name_kana,
                audience=Audience(tier.value),
            )


def _on_roster(viewer: Viewer) -> ColumnElement[bool]:
    """The secretariat finds the organisations instead."""
    if viewer.is_staff:
        return false()
    today = clock.today()
    return exists().where(
        OrganisationVersion.id == SearchEntry.row_id,
        held_on(OrganisationVersion, today),
        exists().where(*member_on(today)),
    )


SEARCHABLE = (
    Searchable(
        "roster",
        OrganisationVersion,
        ("organisation_id", "profile", "name_kana", "valid_until"),
        _version,
        _on_roster,
    ),
    Searchable(
        "organisation",
        Organisation,
        ("name", "name_kana", *SEARCHED, "standing", "merged_into_id"),
        _organisation,
    ),
)
