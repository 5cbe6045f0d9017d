"""Forms sent twice at once: each race creates its row, ready for the action."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Flask

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.admission.application import Application
from app.models.membership.organisation import Organisation
from app.models.news.news import News
from app.models.policy.annual_report import AnnualReport
from app.rules.membership.roster import Tier
from app.security.crypto import Sealer
from app.security.identity import viewer_for
from app.services.accounts import second_factor
from app.services.accounts.links import Purpose
from app.services.admission import approvals, batches, immediate, proposals
from app.services.meeting import votes
from app.services.merging import preview as merge_preview
from app.services.merging import proposals as merge_proposals
from tests import factories
from tests.factories import PASSWORD
from tests.support import desk, exchange, members, people, roster_files
from tests.support import meetings as hall
from tests.support import proposals as made_proposals
from tests.support.client import PlatformClient
from tests.support.register_samples import entry

NEW = {"password": "きつねの-嫁入り-lantern-3", "again": "きつねの-嫁入り-lantern-3"}


class Race(NamedTuple):
    """A form to be sent twice, and the action that may be recorded only once."""

    path: str
    data: dict[str, Any]
    action: str
    who: str | Account | Sequence[PlatformClient] = "secretariat"


def paper(kind: str, action: str, **data: str) -> Callable[[Flask], Race]:
    """Return a race of two officers entering a paper form on behalf of a member."""

    def race(app: Flask) -> Race:
        executive = kind == "release-requests"
        subject = factories.founding_member() if executive else factories.member()
        return Race(
            f"/{kind}/enter/{subject.id}",
            {"received_by": "paper", "received_on": clock.today().isoformat()} | data,
            action,
        )

    return race


def filed(kind: str, action: str, **data: str) -> Callable[[Flask], Race]:
    """Return a race of a member filing its own form from two windows."""

    def race(app: Flask) -> Race:
        organisation = factories.member()
        if kind == "release-requests/new":
            organisation = factories.founding_member()
        return Race(f"/{kind}", data, action, factories.account(organisation=organisation))

    return race


def take_back(
    kind: str, action: str, make: Callable[[Organisation], Any]
) -> Callable[[Flask], Race]:
    """Return a race of a member withdrawing its own filing from two windows."""

    def race(app: Flask) -> Race:
        organisation = factories.member()
        person = factories.account(organisation=organisation)
        return Race(f"/{kind}/{make(organisation).id}/take-back", {}, action, person)

    return race


def withdrawal_on_paper(app: Flask) -> Race:
    data = {"received_by": "paper", "received_on": clock.today().isoformat()}
    data |= {"when": "receipt", "no_scan": "原本を保管"}
    return Race(f"/withdrawals/enter/{factories.member().id}/send", data, "withdrawal.file")


def acceptance(app: Flask) -> Race:
    application: Application = desk.ready_application(desk.officer())
    immediate.propose_acceptance(desk.officer(), application.id, "急ぎのため")
    return Race(f"/applications/{application.id}/release", {}, "application.accept")


def approval(app: Flask) -> Race:
    submitter = desk.officer()
    desk.ready_application(submitter)
    batch = batches.open_batch(submitter)
    batches.close(submitter, batch.id)
    proposals.propose_possible(submitter, batch.id)
    approvals.submit(submitter, batch.id)
    return Race(f"/batches/{batch.id}/approve", {}, "application.accept")


def expulsion(app: Flask) -> Race:
    data = {"ground": "breach", "facts": "規約に反する行為があった。"}
    return Race(f"/expulsions/open/{factories.member().id}", data, "expulsion.open")


def importing(app: Flask) -> Race:
    data = {"basis": "令和7年5月の入会決定"}
    return Race(f"/imports/{roster_files.job().id}/start", data, "roster_import.start")


def merging(app: Flask) -> Race:
    kept, merged = factories.member(), factories.member()
    seen = merge_preview.preview(desk.officer(), kept.id, merged.id).stamp
    merge_proposals.propose(desk.officer(), kept.id, merged.id, take=[], seen=seen)
    subject = merge_proposals.subject(kept.id, merged.id)
    return Race(f"/merges/proposals/{subject}/release", {}, "organisation.merge")


def undoing(app: Flask) -> Race:
    done = roster_files.merge()
    merge_proposals.propose_undo(desk.officer(), done.id)
    return Race(f"/merges/proposals/{done.id}/release", {}, "organisation.undo_merge")


def undelivered(app: Flask) -> Race:
    question = members.failed_question()
    path = f"/contacts/{question['pk']}/undelivered/{question['message_id']}"
    return Race(path, {}, "contact.attempt")


def reply(app: Flask) -> Race:
    _message, token = members.contact_question(factories.member())
    return Race(f"/contact/{token}", {}, "contact.reply", "public")


def invited(app: Flask) -> Race:
    token = people.token_of(Purpose.INVITATION)
    return Race(f"/invitation/{token}", NEW, "invitation.accept", "public")


def forgotten(app: Flask) -> Race:
    token = people.token_of(Purpose.PASSWORD_RESET)
    return Race(f"/password/reset/{token}", NEW, "account.set_password", "public")


def inviting(app: Flask) -> Race:
    data = {"email": "new@example.jp", "family_name": "八頭"}
    person = factories.account(organisation=factories.member())
    return Race("/colleagues/invite", data, "account.create", person)


def half_in(app: Flask) -> tuple[Account, list[PlatformClient]]:
    """Create a person with a second factor who has entered the password in two browsers."""
    account = factories.account(organisation=factories.member(), password=PASSWORD)
    people.give_second_factor(account, app.config["TOTP_KEY"])
    clients = [app.test_client(), app.test_client()]
    for client in clients:
        assert isinstance(client, PlatformClient)
        people.log_in_by_page(client, account.username)
    return account, clients


def same_code(app: Flask) -> Race:
    _account, clients = half_in(app)
    return Race("/login/code", {"code": people.code()}, "account.log_in", clients)


def same_recovery_code(app: Flask) -> Race:
    account, clients = half_in(app)
    sealer = Sealer(app.config["TOTP_KEY"], "second factor")
    codes = second_factor.renew_codes(viewer_for(account), sealer)
    return Race("/login/code", {"code": codes[0]}, "account.log_in", clients)


def answering(app: Flask) -> Race:
    """Return a race of a member answering a survey from two windows."""
    row, person = exchange.survey(), factories.account(organisation=factories.member())
    return Race(f"/surveys/{row.public_id}/answer", {"q0": "よい"}, "survey.answer", person)


def matching(app: Flask) -> Race:
    """Return a race of a member saying twice that its need was matched."""
    member = factories.member()
    row, person = exchange.need(member), factories.account(organisation=member)
    return Race(f"/needs-offers/{row.public_id}/match", {}, "need_offer.match", person)


def answered_proposal(app: Flask) -> Race:
    """Return a race of two officers recording the same answer of the prefecture."""
    day = clock.today().isoformat()
    answer = {"outcome": "adopted", "reason": "予算に計上した。", "section": "課", "day": day}
    pk = made_proposals.handed_over().public_id
    return Race(f"/proposals/{pk}/answers", answer, "proposal.answer")


def published_report(app: Flask) -> Race:
    """Return a race of two officers publishing an annual report."""
    pk = entry(AnnualReport, council="").public_id
    return Race(f"/annual-reports/{pk}/publish", {}, "annual_report.publish")


def voting(app: Flask) -> Race:
    """Return a race of two persons of a member, who vote for it at once."""
    meeting, item = hall.in_session()
    member = hall.executives()[0]
    hall.arrive(meeting, member)
    votes.open_item(desk.officer(), item.id)
    who = factories.account(organisation=db.session.get_one(Organisation, member))
    path = f"/meetings/{meeting.id}/ballot/items/{item.id}"
    return Race(path, {f"vote_{member}": "for"}, "vote.cast", who)


RACES: dict[str, Callable[[Flask], Race]] = {
    "two votes of a member": voting,
    "acceptance": acceptance,
    "annual report": published_report,
    "answer to a proposal": answered_proposal,
    "approval": approval,
    "batch": lambda app: Race("/batches/open", {}, "batch.open"),
    "change notice taken back": take_back(
        "change-notices", "change_notice.take_back", members.filed_change
    ),
    "code": same_code,
    "consent": filed("consents/new", "consent.file", statement="居場所を開いています。"),
    "consent on paper": paper("consents", "consent.file", statement="居場所を開いています。"),
    "consent taken back": take_back("consents", "consent.take_back", members.filed_consent),
    "expulsion": expulsion,
    "import": importing,
    "invitation": inviting,
    "invitation taken up": invited,
    "match": matching,
    "merge": merging,
    "merge undone": undoing,
    "news": lambda app: Race(
        f"/news/{entry(News, tier=Tier.SECRETARIAT).public_id}/publish", {}, "news.publish"
    ),
    "password forgotten": forgotten,
    "patronage": lambda app: Race(
        f"/patronages/{exchange.proposed().public_id}/release", {}, "patronage.decide"
    ),
    "recovery code": same_recovery_code,
    "release": filed("release-requests/new", "release.file", reason="再編のため"),
    "release on paper": paper("release-requests", "release.file", reason="再編のため"),
    "reply": reply,
    "survey": answering,
    "undelivered": undelivered,
    "withdrawal": filed("withdrawals/send", "withdrawal.file", when="receipt"),
    "withdrawal on paper": withdrawal_on_paper,
}
