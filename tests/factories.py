"""Rows for tests, created through the services where those enforce rules.

The functions need the `session` fixture (or an application context with system rights); they
flush and do not commit.
"""

from datetime import date
from itertools import count
from typing import Any

from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy import select

from app import clock
from app.documents.common.letter import Letter
from app.extensions import db
from app.models.accounts.user import Account
from app.models.admission.application import Application
from app.models.common.restore import DatabaseRestore
from app.models.council.council import ConstituentBody, Council, CouncilPerson
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.council.council import PLEDGE_VERSION
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import EndCause, MemberKind, ReceivedBy
from app.rules.states.admission.application import ApplicationState
from app.security.passwords import hashed
from app.security.viewer import SYSTEM, Role
from app.services.council import councils
from app.services.council import persons as council_persons
from app.services.membership import contacts, memberships
from app.services.post import outbox

PASSWORD = "かささぎ-correct-horse-7"
_number = count(1)


def profile(**values: Any) -> dict[str, Any]:
    """Return a complete and valid profile of an organisation, with a unique name."""
    n = next(_number)
    return {
        "name": f"NPO法人つながり{n}",
        "name_kana": f"ツナガリ{n}",
        "kind": OrganisationKind.NPO,
        "representative_title": "理事長",
        "representative_name": "因幡 花子",
        "postal_code": "680-0011",
        "municipality_code": "312011",
        "address": f"鳥取市東町{n}番地",
        "phone": f"0857-26-{n % 10000:04}",
        "email": f"office{n}@example.jp",
        "website": f"https://www.example.jp/{n}",
        "activity_fields": [],
        "activity_area": "鳥取県東部",
        "activities": "居場所づくり",
        "relation": "孤独・孤立を感じる人が集まれる場を開いている。",
        "public_contact_name": "事務所",
        "public_contact_phone": f"0857-26-{n % 10000:04}",
        "public_contact_email": f"office{n}@example.jp",
        "business_contact_name": "伯耆 太郎",
        "business_contact_phone": f"0857-27-{n % 10000:04}",
        "business_contact_email": f"contact{n}@example.jp",
        **values,
    }


def member(
    kind: MemberKind = MemberKind.GENERAL, *, since: date = date(2025, 4, 1), **values: Any
) -> Organisation:
    """Create an organisation on the roster since that day, with its contact clock running."""
    organisation = memberships.create(SYSTEM, profile(**values))
    memberships.begin(SYSTEM, organisation, kind, on=since, basis="テスト")
    contacts.start_clock(organisation)
    db.session.flush()
    return organisation


def founding_member(name: str = "鳥取県") -> Organisation:
    """Return one of the 34 founding members in every test database."""
    found: Organisation = db.session.scalars(
        select(Organisation).where(Organisation.name == name)
    ).one()
    return found


def application(state: ApplicationState = ApplicationState.RECEIVED, **values: Any) -> Application:
    """Create an application in this state, received from the web unless `received_by` differs."""
    row = Application(
        **{
            "received_by": ReceivedBy.WEB,
            "submitted_at": clock.now(),
            "received_on": clock.today(),
            "receipt_number": f"T-{next(_number)}",
            "state": state,
            "pledge_version": PLEDGE.version,
            "bylaws_version": "2024-04-01",
            "privacy_version": PRIVACY.version,
            "pledged_on": clock.today(),
            **profile(),
            **values,
        }
    )
    db.session.add(row)
    db.session.flush()
    return row


def account(
    *roles: Role, organisation: Organisation | None = None, password: str = "", **values: Any
) -> Account:
    """Create a person's account. Member roles follow from the organisation: do not pass them.

    Role.COUNCIL: also creates a term on the council, for the organisation or as an individual.
    password: hashed if given, which takes a moment; not needed for `client_as`.
    """
    n = next(_number)
    row = Account(
        **{
            "first_name": "次郎",
            "last_name": f"米子{n}",
            "username": f"person{n}@example.jp",
            "email": f"person{n}@example.jp",
            "active": True,
            "password": hashed(password) if password else "",
            "organisation": organisation,
            **values,
        }
    )
    given = set(roles) - {Role.COUNCIL}
    row.roles = list(
        db.session.scalars(select(RoleRow).where(RoleRow.name.in_([r.value for r in given])))
    )
    assert len(row.roles) == len(given), "member roles come from the organisation"
    db.session.add(row)
    db.session.flush()
    if Role.COUNCIL in roles:
        term(row)
    return row


def council() -> Council:
    """Return the council, establishing it if necessary."""
    return councils.present() or councils.establish(
        SYSTEM, name="鳥取県孤独・孤立対策地域協議会", established_on=date(2024, 4, 1)
    )


def body(organisation: Organisation | None = None) -> ConstituentBody:
    """Return a constituent body since 2024: the organisation's only one, or a new person's."""
    council()
    since = date(2024, 4, 1)
    if organisation is None:
        return councils.add_body(SYSTEM, name=f"委員{next(_number)}", begins_on=since)
    for known in councils.bodies():
        if known.organisation_id == organisation.id:
            return known
    return councils.add_body(SYSTEM, organisation_id=organisation.id, begins_on=since)


def term(
    person: Account,
    of: ConstituentBody | None = None,
    *,
    pledged: bool = True,
    coordinates: bool = False,
) -> CouncilPerson:
    """Create a term on the council since 2024: for `of`, the person's organisation, or themselves."""
    served = of or body(person.organisation)
    row = council_persons.register(
        SYSTEM,
        account_id=person.id,
        body_id=served.id,
        begins_on=date(2024, 4, 1),
    )
    row.coordinates = coordinates
    if pledged:
        row.pledged_on, row.pledge_version = date(2024, 4, 1), PLEDGE_VERSION
    db.session.flush()
    db.session.expire(person, ["terms"])
    return row


def former_member(cause: EndCause, on: date, **values: Any) -> Organisation:
    """Create an organisation whose membership ended on that day, by withdrawal or expulsion."""
    organisation = member(**{"since": min(date(2025, 4, 1), on), **values})
    memberships.end(SYSTEM, organisation, cause, on=on)
    return organisation


def restore(**values: Any) -> DatabaseRestore:
    """Create the record of a restore that nobody has confirmed yet."""
    now = clock.now()
    found = DatabaseRestore(
        **{"found_at": now, "state_of": now, "lost": 3, "lost_hash": "0" * 64}
        | {"letters": 1, "links": 2, "ended": {"account.disabled": [1], "case.access": 4}}
        | {"confirmed_by_name": ""}
        | values
    )
    db.session.add(found)
    db.session.flush()
    return found


def letter(**values: Any) -> OutboxMessage:
    """Create a letter in the outbox."""
    content = Letter(
        purpose="test",
        number="第202600000001号",
        issued_on=clock.today(),
        addressee_organisation="𠮷野の会",
        addressee_person="山田 花子",
        sender=("事務局",),
        subject="お知らせ",
        paragraphs=("本文です。",),
    )
    return outbox.write(
        SYSTEM, content, **{"to": "a@example.jp", "dedupe_key": f"test:{next(_number)}", **values}
    )
