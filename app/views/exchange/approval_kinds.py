"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.exchange import patronages
from app.views.common.approval_register import Kind

KINDS = {patronages.KIND: Kind(_l("Decision on patronage"), "PatronageView.show")}
