"""Templates of recurring meetings (会議のひな形)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TimeField
from wtforms.validators import NumberRange, Optional

from app.models.meeting.meeting import MeetingTemplate
from app.rules.meeting.agenda import MeetingForm
from app.views.common.filters import Interface
from app.views.common.labels import label
from app.views.common.models import MasterModelView
from app.views.forms.common.fields import ChoiceField, LinesField, choices_of
from app.views.forms.common.validators import Filled, plain


def _fields() -> dict[str, Any]:
    """Return the fields of types unknown to FAB."""
    return {
        "form": ChoiceField(
            _l("Meeting format"), [Filled()], choices=lambda: choices_of(MeetingForm, label)
        ),
        "starts_at": TimeField(_l("Time of day"), [Optional()]),
        "lead_days": IntegerField(
            _l("Days between notice and meeting"),
            [Filled(), NumberRange(0, 365)],
            default=14,
        ),
        "agenda": LinesField(
            _l("Agenda"), limit=4000, description=_l("One discussion item per line.")
        ),
    }


class TemplateInterface(Interface):
    """Model interface without the time of day, for which FAB has no filter and logs a warning."""

    def get_columns_list(self) -> list[str]:
        return [name for name in super().get_columns_list() if name != "starts_at"]


class MeetingTemplateView(MasterModelView):
    """会議のひな形."""

    route_base = "/meeting-templates"
    datamodel = TemplateInterface(MeetingTemplate)
    base_order = ("name", "asc")
    list_title = _l("Meeting templates")
    add_title = _l("Add a meeting template")
    edit_title = _l("Change a meeting template")
    show_title = _l("Meeting template")
    list_columns = ["name", "place", "lead_days"]
    show_columns = ["name", "form.label", "starts_at", "place", "lead_days", "agenda"]
    add_columns = ["name", "form", "starts_at", "place", "lead_days", "agenda"]
    edit_columns = add_columns
    add_form_extra_fields = _fields()
    edit_form_extra_fields = _fields()
    validators_columns = {name: [plain] for name in ("name", "place")}
    search_columns = ["name", "place"]
    label_columns = {
        "name": _l("Name of the meeting"),
        "form.label": _l("Meeting format"),
        "starts_at": _l("Time of day"),
        "place": _l("Venue"),
        "lead_days": _l("Days between notice and meeting"),
        "agenda": _l("Agenda"),
    }
    exclude_route_methods = {*MasterModelView.exclude_route_methods, "delete"}
