"""A body applies for a grant (応募): one person writes, a second of the body confirms and submits."""

from datetime import date

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.grants import body_letters as letters
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.grants.content import Content, PaperKind
from app.rules.membership.membership import ContactKind, ReceivedBy
from app.rules.states.common.table import next_state
from app.rules.states.grants.grant import GRANT, GrantVerb
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, numbers, rows
from app.services.common.links import Links
from app.services.grants import calls, grants, papers
from app.services.membership import contacts, receipts, recipients
from app.services.post import outbox

KIND = PaperKind.APPLICATION


def begin(
    actor: Viewer, call_id: str, content: Content, uploads: papers.Uploads | None = None
) -> Grant:
    """Begin an application of the actor's body. call_id: the call's public identifier.

    Raises RuleViolation outside the period, and where the body has one already.
    """
    organisation_id = actor.organisation_id or 0
    actor.require_member(organisation_id)
    call = calls.locked(call_id)
    _require_open(call)
    if grants.own_of(actor, call) is not None:
        raise RuleViolation(
            None,
            "貴団体は、すでにこの補助金の応募書を作成しています。「わたしの補助金」から開いてください。",
        )
    grant = _new(actor, call, organisation_id, ReceivedBy.WEB)
    papers.write(actor, grant, KIND, content, uploads or {})
    return grant


def enter(
    actor: Viewer,
    call_id: str,
    organisation_id: int,
    content: Content,
    uploads: papers.Uploads,
    *,
    received_by: ReceivedBy,
    received_on: date,
) -> Grant:
    """Enter an application that a body sent on paper: its seal stands for the second person (代行入力).

    It takes its place by the day of its arrival. Raises RuleViolation.
    """
    actor.require(Role.SECRETARIAT)
    call = calls.locked(call_id)
    last = min(call.closes_on, clock.today())
    if call.retired_on or not call.opens_on <= received_on <= last:
        raise RuleViolation(
            None, "募集の期間のうち、今日までの日を入力してください。", field="received_on"
        )
    once = select(Grant.id).where(Grant.once == _once(call, organisation_id))
    if db.session.scalar(once) is not None:
        raise RuleViolation(
            None, "この団体は、すでにこの補助金に応募しています。", field="organisation_id"
        )
    grant = _new(actor, call, organisation_id, received_by)
    papers.write(actor, grant, KIND, content, uploads)
    grant.arrived_at = receipts.moment_of(received_on)
    later = db.session.scalars(
        select(Grant).where(Grant.call_id == call.id, Grant.arrived_at > grant.arrived_at)
    ).all()
    grant.place = min((each.place or 0 for each in later), default=_next_place(grant))
    for each in later:
        each.place = (each.place or 0) + 1
    words = f"補助金の応募 {grant.number}"
    contacts.record_contact(actor, organisation_id, ContactKind.FORM, words, on=received_on)
    return receive(actor, grant.id)


def receive(actor: Viewer, grant_id: int) -> Grant:
    """Submit what was entered from paper, or corrected on paper. Raises StaleState, NotPermitted."""
    actor.require(Role.SECRETARIAT)
    grant = grants.of_body(actor, grant_id)
    grants.move(actor, grant, GrantVerb.ENTER)
    return _submitted(actor, grant, by="")


def _new(actor: Viewer, call: GrantCall, organisation_id: int, by: ReceivedBy) -> Grant:
    grant = Grant(
        call=call,
        organisation_id=organisation_id,
        organisation=rows.one(Organisation, organisation_id),
        once=_once(call, organisation_id),
        number=numbers.receipt_number("G"),
        state=next_state(GRANT, None, GrantVerb.BEGIN),
        terms=call.terms.plain(),
        begun_at=clock.now(),
        received_by=by,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record(actor, "grant.begin", grants.NOUN, grant.id, number=grant.number)
    return grant


def _once(call: GrantCall, organisation_id: int) -> str:
    return f"{call.id}:{organisation_id}"


def ask(actor: Viewer, grant_id: int, *, links: Links) -> Grant:
    """Ask the other persons of the body to confirm. Raises RuleViolation where there is none."""
    grant = grants.of_body(actor, grant_id)
    actor.require_member(grant.organisation_id)
    paper = papers.draft(grant, KIND)
    if paper is not None:
        papers.require_complete(paper)
    _require_in_time(grant)
    others = [
        each
        for each in recipients.persons_in_use(grant.organisation_id)
        if each.id != actor.account_id
    ]
    if not others:
        raise RuleViolation(
            None,
            "応募には、団体のもう一人の確認が必要です。「団体の利用者」で、代表者などを招待してください。",
        )
    grants.move(actor, grant, GrantVerb.ASK)
    grant.asked_by_id, grant.asked_by_name = actor.person(), actor.name
    for account in others:
        outbox.write(
            actor,
            letters.confirmation_asked(grant, account, links.grant(grant.id)),
            to=account.email,
            dedupe_key=grants.key_of(grant),
            period=clock.now().isoformat(),
            organisation_id=grant.organisation_id,
        )
    db.session.flush()
    return grant


def rework(actor: Viewer, grant_id: int) -> Grant:
    """Give the application back to be changed, instead of confirming it."""
    grant = grants.of_body(actor, grant_id)
    grants.move(actor, grant, GrantVerb.REWORK)
    return grant


def submit(actor: Viewer, grant_id: int) -> Grant:
    """Confirm as the second person, and submit. The order of arrival is settled under the call's lock.

    Raises RuleViolation for the person who asked, and after the deadline.
    """
    grant = grants.of_body(actor, grant_id)
    actor.require_member(grant.organisation_id)
    if grant.asked_by_id is not None and grant.asked_by_id == actor.person():
        raise RuleViolation(
            None, "確認を頼んだ人とは別の人が、ログインして内容を確かめ、提出してください。"
        )
    _require_in_time(grant)
    grants.move(actor, grant, GrantVerb.SUBMIT, confirmed=actor.name, written=grant.asked_by_name)
    return _submitted(actor, grant, by=grant.asked_by_name)


def _submitted(actor: Viewer, grant: Grant, *, by: str) -> Grant:
    """Freeze the application, give it its place, and write the receipt. by: who wrote it."""
    grant.terms = grant.call.terms.plain()
    papers.freeze(actor, grant, KIND, by=by)
    if grant.place is None:
        grant.place, grant.arrived_at = _next_place(grant), clock.now()
    grant.due_on, grant.note = None, ""
    db.session.flush()
    grants.send(actor, grant, letters.received(grant, KIND), again=True)
    return grant


def take_back(actor: Viewer, grant_id: int) -> Grant:
    """Take a submitted application back to change it; its next submission has its own arrival.

    Raises RuleViolation after the deadline.
    """
    grant = grants.of_body(actor, grant_id)
    grants.move(actor, grant, GrantVerb.TAKE_BACK)
    grant.place = grant.arrived_at = grant.due_on = None
    _require_in_time(grant)
    papers.write(actor, grant, KIND, papers.beginning(grant, KIND), {})
    with guard.acting_as_system(db.session):
        approvals.lapse(actor, grants.NOUN, grant.id)
        db.session.flush()
    return grant


def _require_open(call: GrantCall) -> None:
    today = clock.today()
    if today < call.opens_on:
        raise RuleViolation(None, f"応募の受付は、{era_date(call.opens_on)}に始まります。")
    if not call.is_open(today):
        raise RuleViolation(None, f"応募の受付は、{era_date(call.closes_on)}に終わりました。")


def _require_in_time(grant: Grant) -> None:
    last = grant.deadline
    if last is not None and clock.today() > last:
        raise RuleViolation(
            None,
            f"期限（{era_date(last)}）を過ぎたため、受け付けられません。事務局に相談してください。",
        )


def _next_place(grant: Grant) -> int:
    wanted = select(func.max(Grant.place)).where(Grant.call_id == grant.call_id)
    with guard.acting_as_system(db.session):  # a number alone leaves it
        return (db.session.scalar(wanted) or 0) + 1
