"""Organisations at the secretariat: search, display, correction, notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, or_, select
from sqlalchemy.orm import selectinload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.models.admission.application import Application
from app.models.membership.organisation import Organisation, OrganisationNote
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.common.naming import search_form
from app.rules.common.tokens import words
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import differences
from app.rules.membership.profile_search import sought
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.membership import memberships
from app.services.membership.recipients import contact_is_gone


@dataclass(frozen=True)
class Wanted:
    """Search criteria; the defaults match everything."""

    text: str = ""
    standing: Standing | None = None
    kind: OrganisationKind | None = None
    municipality: str = ""
    activity_field: str = ""
    contact_gone: bool = False
    """Only members whose contact person's account is no longer in use."""


LISTED = (
    Organisation.id,
    Organisation.name,
    Organisation.standing,
    Organisation.kind,
    Organisation.municipality_code,
    Organisation.last_contact_on,
)
"""The columns of a list; the whole row contains the full profile."""


def page(
    actor: Viewer, wanted: Wanted, *, number: int
) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """Return one page (from 1) of organisations by kana, with LISTED, and their total.

    Their name, telephone, persons or address contain each word of the text.
    """
    actor.require(Role.SECRETARIAT)
    order = (Organisation.name_kana, Organisation.id)
    # Select the page's ids first, from an index that covers the search: rows are wide.
    every: Select[Any] = select(Organisation.id).where(*_conditions(wanted)).order_by(*order)
    ids = rows.paged(every, number)
    found = db.session.execute(
        select(*LISTED).where(Organisation.id.in_(ids)).order_by(*order)
    ).all()
    return found, rows.total(every, number, len(found))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield Organisation.merged_into_id.is_(None)
    for word in words(wanted.text):
        folded = search_form(word)
        if folded:
            yield or_(
                Organisation.name_search.contains(folded, autoescape=True),
                *(
                    Organisation.details_search.contains(form, autoescape=True)
                    for form in sought(word)
                ),
            )
    if wanted.standing is not None:
        yield Organisation.standing == wanted.standing
    if wanted.kind is not None:
        yield Organisation.kind == wanted.kind
    if wanted.municipality:
        yield Organisation.municipality_code == wanted.municipality
    if wanted.contact_gone:
        yield Organisation.standing != Standing.FORMER
        yield contact_is_gone()
    if wanted.activity_field:
        codes = cast(Organisation.activity_fields, String)
        yield codes.contains(f'"{wanted.activity_field}"', autoescape=True)


def one(actor: Viewer, organisation_id: int) -> Organisation:
    """Return an organisation with its memberships. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(Organisation, organisation_id, selectinload(Organisation.memberships))


def accounts(actor: Viewer, organisation_id: int) -> Sequence[Account]:
    """Return the accounts of the organisation."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Account).where(Account.organisation_id == organisation_id).order_by(Account.id)
    ).all()


def applications(actor: Viewer, organisation_id: int) -> Sequence[Application]:
    """Return the organisation's applications, the newest first."""
    actor.require(Role.SECRETARIAT)
    return rows.of_organisation(Application, organisation_id)


def letters(actor: Viewer, organisation_id: int) -> Sequence[OutboxMessage]:
    """Return the letters to the organisation, the newest first."""
    actor.require(Role.SECRETARIAT)
    return rows.of_organisation(OutboxMessage, organisation_id)


def correct(
    actor: Viewer, organisation_id: int, values: Mapping[str, Any], *, reason: str, seen: str
) -> Organisation:
    """Correct an entry without a notice of the member (職権訂正), from today.

    values: the whole profile, by field; seen: the `stamp` of the entry as shown to the officer.
    Raises RuleViolation without a reason or a difference, StaleState when it has changed since.
    """
    actor.require(Role.SECRETARIAT)
    organisation = memberships.locked(organisation_id)
    if stamp(organisation) != seen:
        raise StaleState("画面を開いた後に登録の内容が変わりました。画面を開き直してください。")
    if not reason.strip():
        raise RuleViolation(articles.ROSTER, "訂正する理由を入力してください。履歴に残ります。")
    changes = differences(organisation.profile(), values)
    if not changes:
        raise RuleViolation(articles.ROSTER, "登録の内容から変わったところがありません。")
    for field, value in values.items():
        setattr(organisation, field, value)
    db.session.flush()
    if organisation.standing is not Standing.FORMER:
        source = f"事務局による訂正：{reason.strip()}"
        memberships.write_version(organisation, clock.today(), source[:100])
    audit.record(
        actor,
        "organisation.correct",
        "organisation",
        organisation.id,
        reason=reason.strip(),
        fields=[change.key for change in changes],
    )
    db.session.flush()
    return organisation


def stamp(organisation: Organisation) -> str:
    """Return a fingerprint of the entry, to detect changes."""
    return rows.fingerprint(organisation.profile())


def notes(actor: Viewer, organisation_id: int) -> Sequence[OrganisationNote]:
    """Return the secretariat's own notes (事務局メモ), the newest first."""
    actor.require(Role.SECRETARIAT)
    return rows.of_organisation(OrganisationNote, organisation_id)


def add_note(actor: Viewer, organisation_id: int, text: str) -> OrganisationNote:
    """Add a note on an organisation, for the secretariat alone."""
    actor.require(Role.SECRETARIAT)
    organisation = rows.one(Organisation, organisation_id)
    note = OrganisationNote(
        organisation_id=organisation.id,
        text=text.strip(),
        written_at=clock.now(),
        written_by_id=actor.account_id,
        written_by_name=actor.name,
    )
    db.session.add(note)
    db.session.flush()
    audit.record(actor, "organisation.note", "organisation", organisation.id, note_id=note.id)
    return note
