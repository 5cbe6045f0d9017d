"""Contact questions (連絡の確認; 規約第6条第1号): written when due, answered by a one-time link."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app import clock
from app.errors import NotFound, StaleState
from app.extensions import db
from app.mail.filings import contact_letters
from app.models.accounts.user import OneTimeLink
from app.models.membership.organisation import Organisation
from app.rules.membership.contact import next_question, question_due
from app.rules.membership.membership import ContactKind, Standing
from app.security.tokens import new_token, token_hash
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.common.links import Links
from app.services.membership import contacts
from app.services.membership.recipients import address_of
from app.services.post import outbox

REPLY = "contact_reply"
REPLY_WITHIN = timedelta(days=120)
"""Validity of the link in a question: beyond the last question, sent three months later."""


def ask_due(actor: Viewer, *, links: Links, limit: int = 200) -> int:
    """Write the contact questions that are due (9, 11, 12 months); return the number examined.

    The sweep calls it until it returns 0. After a downtime each member gets one question, the
    latest due. A member without a mail address gets none: it is on the list of members to be
    telephoned (services/filings/out_of_contact.py).
    """
    actor.require(Role.SYSTEM)
    today = clock.today()
    due = _due(today, limit)
    for organisation in due:
        _ask(actor, organisation, today, links)
    db.session.flush()
    return len(due)


def pass_over_due(actor: Viewer, *, limit: int = 200) -> int:
    """Ask none of what is due, and let the next question come on its day; return how many."""
    actor.require(Role.SECRETARIAT)
    today = clock.today()
    due = _due(today, limit)
    for organisation in due:
        organisation.next_question_on = next_question(organisation.last_contact_on, today)
    db.session.flush()
    return len(due)


def _due(today: date, limit: int) -> Sequence[Organisation]:
    """Return the members to be asked, locked; whom another sweep holds is left to it."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.next_question_on <= today, Organisation.last_contact_on.is_not(None))
        .where(Organisation.standing != Standing.FORMER)
        .order_by(Organisation.next_question_on, Organisation.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _ask(actor: Viewer, organisation: Organisation, today: date, links: Links) -> None:
    last = organisation.last_contact_on
    assert last is not None
    organisation.next_question_on = next_question(last, today)
    address = address_of(organisation)
    if not address:
        return
    months = [months for months, day in question_due(last) if day <= today][-1]
    outbox.write(
        actor,
        contact_letters.contact_question(
            organisation, last, months, links.contact_reply(_reply_token(organisation.id))
        ),
        to=address,
        dedupe_key=f"contact:{organisation.id}",
        period=f"{last.isoformat()}+{months}",
        organisation_id=organisation.id,
        secret=True,
    )


def _reply_token(organisation_id: int) -> str:
    token, now = new_token(), clock.now()
    db.session.add(
        OneTimeLink(
            purpose=REPLY,
            token_hash=token_hash(token),
            subject_id=organisation_id,
            created_at=now,
            expires_at=now + REPLY_WITHIN,
        )
    )
    return token


def organisation_of_link(actor: Viewer, token: str) -> Organisation:
    """Return the organisation of a question's link. Raises NotFound, StaleState as `reply`."""
    return _organisation_of(_link(token))


def reply(actor: Viewer, token: str) -> Organisation:
    """Record a member's reply by the question's link as a contact today.

    Raises NotFound for an unknown link, StaleState for a used or expired one and for an
    organisation that is no longer a member.
    """
    link = _link(token, lock=True)
    organisation = _organisation_of(link)
    link.used_at = clock.now()
    contacts.record_contact(actor, organisation.id, ContactKind.REPLY, "連絡の確認のメールへの回答")
    audit.record(actor, "contact.reply", "organisation", organisation.id)
    db.session.flush()
    return organisation


def _link(token: str, *, lock: bool = False) -> OneTimeLink:
    wanted = select(OneTimeLink).where(
        OneTimeLink.purpose == REPLY, OneTimeLink.token_hash == token_hash(token)
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    link = db.session.scalars(wanted).one_or_none()
    if link is None:
        raise NotFound
    if link.used_at is not None:
        raise StaleState("このリンクからの確認は済んでいます。ほかの操作は必要ありません。")
    if link.expires_at < clock.now():
        raise StaleState(
            "リンクの期限が切れています。会員用ページにログインするか、事務局に連絡してください。"
        )
    return link


def _organisation_of(link: OneTimeLink) -> Organisation:
    organisation = db.session.get_one(Organisation, link.subject_id)
    if organisation.standing is Standing.FORMER:
        raise StaleState("会員ではなくなったため、確認は必要ありません。")
    return organisation
