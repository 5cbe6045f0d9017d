"""Needs and offers, patronage, referrals and surveys, made as a test needs them."""

from datetime import timedelta
from typing import Any

from app import clock
from app.extensions import db
from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.patronage import Patronage
from app.models.exchange.referral import Referral
from app.models.exchange.survey import Survey
from app.models.membership.organisation import Organisation
from app.rules.membership.roster import Tier
from app.security import guard
from app.security.guard import acting_as_system
from app.security.viewer import Viewer
from app.services.exchange import need_answers, patronages
from app.services.registers import entries
from tests import factories
from tests.support import news
from tests.support.desk import LINKS, officer
from tests.support.members import person_of
from tests.support.register_samples import entry

QUESTIONS = "選択：会議の長さは？※｜長い｜よい｜短い\n複数：参加した催しは？｜研修会｜フォーラム\n5段階：役に立ちましたか\n自由：ご意見"


def acting(session: Any, organisation: Organisation) -> Viewer:
    """Return a person of the member, for whom the session then acts."""
    actor = person_of(organisation)
    session.flush()
    guard.set_viewer(session, actor)
    return actor


def need(organisation: Organisation | None = None, **values: Any) -> NeedOffer:
    """Return an open need of a member."""
    owner = organisation or factories.member()
    row: NeedOffer = entry(NeedOffer, owner.id, tier=Tier.MEMBERS, **values)
    return row


def patronage(organisation_id: int | None = None, **values: Any) -> Patronage:
    """Return an application for patronage."""
    row: Patronage = entry(Patronage, organisation_id or factories.member().id, **values)
    return row


def proposed() -> Patronage:
    """Return one that another officer proposed to grant."""
    row = patronage()
    with acting_as_system(db.session):
        patronages.propose(officer(), row.public_id, granted=True, words="")
    return row


def granted(organisation_id: int | None = None) -> Patronage:
    """Return one that two officers granted, of an event that is over."""
    held = clock.today() - timedelta(days=1)
    row = patronage(organisation_id, held_on=held)
    with acting_as_system(db.session):
        patronages.propose(officer(), row.public_id, granted=True, words="")
        patronages.release(officer(), row.public_id)
    return row


def conversation(client: Any) -> dict[str, str]:
    """Return the address values of a conversation that the client takes part in, or the office's."""
    own = db.session.get(Organisation, client.organisation_id or 0) or factories.member()
    row = need()
    with acting_as_system(db.session):
        need_answers.write(person_of(own), row.public_id, own.public_id, "使えます。", links=LINKS)
    return {"pk": row.public_id, "member": own.public_id}


def survey(tier: Tier = Tier.PUBLIC, **values: Any) -> Survey:
    """Return a survey that is open."""
    today = clock.today()
    given = {"opens_on": today, "closes_on": today + timedelta(days=14), "questions": QUESTIONS}
    row: Survey = entry(Survey, tier=tier, **given | values)
    return row


def referral_token() -> str:
    """Return the token of a personal link, signed by the application under test."""
    row: Referral = entry(Referral, factories.member().id)
    return news.links().referral(row.id, row.nonce).rpartition("/")[2]


def fresh(row: Any) -> Any:
    """Return the entry as it is now: a change of the viewer lets go of what was loaded."""
    with acting_as_system(db.session):
        return entries.one(type(row), row.public_id)
