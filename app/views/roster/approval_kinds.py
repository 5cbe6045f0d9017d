"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.post import bulks
from app.services.roster import bulk_request, import_release, import_undo
from app.views.common.approval_register import Kind

KINDS = {
    import_release.KIND: Kind(_l("Import of many rows"), "ImportView.show"),
    import_undo.KIND: Kind(_l("Undo of an import"), "ImportView.show"),
    bulks.SEND: Kind(_l("Notice to members"), "BulkView.show", ask=bulk_request.asked),
}
