"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.accounts import office_roles
from app.views.common.approval_register import Kind

KINDS = {
    office_roles.KIND: Kind(_l("Roles of the office"), "AccountsView.show"),
}
