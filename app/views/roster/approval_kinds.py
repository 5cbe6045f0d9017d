"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.roster import import_release, import_undo
from app.views.common.approval_register import Kind

KINDS = {
    import_release.KIND: Kind(_l("Import of many rows"), "ImportView.show"),
    import_undo.KIND: Kind(_l("Undo of an import"), "ImportView.show"),
}
