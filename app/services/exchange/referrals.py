"""Referrals (紹介・声かけ): a personal link into the application form, and what became of it."""

from collections.abc import Mapping, Sequence
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.mail.exchange import referral_letters
from app.models.admission.application import Application
from app.models.exchange.referral import Referral
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.states.admission.application import ApplicationState
from app.rules.states.common.table import next_state
from app.rules.states.exchange.referral import REFERRAL, ReferralStage, ReferralVerb
from app.security.tokens import token_hash
from app.security.viewer import Role, Viewer
from app.services.common import drafts, rows
from app.services.membership import recipients
from app.services.post import outbox
from app.services.registers import entries

OPEN = (ReferralStage.NOTED, ReferralStage.APPROACHED, ReferralStage.DECLINED)
BY_HAND = (ReferralVerb.APPROACH, ReferralVerb.DECLINE, ReferralVerb.TAKE_UP)
ARRIVED = (
    *(ApplicationState.RECEIVED, ApplicationState.CORRECTION, ApplicationState.PROPOSED),
    *(ApplicationState.ACCEPTED, ApplicationState.REFUSED),
)
OUTCOME: Mapping[ApplicationState, ReferralVerb] = {
    ApplicationState.ACCEPTED: ReferralVerb.JOIN,
    ApplicationState.REFUSED: ReferralVerb.DECLINE,
    ApplicationState.TAKEN_BACK: ReferralVerb.DECLINE,
}


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> Referral:
    """Enter an organisation to approach; whoever enters it asks, if nobody else is named."""
    given = {**values, "asked_by": values.get("asked_by") or actor.name}
    entry: Referral = entries.add(actor, model, given)
    entry.moved_on = clock.today()
    db.session.flush()
    return entry


def move(actor: Viewer, public_id: str, verb: ReferralVerb) -> Referral:
    """Record by hand how it goes. Raises NotFound, StaleState."""
    if verb not in BY_HAND:
        raise NotFound
    entry: Referral = entries.locked(actor, Referral, public_id)
    _move(actor, entry, verb)
    return entry


def by_link(actor: Viewer, referral_id: int, nonce: str) -> Referral:
    """Return the open referral of a personal link. Raises NotFound."""
    wanted = select(Referral).where(
        Referral.id == referral_id, Referral.retired_on.is_(None), Referral.stage.in_(OPEN)
    )
    entry = rows.only(wanted.options(joinedload(Referral.organisation)))
    if not compare_digest(entry.nonce.encode(), nonce.encode()):
        raise NotFound
    return entry


def begin(actor: Viewer, referral_id: int, nonce: str, form: str) -> str:
    """Begin the application with what is known; return the token of its draft. Raises NotFound.

    form: the name under which the application's form keeps its drafts.
    """
    entry = by_link(actor, referral_id, nonce)
    typed = {
        "name": [entry.name],
        "municipality_code": [entry.municipality] if entry.municipality else [],
        "activity_fields": entry.activity_fields,
    }
    token = drafts.save(actor, form, "", typed)
    entry.draft_key = token_hash(token)
    db.session.flush()
    entries.note(actor, "follow", entry)
    return token


def follow_due(actor: Viewer) -> int:
    """Note the applications that came by a link and what was decided; return how many moved."""
    actor.require(Role.SYSTEM)
    arrived = db.session.execute(
        select(Referral, Application)
        .join(Application, Application.idempotency_key == Referral.draft_key)
        .where(Referral.draft_key != "", Referral.stage.in_(OPEN), Referral.retired_on.is_(None))
        .where(Referral.application_id.is_(None), Application.state.in_(ARRIVED))
        .limit(rows.AT_ONCE)
    ).all()
    for entry, application in arrived:
        entry.application_id = application.id
        _move(actor, entry, ReferralVerb.ARRIVE)
    decided = db.session.execute(
        select(Referral, Application.state)
        .join(Application, Application.id == Referral.application_id)
        .where(Referral.stage == ReferralStage.APPLIED, Application.state.in_(OUTCOME))
        .where(Referral.retired_on.is_(None))
        .limit(rows.AT_ONCE)
    ).all()
    for entry, state in decided:
        _move(actor, entry, OUTCOME[state])
    moved = [*(entry for entry, _application in arrived), *(entry for entry, _state in decided)]
    _tell(actor, moved)
    return len(moved)


def _move(actor: Viewer, entry: Referral, verb: ReferralVerb) -> None:
    entry.stage, entry.moved_on = next_state(REFERRAL, entry.stage, verb), clock.today()
    db.session.flush()
    entries.record(actor, verb.value, entry)


def _tell(actor: Viewer, moved: Sequence[Referral]) -> None:
    """Tell the members that asked, how it went on."""
    ids = {entry.organisation_id for entry in moved if entry.organisation_id}
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all()
    members, addresses = {each.id: each for each in found}, recipients.addresses_of(found)
    for entry in moved:
        member = members.get(entry.organisation_id or 0)
        if member is not None:
            outbox.write(
                actor,
                referral_letters.moved(member, entry),
                to=addresses[member.id],
                dedupe_key=f"referral:{entry.id}",
                period=entry.stage.value,
                organisation_id=member.id,
            )
