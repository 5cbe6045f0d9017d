"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.common import settings
from app.views.common.approval_register import Kind

KINDS = {
    settings.KIND: Kind(
        _l("Change of the limits of decisions by one person"),
        "OfficeSettingsView.index",
        takes_id=False,
    ),
}
