"""The audit trail, for those who look after it."""

from flask_babel import lazy_gettext as _l

from app.models.audit import AuditEntry
from app.views.filters import Interface
from app.views.models import ReadOnlyModelView


class AuditView(ReadOnlyModelView):
    """監査記録, newest first."""

    route_base = "/audit"
    datamodel = Interface(AuditEntry)
    base_order = ("sequence", "desc")
    list_title = _l("Audit trail")
    show_title = _l("Audit entry")
    list_columns = [
        "sequence",
        "at",
        "actor_name",
        "action",
        "subject_type",
        "subject_id",
        "refused",
    ]
    show_columns = [
        "sequence",
        "at",
        "actor_name",
        "actor_id",
        "action",
        "subject_type",
        "subject_id",
        "details",
        "refused",
        "previous_hash",
        "hash",
    ]
    order_columns = ["sequence", "at", "actor_name", "action"]
    search_columns = ["actor_name", "action", "subject_type", "subject_id", "refused"]
    label_columns = {
        "sequence": _l("No."),
        "at": _l("When"),
        "actor_name": _l("Who"),
        "actor_id": _l("Account number"),
        "action": _l("Action"),
        "subject_type": _l("Object"),
        "subject_id": _l("Number of the object"),
        "details": _l("Details"),
        "refused": _l("Refused"),
        "previous_hash": _l("Hash of the entry before"),
        "hash": _l("Hash"),
    }
