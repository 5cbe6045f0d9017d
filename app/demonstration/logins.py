"""Accounts for each role, and the council that one of them serves on. Their passwords stay the same."""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import exists, select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.grants.call import DEFAULTS, GrantCall
from app.models.membership.organisation import Organisation
from app.rules.common.era import fiscal_year
from app.rules.grants.calls import GrantKind
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind
from app.rules.regulations.regulation_text import parsed
from app.security.identity import viewer_for
from app.security.passwords import verify
from app.security.viewer import Role, Viewer
from app.services.accounts import access as account_access
from app.services.accounts import accounts
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils, public_notices
from app.services.council import persons as council_persons
from app.services.council import rules as council_rules
from app.services.membership import contacts, memberships
from app.services.registers import entries


class Login(NamedTuple):
    """Credentials of a demonstration account."""

    role: str
    username: str
    password: str


PEOPLE = (
    ("secretariat", "secretariat", "事務局", "一郎", (Role.SECRETARIAT,), None),
    ("secretariat", "secretariat2", "事務局", "二葉", (Role.SECRETARIAT,), None),
    ("administrator", "administrator", "管理", "三郎", (Role.ADMINISTRATOR,), None),
    ("executive", "executive", "幹事", "四季", (), "鳥取県民生児童委員協議会"),
    ("council", "council", "協議", "五月", (), "鳥取県弁護士会"),
    ("general", "general", "一般", "六花", (), "とっとり居場所の会（見本）"),
    ("general", "general2", "一般", "七海", (), "とっとり居場所の会（見本）"),
)
COUNCIL = "鳥取県孤独・孤立対策地域協議会（見本）"
NOTICE = "鳥取県告示（見本）第1号"
SAMPLE_RULES = parsed(
    """第１条（趣旨）
この規程は、協議会の組織及び運営に関し必要な事項を定める。
第２条（調整機関）
調整機関は、孤独・孤立対策推進法第17条第2項の規定により、支援の実施状況を把握し、必要に応じて関係機関等相互の連絡調整を行う。
２　前項の調整は、協議会が確認した調整担当が、個別ケースの概要、経過、支援計画及び会議の範囲で行う。
""",
    {"slug": council_rules.SLUG, "title": "鳥取県孤独・孤立対策地域協議会規程（見本）"},
)
SAMPLE = {
    "name": "とっとり居場所の会（見本）",
    "name_kana": "トットリイバショノカイ",
    "kind": OrganisationKind.VOLUNTARY,
    "municipality_code": "312011",
    "activities": "月に二回、だれでも立ち寄れる居場所を開いています。",
    "activity_fields": ["place"],
    "business_contact_name": "一般 六花",
    "business_contact_email": "general@example.jp",
}
"""A general member to log in as, in the demonstration only."""
SAMPLE_CALL = {
    "name": "広報・交流経費補助金（見本）",
    "kind": GrantKind.PUBLICITY,
    "summary": "孤独・孤立対策に関する広報活動・交流活動の経費の一部を補助します。",
    "content": "プラットフォーム構成団体が行う孤独・孤立対策に関する広報活動・交流活動（チラシ作成、講演会、ワークショップ、フォーラム等）",
    "contact": "孤独・孤立対策課",
}
"""The paper's grant, open for applications in the demonstration only."""
PAST_CALL = "居場所づくり応援補助金（見本）"
"""A call of which every role may see that it is there, in a filled demonstration only."""


def demonstration_logins(actor: Viewer, secret: str) -> list[Login]:
    """Create missing demonstration accounts, and give each the password printed for it.

    secret: this installation's, from which the passwords are made.
    """
    logins = []
    for role, username, family, given, roles, organisation in PEOPLE:
        password = _password(secret, username)
        account = db.session.scalars(
            select(Account).where(Account.username == username)
        ).one_or_none()
        if account is None:
            account = accounts.create(
                actor,
                username=username,
                email=f"{username}@example.jp",
                family_name=family,
                given_name=given,
                organisation_id=_organisation(actor, organisation),
                roles=roles,
            )
            if role == Role.COUNCIL:
                _serve(actor, account)
        if not verify(account.password, password).right:
            account_access.set_password(actor, account, password)
        logins.append(Login(role, username, password))
    return logins


def is_filled() -> bool:
    """Whether the platform has the demonstration's data."""
    return bool(db.session.scalar(select(exists().where(GrantCall.name == PAST_CALL))))


def _password(secret: str, username: str) -> str:
    made = hmac.digest(secret.encode(), f"demonstration:{username}".encode(), "sha256")
    return urlsafe_b64encode(made)[:12].decode()


def open_call(actor: Viewer) -> None:
    """Open a call for grants where there never was one."""
    if db.session.scalar(select(exists().where(GrantCall.id > 0))):
        return
    today = clock.today()
    period = {"opens_on": today, "closes_on": today + timedelta(days=60)}
    year = {"fiscal_year": fiscal_year(today)}
    entries.add(actor, GrantCall, {**DEFAULTS, **SAMPLE_CALL, **period, **year}, source="見本")


def _serve(actor: Viewer, account: Account) -> None:
    """Register the person on the council under a pledge, as coordinator of the coordinating body."""
    today = clock.today()
    if councils.present() is None:
        councils.establish(actor, name=COUNCIL, established_on=today)
        council_bodies.add_executives(actor, begins_on=today)
    body = next(
        each for each in councils.bodies() if each.organisation_id == account.organisation_id
    )
    coordinators.designate(actor, body.id)
    council_rules.enter(actor, SAMPLE_RULES, today, basis="見本")
    term = council_persons.register(actor, account_id=account.id, body_id=body.id, begins_on=today)
    term.coordinates = True  # in a real council, two persons decide it
    coordinators.pledge(viewer_for(account))
    seen = public_notices.stamp(public_notices.as_of_today(councils.required()))
    public_notices.publish(
        actor, number=NOTICE, published_on=today, issuer=public_notices.ISSUER, seen=seen
    )


def _organisation(actor: Viewer, name: str | None) -> int | None:
    if name is None:
        return None
    found = db.session.scalar(select(Organisation.id).where(Organisation.name == name))
    if found is not None:
        return found
    organisation = memberships.create(actor, SAMPLE)
    memberships.begin(
        actor, organisation, MemberKind.GENERAL, on=clock.today(), basis="デモンストレーション"
    )
    contacts.start_clock(organisation)
    return organisation.id
