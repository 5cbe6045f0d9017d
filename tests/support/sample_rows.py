"""A platform in use: rows of every state, with names and texts of realistic length."""

from datetime import date, timedelta

from app import clock
from app.extensions import db
from app.models.admission.application import Application
from app.models.membership.organisation import Organisation
from app.models.post.address import MailAddress
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import ContactMeans, EndCause, MemberKind, ReceivedBy
from app.rules.post.addresses import AddressState
from app.rules.post.bounce_reasons import BounceReason
from app.rules.states.admission.application import ApplicationState
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.admission import approvals, batches, decisions, proposals
from app.services.filings import contact_attempts, evidence, hearings
from app.services.membership import memberships
from tests import factories
from tests.support import desk, mails, members, roster_files
from tests.support.desk import LINKS

LONG = "特定非営利活動法人鳥取県東部中山間地域居場所づくり支援ネットワーク連絡協議会"
TOWNS = ("312011", "312029", "312037", "313025", "313271", "313289")
TEXT = (
    "月に二回、だれでも来られる居場所を開いています。電話とメールでの相談も受けています。\n"
    "https://www.example.jp/a-very-long-address/that-does-not-break/anywhere/at-all/index.html"
)


def fill_lists() -> Organisation:
    """Create rows for every list; return the general member with the most own rows. Commits."""
    actor = desk.officer()
    own = _members()
    _applications(actor)
    _papers(own)
    _expulsions(actor)
    _letters()
    _addresses()
    _contacts(actor, own)
    _accounts(own)
    mails.doubtful()
    number = own.id
    _imports()
    return db.session.get_one(Organisation, number)


def _members() -> Organisation:
    own = factories.member(name=LONG, activities=TEXT, relation=TEXT, fax="0857-26-0000")
    for number, kind in enumerate(OrganisationKind):
        profile = factories.profile(
            name=f"{LONG[: 6 + 3 * number]}の会",
            kind=kind,
            municipality_code=TOWNS[number % len(TOWNS)],
            website="",
        )
        organisation = memberships.create(SYSTEM, profile)
        since = clock.today() - timedelta(days=40 * number)
        memberships.begin(SYSTEM, organisation, MemberKind.GENERAL, on=since, basis="テスト")
    for number in range(4):
        factories.member(municipality_code=TOWNS[number % len(TOWNS)])
    factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31), name="退会した会")
    factories.former_member(EndCause.EXPULSION, date(2026, 3, 31), **_unlike("除名された会"))
    return own


def _unlike(name: str) -> dict[str, str]:
    """Return a profile that resembles no other row."""
    return {
        "name": name,
        "name_kana": "ジョメイサレタカイ",
        "representative_name": "別人 一郎",
        "address": "別の町一丁目",
        "postal_code": "689-9999",
        "phone": "0859-00-0000",
        "business_contact_phone": "0859-00-0000",
        "public_contact_phone": "0859-00-0000",
    }


def _applications(actor: Viewer) -> None:
    for days, state in enumerate(ApplicationState):
        factories.application(
            state,
            received_on=clock.today() - timedelta(days=4 * days),
            name=LONG if days % 2 else f"申込みの会{days}",
            activities=TEXT,
            correction_request=TEXT,
            receipt_number=None if state is ApplicationState.UNCONFIRMED else f"N2026-{days:04}",
        )
    factories.application(received_by=ReceivedBy.FAX, was_member=True, name="退会した会")
    approved = batches.open_batch(actor)
    ready = [_ready(actor) for _ in range(3)]
    batches.put_in(actor, approved.id, [each.id for each in ready])
    proposals.propose(actor, ready[0].id, accept=False, reason=TEXT)
    batches.close(actor, approved.id)
    for each in batches.members(approved.id):
        if each not in ready:
            batches.take_out(actor, each.id)
    proposals.propose_possible(actor, approved.id)
    approvals.submit(actor, approved.id)
    approvals.approve(desk.officer(), approved.id, links=LINKS)
    waiting = batches.open_batch(actor)
    one = _ready(actor)
    batches.put_in(actor, waiting.id, [one.id])
    proposals.propose(actor, one.id, accept=True)


def _ready(actor: Viewer) -> Application:
    application = desk.ready_application(actor)
    return decisions.name_former(actor, application.id, None)


def _papers(own: Organisation) -> None:
    for state in ChangeNoticeState:
        organisation = own if state is ChangeNoticeState.RETURNED else factories.member()
        notice = members.change(
            members.person_of(organisation), organisation, activities=TEXT, address="若桜町1番地"
        )
        if state is not ChangeNoticeState.SUBMITTED:
            notice.state, notice.open_key = state, None
            notice.decided_at, notice.decision_note = clock.now(), TEXT
    members.filed_change(own)
    for state in WithdrawalState:
        organisation = own if state is WithdrawalState.RECEIVED else factories.member()
        members.filed_withdrawal(organisation).state = state
    for state, name in zip(ConsentState, ("鳥取県", "鳥取市", "米子市", "倉吉市"), strict=True):
        members.filed_consent(factories.founding_member(name)).state = state
    members.filed_consent(factories.member(name=f"{LONG}の二"))
    members.filed_release(factories.founding_member("境港市"))


def _expulsions(actor: Viewer) -> None:
    for state in ExpulsionState:
        file = desk.expulsion()
        file.facts = TEXT
        evidence.add(actor, file.id, description="写し", name="記録.txt", content=b"text")
        if state is ExpulsionState.HEARING:
            hearings.offer(actor, file.id, clock.today() + timedelta(days=20), links=LINKS)
            hearings.record(actor, file.id, TEXT, ReceivedBy.PAPER)
        elif state is not ExpulsionState.PREPARING:
            file.state, file.open_key = state, None


def _letters() -> None:
    for state in OutboxState:
        letter = factories.letter(to="a-long-mail-box-name.of-somebody@subdomain.example.jp")
        letter.state, letter.reply = state, "550 5.1.1 no such user" * 3
        if state is OutboxState.SENT:
            letter.sent_at = clock.now()


def _addresses() -> None:
    for number in range(3):
        gone = MailAddress(address=f"{'long-' * 9}{number}@example.jp", state=AddressState.DEAD)
        gone.reason, gone.since = BounceReason.USER_UNKNOWN, clock.now()
        gone.letter_id = factories.letter(to=gone.address, dedupe_key=f"test:gone:{number}").id
        db.session.add(gone)


def _contacts(actor: Viewer, own: Organisation) -> None:
    for days in (100, 280, 300, 340, 366, 500):
        silent = factories.member(name=f"連絡の途絶えた会{days}")
        silent.last_contact_on = clock.today() - timedelta(days=days)
        for means in ContactMeans if days > 365 else ():
            contact_attempts.record(
                actor, silent.id, means=means, attempted_on=clock.today(), reached=False, note=TEXT
            )
    members.letter_to(own)
    members.letter_to(own)


def _accounts(own: Organisation) -> None:
    for role in (Role.SECRETARIAT, Role.COUNCIL, Role.ADMINISTRATOR):
        factories.account(role)
    factories.account(organisation=own, active=False)
    factories.account(organisation=own)
    factories.account(Role.COUNCIL, organisation=factories.founding_member("鳥取県"))


def _imports() -> None:
    new = [roster_files.row(), roster_files.row(phone="電話")]
    roster_files.entered(roster_files.csv(new), skip_wrong=True)
    wrong = [roster_files.row(phone="電話"), roster_files.row(name=""), roster_files.row()]
    roster_files.checked(roster_files.csv(wrong))
    roster_files.merge(factories.member(name=LONG), factories.member(name=LONG))
