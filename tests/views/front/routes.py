"""The routes of this wing, written by hand: which role is answered, and with which object."""

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.common.timer import ClockGap, Timer
from app.rules.common.clock_gaps import GapCause
from app.services.common import clock_gaps, timers
from tests import factories
from tests.support.client import Examples

ROUTES = """
GET   /                                             P G E C S A
GET   /audit/list/                                  - - - - S A
GET   /audit/show/<pk>                              - - - - S A
GET   /healthz                                      P G E C S A
GET   /metrics                                      - - - - - -
GET   /organisations/<int:pk>/timeline              - - - - S -
GET   /readyz                                       P G E C S A
GET   /receipts/                                    - - - - S -
GET   /receipts/receipts.xlsx                       - - - - S -
GET   /restores/                                    - - - - S A
POST  /restores/confirm/<int:pk>                    - - - - S A
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
GET   /search                                       P G E C S A
GET   /system/                                      - - - - S A
"""

EXAMPLES: Examples = {
    "/organisations/<int:pk>/timeline": lambda client: {"pk": factories.member().id},
    "/restores/confirm/<int:pk>": lambda client: {"pk": factories.restore().id},
    "/timers/kinds/<key>/pause": lambda client: {"key": "contact.ask"},
    "/timers/kinds/<key>/resume": lambda client: {"key": "contact.ask"},
    "/timers/kinds/<key>/drop": lambda client: {"key": "contact.ask"},
    "/timers/gaps/<int:pk>/kinds/<key>/release": lambda client: gap() | {"key": "contact.ask"},
    "/timers/gaps/<int:pk>/release": lambda client: gap(),
    "/timers/<int:pk>/<any(pause,drop):verb>": lambda client: timer() | {"verb": "pause"},
    "/timers/<int:pk>/<any(resume,run):verb>": lambda client: timer() | {"verb": "run"},
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
