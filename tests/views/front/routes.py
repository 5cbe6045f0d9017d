"""The routes of this wing, written by hand: which role is answered, and with which object."""

from flask import current_app
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.timer import ClockGap, Timer
from app.models.events.registration import CalendarAddress
from app.models.policy.annual_report import AnnualReport
from app.rules.common.clock_gaps import GapCause
from app.services.common import clock_gaps, timers
from app.services.common.links import Links
from tests import factories
from tests.support.client import Examples, PlatformClient
from tests.support.register_samples import entry

REGISTERS = """
annual-reports   P G E C S A   - - - - S -
"""
ROUTES = """
GET   /                                             P G E C S A
GET   /audit/list/                                  - - - - S A
GET   /audit/show/<pk>                              - - - - S A
GET   /calendar/                                    P G E C S A
GET   /calendar.ics                                 P G E C S A
GET   /calendar/<token>.ics                         P G E C S A
POST  /calendar/address                             - G E C S A
GET   /healthz                                      P G E C S A
GET   /metrics                                      - - - - - -
GET   /organisations/<int:pk>/timeline              - - - - S -
GET   /readyz                                       P G E C S A
GET   /receipts/                                    - - - - S -
GET   /receipts/receipts.xlsx                       - - - - S -
GET   /restores/                                    - - - - S A
POST  /restores/confirm/<int:pk>                    - - - - S A
GET   /work/                                        - - - - S -
POST  /work/                                        - - - - S -
GET   /timers/                                      - - - - S A
GET   /timers/waiting                               - - - - S -
GET   /timers/forecast                              - - - - S -
GET   /timers/moves                                 - - - - S -
POST  /timers/moves                                 - - - - S -
POST  /timers/run                                   - - - - S -
GET   /timers/kinds/<key>/pause                     - - - - S -
POST  /timers/kinds/<key>/pause                     - - - - S -
POST  /timers/kinds/<key>/resume                    - - - - S -
GET   /timers/kinds/<key>/drop                      - - - - S -
POST  /timers/kinds/<key>/drop                      - - - - S -
POST  /timers/gaps/<int:pk>/kinds/<key>/release     - - - - S -
POST  /timers/gaps/<int:pk>/release                 - - - - S -
GET   /timers/<int:pk>/<any(pause,drop):verb>       - - - - S -
POST  /timers/<int:pk>/<any(pause,drop):verb>       - - - - S -
POST  /timers/<int:pk>/<any(resume,run):verb>       - - - - S -
GET   /annual-reports/<pk>/report.pdf               P G E C S A
GET   /annual-reports/<pk>/report.xlsx              P G E C S A
GET   /annual-reports/<pk>/content.json             P G E C S A
POST  /annual-reports/<pk>/publish                  - - - - S -
POST  /annual-reports/<pk>/take-back                - - - - S -
GET   /annual-reports/<pk>/meeting                  - - - - S -
POST  /annual-reports/<pk>/meeting                  - - - - S -
GET   /manual/                                      P G E C S A
GET   /manual/<part>/<slug>                         P G E C S A
GET   /search                                       P G E C S A
GET   /system/                                      - - - - S A
"""


def _calendar_address(client: PlatformClient) -> dict[str, str]:
    person = client.account_id or factories.account(organisation=factories.member()).id
    row = db.session.get(CalendarAddress, person)
    row = row or CalendarAddress(account_id=person, nonce="a nonce")
    db.session.add(row)
    links = Links("", current_app.config["SECRET_KEY"])
    address = links.calendar_feed(row.account_id, row.nonce)
    return {"token": address.rpartition("/")[2].removesuffix(".ics")}


REPORT_PAGES = (*("report.pdf", "report.xlsx", "content.json", "publish", "take-back", "meeting"),)
EXAMPLES: Examples = {
    "/calendar/<token>.ics": _calendar_address,
    "/organisations/<int:pk>/timeline": lambda client: {"pk": factories.member().id},
    "/restores/confirm/<int:pk>": lambda client: {"pk": factories.restore().id},
    "/timers/kinds/<key>/pause": lambda client: {"key": "contact.ask"},
    "/timers/kinds/<key>/resume": lambda client: {"key": "contact.ask"},
    "/timers/kinds/<key>/drop": lambda client: {"key": "contact.ask"},
    "/timers/gaps/<int:pk>/kinds/<key>/release": lambda client: gap() | {"key": "contact.ask"},
    "/timers/gaps/<int:pk>/release": lambda client: gap(),
    "/timers/<int:pk>/<any(pause,drop):verb>": lambda client: timer() | {"verb": "pause"},
    "/timers/<int:pk>/<any(resume,run):verb>": lambda client: timer() | {"verb": "run"},
    **dict.fromkeys(
        (f"/annual-reports/<pk>/{part}" for part in REPORT_PAGES),
        lambda client: {"pk": entry(AnnualReport).public_id},
    ),
    "/manual/<part>/<slug>": lambda client: {"part": "member", "slug": "apply"},
    "/audit/show/<pk>": lambda client: {"pk": 1},
}


def gap() -> dict[str, int]:
    """Return the open gap of the clock, created if necessary, as URL values."""
    now = clock.now()
    row = clock_gaps.present() or ClockGap(
        cause=GapCause.STOPPED, seen_at=now, found_at=now, released=[], open_key=1, settled_by=""
    )
    db.session.add(row)
    db.session.flush()
    return {"pk": row.id}


def timer() -> dict[str, int]:
    """Create a due timer; return its URL values."""
    timers.schedule(timers.READMISSION_DAY, factories.member().id, clock.now())
    found = select(Timer.id).order_by(Timer.id.desc()).limit(1)
    return {"pk": db.session.scalars(found).one()}
