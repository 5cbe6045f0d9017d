"""Master data: municipalities and fields of activity."""

from flask_babel import lazy_gettext as _l

from app.models.common.master import ActivityField, Municipality
from app.views.common.filters import Interface
from app.views.common.models import MasterModelView
from app.views.forms.common.validators import plain


class MunicipalityView(MasterModelView):
    """市町村."""

    route_base = "/municipalities"
    datamodel = Interface(Municipality)
    base_order = ("code", "asc")
    list_title = _l("Municipalities")
    add_title = _l("Add a municipality")
    edit_title = _l("Change a municipality")
    show_title = _l("Municipality")
    list_columns = ["code", "name", "kana", "district"]
    show_columns = list_columns
    add_columns = list_columns
    edit_columns = ["name", "kana", "district"]
    validators_columns = {name: [plain] for name in list_columns}
    search_columns = ["code", "name", "kana", "district"]
    label_columns = {
        "code": _l("Code"),
        "name": _l("Name"),
        "kana": _l("Reading"),
        "district": _l("District"),
    }
    description_columns = {
        "code": _l(
            "The six digits of the national local government code. It cannot be changed later."
        ),
        "kana": _l("In katakana."),
        "district": _l("Leave it empty for a city."),
    }
    exclude_route_methods = {*MasterModelView.exclude_route_methods, "delete"}


class ActivityFieldView(MasterModelView):
    """活動分野. One in use is deactivated, not deleted."""

    route_base = "/activity-fields"
    datamodel = Interface(ActivityField)
    base_order = ("position", "asc")
    list_title = _l("Fields of activity")
    add_title = _l("Add a field of activity")
    edit_title = _l("Change a field of activity")
    show_title = _l("Field of activity")
    list_columns = ["label", "label_en", "position", "active"]
    show_columns = ["code", *list_columns]
    add_columns = ["code", "label", "label_en", "position", "active"]
    edit_columns = ["label", "label_en", "position", "active"]
    validators_columns = {name: [plain] for name in ("code", "label", "label_en")}
    search_columns = ["code", "label", "label_en"]
    label_columns = {
        "code": _l("Code"),
        "label": _l("Name"),
        "label_en": _l("Name in English"),
        "position": _l("Display order"),
        "active": _l("In use"),
    }
    description_columns = {
        "code": _l(
            "A short word in lower-case letters, such as housing. It cannot be changed later."
        ),
        "position": _l("Smaller numbers come first."),
        "active": _l("Unticked options are no longer offered; existing entries are not affected."),
    }
    exclude_route_methods = {*MasterModelView.exclude_route_methods, "delete"}
