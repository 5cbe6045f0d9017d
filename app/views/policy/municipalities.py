"""The municipalities' pages (市町村): members, places and whatever else there is, and what is not."""

from typing import Any

from flask_babel import gettext as _

from app.models.common.master import Municipality
from app.rules.membership.roster import Tier
from app.security.visibility import tier_for
from app.services.policy import municipalities
from app.services.support import network
from app.views.common.base import viewer
from app.views.common.labels import label
from app.views.forms.common.fields import activity_fields
from app.views.registers.register import RegisterView


class MunicipalityView(RegisterView):
    """市町村."""

    model = Municipality
    list_template = "policy/municipalities.html"
    show_template = "policy/municipality.html"

    def more_of_list(self) -> dict[str, Any]:
        titles = [_(part.title) for part in municipalities.parts()]
        return {"titles": titles, "table": municipalities.table()}

    def more(self, entry: Municipality) -> dict[str, Any]:
        parts = municipalities.page(entry.code)
        return {
            "parts": [(_(part.title), part, found) for part, found in parts if found.number],
            "lacking": [_(part.title) for part, found in parts if not found.number],
            "neighbours": municipalities.neighbours(entry),
            "activity_fields": activity_fields(),
            "uncovered": self._uncovered(entry.code),
        }

    def _uncovered(self, code: str) -> list[str]:
        """Return the troubles that no desk is for: to work on together, so not for the public."""
        if tier_for(viewer()) is Tier.PUBLIC:
            return []
        return [label(trouble) for trouble in network.uncovered(viewer(), code)]
