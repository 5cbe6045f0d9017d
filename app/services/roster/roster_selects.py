"""The roster's SELECT statements: which entries a viewer finds on a day, by what, in which order.

Who sees the whole entry of the day finds by that entry. Everybody else finds entries of a past day
by today's: an answer to a search must not tell a value that is no longer shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, null, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.naming import search_form
from app.rules.common.tokens import words
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.rules.membership.profile_search import sought
from app.rules.membership.roster import Tier, tiers_seen

Then = aliased(OrganisationVersion, name="then")
"""The entry of the past day, beside today's."""


@dataclass(frozen=True)
class Wanted:
    """Search criteria. day: the day of the roster."""

    day: date
    text: str = ""
    member_kind: MemberKind | None = None
    kind: OrganisationKind | None = None
    municipality: str = ""
    activity_field: str = ""


def is_whole(day: date, tier: Tier) -> bool:
    """Whether a viewer of this tier sees the roster of that day as it was."""
    return tier is Tier.SECRETARIAT or day >= clock.today()


def ids(wanted: Wanted, tier: Tier) -> Select[int]:
    """Select the ids of the versions listed, in the roster's order."""
    statement = (
        select(OrganisationVersion.id)
        .where(*_listed(wanted, tier), exists().where(*_memberships(wanted)))
        .order_by(OrganisationVersion.name_kana, OrganisationVersion.id)
    )
    return (
        statement if is_whole(wanted.day, tier) else statement.where(exists().where(_was(wanted)))
    )


def entries(wanted: Wanted, tier: Tier) -> Select[Any]:
    """Select the columns of an entry: objects of all three tables would be slower.

    then: the profile of the past day, where `profile` is today's.
    """
    whole = is_whole(wanted.day, tier)
    statement = (
        select(
            Organisation.public_id,
            OrganisationVersion.profile,
            (null() if whole else Then.profile).label("then"),
            Membership.kind,
            Membership.starts_on,
        )
        .select_from(OrganisationVersion)
        .join(OrganisationVersion.organisation)
        .join(Membership, and_(*_memberships(wanted)))
        .where(*_listed(wanted, tier))
        .order_by(OrganisationVersion.name_kana, OrganisationVersion.id)
    )
    return statement if whole else statement.join(Then, _was(wanted))


def struck_since(day: Any) -> ColumnElement[bool]:
    """Return the condition for organisations whose registration was struck after the day.

    Whoever came back has a new registration; the old one stays struck (要領第4条, 第5条). A
    membership that goes on in the other kind, or in a merged record, was not struck.
    """
    ended, went_on = aliased(Membership), aliased(Membership)
    continues = exists().where(
        went_on.organisation_id == ended.organisation_id,
        went_on.starts_on <= ended.ended_on,
        or_(went_on.ended_on.is_(None), went_on.ended_on > ended.ended_on),
    )
    return exists().where(
        ended.organisation_id == OrganisationVersion.organisation_id,
        ended.ended_on > day,
        ended.ended_on <= clock.today(),
        ~continues,
    )


def held_on(version: Any, day: date) -> ColumnElement[bool]:
    """Return the condition for versions in force on the day: the last of several of that day."""
    return and_(
        version.valid_from <= day, or_(version.valid_until.is_(None), version.valid_until > day)
    )


def member_on(day: Any) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for the version's organisation's membership in force on the day."""
    yield Membership.organisation_id == OrganisationVersion.organisation_id
    yield Membership.starts_on <= day
    yield or_(Membership.ended_on.is_(None), Membership.ended_on > day)


def _was(wanted: Wanted) -> ColumnElement[bool]:
    same = Then.organisation_id == OrganisationVersion.organisation_id
    return and_(same, held_on(Then, wanted.day))


def _memberships(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield from member_on(wanted.day)
    if wanted.member_kind is not None:
        yield Membership.kind == wanted.member_kind


def _listed(wanted: Wanted, tier: Tier) -> Iterator[ColumnElement[bool]]:
    if is_whole(wanted.day, tier):
        yield held_on(OrganisationVersion, wanted.day)
    else:
        yield held_on(OrganisationVersion, clock.today())
        yield ~struck_since(wanted.day)
    for word in words(wanted.text):
        folded = search_form(word)
        if folded:
            yield _has(word, folded, tier)
    if wanted.kind is not None:
        yield OrganisationVersion.kind == wanted.kind.value
    if wanted.municipality:
        yield OrganisationVersion.municipality_code == wanted.municipality
    if wanted.activity_field:
        field = f" {wanted.activity_field} "
        yield OrganisationVersion.fields_search.contains(field, autoescape=True)
        # A viewer who may not see a field must not find by it either.
        yield _is_shared(OrganisationVersion.profile["disclosure", "activity_fields", "tier"], tier)


def _has(word: str, folded: str, tier: Tier) -> ColumnElement[bool]:
    """Return the condition for a word in the name or in what the viewer's tier sees besides.

    What only the secretariat sees is found by its own search of organisations.
    """
    columns = [OrganisationVersion.public_search]
    if tier is not Tier.PUBLIC:
        columns.append(OrganisationVersion.members_search)
    return or_(
        OrganisationVersion.name_search.contains(folded, autoescape=True),
        *(column.contains(form, autoescape=True) for column in columns for form in sought(word)),
    )


def _is_shared(stated: Any, tier: Tier) -> ColumnElement[bool]:
    seen = [each.value for each in tiers_seen(tier)]
    return or_(stated.as_string().is_(None), stated.as_string().in_(seen))
