"""The acts of this wing that two persons decide."""

from flask_babel import lazy_gettext as _l

from app.services.registers import imports
from app.views.common.approval_register import Kind

KINDS = {imports.KIND: Kind(_l("Import into a register"), "RegisterImportView.show")}
