"""The results of this wing in the search: the entries of each register."""

from flask_babel import lazy_gettext as _l

from app.models.registers.entry import registers
from app.views.common.search_results import ResultKind

RESULTS = {
    model.register.key: ResultKind(_l(model.register.english), f"/{model.register.key}/{{}}".format)
    for model in registers()
    if model.register.is_found
}
