"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.rules.grants.acts import GrantAct
from app.services.grants.decisions import kind_of
from app.views.common.approval_register import Kind

_LABELS = {
    GrantAct.OFFER: _l("Grant: advance notice"),
    GrantAct.REJECT: _l("Grant: not accepted"),
    GrantAct.DECIDE: _l("Grant: decision"),
    GrantAct.CHANGE: _l("Grant: approval of a change"),
    GrantAct.REFUSE_CHANGE: _l("Grant: refusal of a change"),
    GrantAct.SETTLE: _l("Grant: settlement of the amount"),
    GrantAct.REVOKE: _l("Grant: revocation"),
}
KINDS = {kind_of(act): Kind(words, "GrantView.show") for act, words in _LABELS.items()}
